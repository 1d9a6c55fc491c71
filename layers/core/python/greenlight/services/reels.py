"""Reels: make, rewrite, revise, approve, generate, show."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from greenlight.domain.catalogue import default_voice, refuse_unspoken
from greenlight.domain.errors import Invalid, NotFound
from greenlight.domain.keys import Identity
from greenlight.domain.reel import Engines, NewReel, Origin, Portrait, Reel
from greenlight.domain.speakable import unspeakable_reason
from greenlight.domain.writing import RewriteRequest, WriterFailed, normalised
from greenlight.ports import Clock, Ids, Media, Page, PortraitInspector, Productions, ScriptWriter
from greenlight.services.productions import Lifecycle
from greenlight.services.writer_failures import refusal_of


@dataclass(frozen=True)
class Reels:
    productions: Productions
    lifecycle: Lifecycle
    media: Media
    inspector: PortraitInspector
    writer: ScriptWriter
    clock: Clock
    ids: Ids
    engines: Engines
    approval_days: float

    def create(self, identity: Identity, user_id: str, new: NewReel) -> Reel:
        voice = new.voice or default_voice(self.engines.text_to_speech)
        self._refuse_unsayable(new.script, new.language, voice, "script")
        reel_id = self.ids.uuid()
        portrait = self._take_portrait(reel_id, new.image)
        now = self.clock.now()
        days = new.approval_days or self.approval_days
        reel = Reel(
            production_id=reel_id,
            account_id=identity.account_id,
            user_id=user_id,
            created_at=now,
            updated_at=now,
            approve_by=now + timedelta(days=days),
            portrait=portrait,
            engines=self.engines,
            original_script=new.script,
            tone=new.tone,
            use_rewrite=new.use_rewrite,
            max_seconds=new.max_seconds,
            voice=voice,
            language=new.language,
            captions=new.captions,
            aspect_ratio=new.aspect_ratio,
            approval_days=days,
        )
        reel.propose(new.script, "original", None, now)
        try:
            if new.use_rewrite:
                reel.propose(self._written(reel, reel.tone, None, None), "rewrite", reel.tone, self.clock.now())
        except Exception:
            self.media.delete_under(self.media.uri(f"productions/{reel_id}/"))
            raise
        self.lifecycle.begin(reel)
        return reel

    def get(self, identity: Identity, reel_id: str) -> Reel:
        """Somebody else's reel is not found, and neither is one of another user for a user key."""
        reel = self.productions.get(reel_id, identity.account_id)
        if not isinstance(reel, Reel) or reel.deleted_at or identity.user_id not in {None, reel.user_id}:
            raise NotFound(f"There is nothing called {reel_id}.")
        return reel

    def list(
        self, identity: Identity, user_id: str | None, status: str | None, limit: int, cursor: str | None
    ) -> Page[Reel]:
        page = self.productions.page(
            identity.account_id, "reel", user_id=user_id, status=status, limit=limit, cursor=cursor
        )
        shown = [reel for reel in page.items if isinstance(reel, Reel) and reel.deleted_at is None]
        return Page(shown, page.next_cursor)

    def rewrite(
        self,
        identity: Identity,
        reel_id: str,
        origin: Origin,
        tone: str | None,
        max_seconds: float | None,
        instructions: str | None,
        if_match: int | None = None,
    ) -> Reel:
        """Another version, written anew from the person's original text and unlike every version before it."""

        def write(reel: Reel) -> Callable[[Reel], None]:
            text = self._written(reel, tone or reel.tone, max_seconds, instructions)

            def propose(current: Reel) -> None:
                current.tone = tone or current.tone
                current.max_seconds = max_seconds or current.max_seconds
                # Somebody else may have got the very same text in the meantime.
                repeated = normalised(text) in map(normalised, current.earlier_scripts)
                fresh = self._written(current, current.tone, max_seconds, instructions) if repeated else text
                current.propose(fresh, origin, current.tone, self.clock.now())

            return propose

        return self._revise(identity, reel_id, if_match, write)

    def restore(self, identity: Identity, reel_id: str, number: int, if_match: int | None = None) -> Reel:
        def write(reel: Reel) -> Callable[[Reel], None]:
            version = reel.version_numbered(number)
            return self._proposing(version.text, "restore", version.tone)

        return self._revise(identity, reel_id, if_match, write)

    def edit(self, identity: Identity, reel_id: str, text: str, if_match: int | None) -> Reel:
        def write(reel: Reel) -> Callable[[Reel], None]:
            self._refuse_unsayable(text, reel.language, reel.voice, "final_script")
            return self._proposing(text, "edit")

        return self._revise(identity, reel_id, if_match, write)

    def approve(self, identity: Identity, reel_id: str, revision: int | None, max_amount: int | None) -> Reel:
        reel = self.get(identity, reel_id)
        return self.lifecycle.approve(reel, identity.user_id or identity.key_id, revision, max_amount)

    def generate(self, identity: Identity, reel_id: str) -> Reel:
        return self.lifecycle.begin_again(self.get(identity, reel_id))

    def cancel(self, identity: Identity, reel_id: str) -> Reel:
        return self.lifecycle.cancel(self.get(identity, reel_id))

    def delete(self, identity: Identity, reel_id: str) -> None:
        self.lifecycle.delete(self.get(identity, reel_id))

    # -- inner workings ----------------------------------------------------------------------------------------------
    def _revise(
        self,
        identity: Identity,
        reel_id: str,
        if_match: int | None,
        write: Callable[[Reel], Callable[[Reel], None]],
    ) -> Reel:
        reel = self.get(identity, reel_id)
        reel.refuse_unless_revisable()
        propose = write(reel)

        def checked(current: Reel) -> None:
            current.refuse_unless_revision(if_match)
            propose(current)

        return self.lifecycle.revise(reel, checked)

    def _proposing(self, text: str, origin: Origin, tone: str | None = None) -> Callable[[Reel], None]:
        def propose(reel: Reel) -> None:
            reel.tone = tone or reel.tone
            reel.propose(text, origin, reel.tone, self.clock.now())

        return propose

    def _written(self, reel: Reel, tone: str | None, max_seconds: float | None, instructions: str | None) -> str:
        request = RewriteRequest(
            original=reel.original_script,
            tone=tone or "friendly",
            language=reel.language,
            max_seconds=max_seconds or reel.max_seconds,
            voice=reel.voice,
            instructions=instructions,
            earlier=reel.earlier_scripts,
        )
        try:
            return self.writer.rewrite(request)
        except WriterFailed as failure:
            raise refusal_of(failure.code, failure.message, retryable=failure.retryable) from failure

    def _take_portrait(self, reel_id: str, image: bytes) -> Portrait:
        source = self.media.uri(f"tmp/{reel_id}/image")
        self.media.put(source, image, "application/octet-stream")
        try:
            return self.inspector.inspect(source, self.media.uri(f"productions/{reel_id}/portrait.png"))
        finally:
            self.media.delete_under(source)

    def _refuse_unsayable(self, text: str, language: str, voice: str, field: str) -> None:
        refuse_unspoken(self.engines.text_to_speech, language, voice)
        reason = unspeakable_reason(text, language, None)
        if reason:
            raise Invalid(reason, field=field, code="not_speakable")
