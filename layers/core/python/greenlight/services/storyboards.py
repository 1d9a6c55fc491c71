"""Storyboards: plan, refine, reorder, approve, render, show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256

from greenlight.domain.catalogue import default_voice, refuse_unspoken
from greenlight.domain.drawing import StoryboardEngines
from greenlight.domain.errors import ConcurrentChange, Conflict, InsufficientCredits, Invalid, NotFound, RedrawFailed
from greenlight.domain.keys import Identity
from greenlight.domain.scenes import Refinement
from greenlight.domain.storyboard import Music, NewStoryboard, Storyboard
from greenlight.domain.storyboard_writing import StoryboardText
from greenlight.ports import Clock, Ids, Media, Page, Productions
from greenlight.services.jobs import JobPlane
from greenlight.services.productions import Lifecycle, change

# A person waits this long for a picture that is drawn anew; after that it comes when it comes.
PATIENCE = timedelta(seconds=20)
BETWEEN_LOOKS = 0.25


@dataclass(frozen=True)
class Storyboards:
    productions: Productions
    lifecycle: Lifecycle
    plane: JobPlane
    media: Media
    clock: Clock
    ids: Ids
    number_of: Callable[[str], int]
    pause: Callable[[float], object]
    engines: StoryboardEngines
    approval_days: float

    def create(
        self,
        identity: Identity,
        user_id: str,
        new: NewStoryboard,
        once: str | None = None,
        written: tuple[StoryboardText, Sequence[float]] | None = None,
    ) -> Storyboard:
        """`once` is the request's Idempotency-Key: the same key on the same day names the same storyboard, so that a
        request whose answer was lost after it was stored is not paid for twice. `written` is a text that is there
        already, with the seconds of each scene.
        """
        voice = new.voice or default_voice(self.engines.text_to_speech)
        refuse_unspoken(self.engines.text_to_speech, new.language, voice)
        job_id = self._name(identity, once)
        cut = replace(new.cut, own_music=self._kept(job_id, new.music)) if new.music else new.cut
        now = self.clock.now()
        days = new.approval_days or self.approval_days
        storyboard = Storyboard(
            production_id=job_id,
            account_id=identity.account_id,
            user_id=user_id,
            created_at=now,
            updated_at=now,
            approve_by=now + timedelta(days=days),
            approval_days=days,
            prompt=new.prompt,
            seconds=new.duration,
            style=new.style,
            aspect_ratio=new.aspect_ratio,
            engines=self.engines,
            voice=voice,
            language=new.language,
            cut=cut,
        )
        if written is not None:
            storyboard.take_scenes(*written)
        storyboard.ask_for_pictures(now)
        try:
            self.lifecycle.begin(storyboard)
        except ConcurrentChange:
            return self._made_before(identity, storyboard)
        except InsufficientCredits:
            self.media.delete_under(self.media.uri(f"productions/{job_id}/"))
            raise
        return storyboard

    def get(self, identity: Identity, job_id: str) -> Storyboard:
        """Somebody else's storyboard is not found, and neither is one of another user for a user key."""
        storyboard = self.public(job_id, identity.account_id)
        if identity.user_id not in {None, storyboard.user_id}:
            raise _not_found(job_id)
        return storyboard

    def public(self, job_id: str, account_id: str | None = None) -> Storyboard:
        """Anybody's storyboard, for what is shown of it without a key."""
        try:
            storyboard = self.productions.get(job_id, account_id)
        except NotFound:
            raise _not_found(job_id) from None
        if not isinstance(storyboard, Storyboard) or storyboard.deleted_at:
            raise _not_found(job_id)
        return storyboard

    def list(
        self, identity: Identity, user_id: str | None, statuses: str | None, limit: int, cursor: str | None
    ) -> Page[Storyboard]:
        page = self.productions.page(
            identity.account_id, "storyboard", user_id=user_id, status=statuses, limit=limit, cursor=cursor
        )
        shown = [found for found in page.items if isinstance(found, Storyboard) and found.deleted_at is None]
        return Page(shown, page.next_cursor)

    def refine(
        self,
        identity: Identity,
        job_id: str,
        number: int,
        image_prompt: str | None,
        description: str | None,
        if_match: int | None = None,
    ) -> Storyboard:
        """Waits a while for the new picture; raises RedrawFailed where it could not be drawn."""
        storyboard = self.get(identity, job_id)
        if image_prompt is None and description is None:
            raise Invalid("Must provide either new_image_prompt or new_description", code="nothing_to_refine")
        if image_prompt is None:
            return self._describe(storyboard, number, description or "", if_match)
        self.lifecycle.credits.open(storyboard.account_id, storyboard.user_id)
        asked: list[Refinement] = []

        def mutate(current: Storyboard) -> None:
            current.refuse_unless_revision(if_match)
            asked.append(current.ask_for_refinement(number, image_prompt, description, self.clock.now()))

        storyboard = change(self.productions, storyboard, mutate)
        return self._redrawn(storyboard, asked[-1])

    def reorder(self, identity: Identity, job_id: str, order: Sequence[int], if_match: int | None = None) -> Storyboard:
        def propose(current: Storyboard) -> None:
            current.refuse_unless_revision(if_match)
            current.reorder(order, self.clock.now())

        return self.lifecycle.revise(self.get(identity, job_id), propose)

    def approve(self, identity: Identity, job_id: str, revision: int | None, max_amount: int | None) -> Storyboard:
        storyboard = self.get(identity, job_id)
        return self.lifecycle.approve(storyboard, identity.user_id or identity.key_id, revision, max_amount)

    def render(self, identity: Identity, job_id: str) -> Storyboard:
        def begin(current: Storyboard) -> None:
            # The workflow of before may be about to end; nobody waits for that.
            current.run += current.status.is_final
            current.render(self.clock.now())

        return self.lifecycle.proceed(self.get(identity, job_id), begin)

    def cancel(self, identity: Identity, job_id: str) -> Storyboard:
        return self.lifecycle.cancel(self.get(identity, job_id))

    def delete(self, identity: Identity, job_id: str) -> None:
        self.lifecycle.delete(self.get(identity, job_id))

    # -- inner workings ----------------------------------------------------------------------------------------------
    def _name(self, identity: Identity, once: str | None) -> str:
        if once is None:
            return str(self.ids.number())
        return str(self.number_of(f"storyboard/{identity.realm}/{self.clock.now().date()}/{once}"))

    def _made_before(self, identity: Identity, asked: Storyboard) -> Storyboard:
        made = self.get(identity, asked.production_id)
        if (made.prompt, made.seconds) != (asked.prompt, asked.seconds):
            raise Conflict("This Idempotency-Key was used for another request.", code="idempotency_mismatch")
        return made

    def _kept(self, job_id: str, music: bytes) -> Music:
        """An upload is there for a week, a storyboard for as long as it is wanted."""
        uri = self.media.uri(f"productions/{job_id}/music")
        self.media.put(uri, music, "application/octet-stream")
        return Music(uri, sha256(music).hexdigest())

    def _describe(self, storyboard: Storyboard, number: int, description: str, if_match: int | None) -> Storyboard:
        def propose(current: Storyboard) -> None:
            current.refuse_unless_revision(if_match)
            current.describe(number, description, self.clock.now())

        return self.lifecycle.revise(storyboard, propose)

    def _redrawn(self, storyboard: Storyboard, asked: Refinement) -> Storyboard:
        try:
            record = self.plane.request(storyboard, asked.step)
        except Exception:
            change(self.productions, storyboard, lambda p: p.withdraw(asked, self.clock.now()))
            raise
        until = self.clock.now() + PATIENCE
        while True:
            storyboard = self.public(storyboard.production_id)
            if asked not in storyboard.refinements:
                break
            if self.clock.now() >= until:
                return storyboard
            self.pause(BETWEEN_LOOKS)
        known = self.plane.jobs.get(record.job_id)
        if asked.step not in storyboard.results:
            reason = known.error["message"] if known and known.error else "the job was stopped"
            raise RedrawFailed(f"Failed to regenerate image: {reason}")
        return storyboard


def _not_found(job_id: str) -> NotFound:
    return NotFound(f"There is no job {job_id}.")
