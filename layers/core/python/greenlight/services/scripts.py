"""Scripts: three variations on a topic, edited, and confirmed as films."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from greenlight.domain.catalogue import default_voice, refuse_unspoken, refuse_unwritten
from greenlight.domain.drawing import StoryboardEngines
from greenlight.domain.errors import InsufficientCredits, Invalid, NotFound
from greenlight.domain.films import FilmConfig
from greenlight.domain.keys import Identity
from greenlight.domain.script import NewScripts, Script
from greenlight.domain.script_faults import script_faults
from greenlight.domain.script_tokens import ScriptTokens
from greenlight.domain.script_video import ScriptVideo
from greenlight.domain.script_writing import ANGLES, Angle, ScriptText
from greenlight.domain.status import Status
from greenlight.ports import Clock, Ids, Productions
from greenlight.services.productions import Lifecycle, change
from greenlight.services.script_videos import ScriptVideos
from greenlight.services.writer_failures import refusal_of

# A browser waits this long for its scripts; after that it asks for each by its token.
PATIENCE = timedelta(seconds=24)
BETWEEN_LOOKS = 0.2


@dataclass(frozen=True)
class Scripts:
    productions: Productions
    lifecycle: Lifecycle
    videos: ScriptVideos
    clock: Clock
    ids: Ids
    tokens: ScriptTokens
    pause: Callable[[float], object]
    engines: StoryboardEngines
    writer: str
    approval_days: float

    @property
    def default_voice(self) -> str:
        return default_voice(self.engines.text_to_speech)

    def create(self, identity: Identity, user_id: str, new: NewScripts) -> list[Script]:
        """One script for each angle, written side by side."""
        refuse_unwritten(self.writer, new.language)
        refuse_unspoken(self.engines.text_to_speech, new.language, new.config.voice)
        scripts = [self._new(identity, user_id, new, angle) for angle in ANGLES]
        for script in scripts:
            script.ask_for_text(self.clock.now())
            self.lifecycle.begin(script)
        return scripts

    def written(self, scripts: Sequence[Script]) -> list[Script]:
        """The same scripts once none is being written any more, or as far as they are when patience ends."""
        until = self.clock.now() + PATIENCE
        while True:
            found = [self._stored(script.production_id) for script in scripts]
            if not any(script.has_workflow for script in found) or self.clock.now() >= until:
                return found
            self.pause(BETWEEN_LOOKS)

    def refuse_unwritten_ones(self, scripts: Sequence[Script]) -> None:
        """Says why the first that could not be written could not be; the others stay as they are."""
        failed = next((script.error for script in scripts if script.error), None)
        if failed is not None:
            raise refusal_of(failed.code, failed.message, retryable=failed.retryable, field="text")

    def get(self, identity: Identity, token: str) -> Script:
        """Somebody else's script is not found, and neither is one of another user for a user key."""
        script_id = self.tokens.script_id(token)
        try:
            script = self.productions.get(script_id or "", identity.account_id)
        except NotFound:
            raise _not_found() from None
        if not isinstance(script, Script) or script.deleted_at or identity.user_id not in {None, script.user_id}:
            raise _not_found()
        return script

    def edit(self, identity: Identity, token: str, text: ScriptText, if_match: int | None = None) -> Script:
        script = self.get(identity, token)
        self._refuse_faults(text, script.language, script.config.voice)

        def propose(current: Script) -> None:
            current.refuse_unless_revision(if_match)
            current.edit(text, self.clock.now())

        return self.lifecycle.revise(script, propose)

    def confirm(
        self, identity: Identity, token: str, config: FilmConfig, revision: int | None, max_amount: int | None
    ) -> ScriptVideo:
        """The green light. What was confirmed before without a change is the same job, begun again where it failed."""
        script = self.get(identity, token)
        refuse_unspoken(self.engines.text_to_speech, script.language, config.voice)
        if script.is_written:
            self._refuse_faults(script.text, script.language, config.voice)
        by, agreed, fresh = identity.user_id or identity.key_id, [], self.ids.uuid()

        def agree(current: Script) -> None:
            agreed.append(current.confirm(by, self.clock.now(), config, revision, max_amount, fresh))

        script = change(self.productions, script, agree)
        try:
            return self._filmed(script, config, agreed[-1])
        except InsufficientCredits:
            change(self.productions, script, lambda p: p.unconfirm(agreed[-1], self.clock.now()))
            raise

    def delete_video(self, identity: Identity, job_id: str) -> None:
        """Stops the job where it runs and takes its files away; the script can be confirmed anew."""
        video = self.videos.get(identity, job_id)
        try:
            script = self._stored(video.script_id)
            change(self.productions, script, lambda p: p.unconfirm(job_id, self.clock.now()))
        except NotFound:
            pass
        if not video.status.is_final:
            video = self.lifecycle.cancel(video)
        self.lifecycle.delete(video)

    # -- inner workings ----------------------------------------------------------------------------------------------
    def _new(self, identity: Identity, user_id: str, new: NewScripts, angle: Angle) -> Script:
        now = self.clock.now()
        days = new.approval_days or self.approval_days
        return Script(
            production_id=self.ids.uuid(),
            account_id=identity.account_id,
            user_id=user_id,
            created_at=now,
            updated_at=now,
            approve_by=now + timedelta(days=days),
            approval_days=days,
            topic=new.topic,
            angle=angle,
            seconds=new.seconds,
            language=new.language,
            config=new.config,
            engines=self.engines,
            chat_id=new.chat_id,
        )

    def _filmed(self, script: Script, config: FilmConfig, job_id: str) -> ScriptVideo:
        video = self.videos.find(job_id)
        if video is None:
            video = self.videos.begun(script, config, job_id)
        if video.status in {Status.FAILED, Status.CANCELLED}:
            return self.lifecycle.begin_again(video)
        return video

    def _stored(self, script_id: str) -> Script:
        script = self.productions.get(script_id)
        if not isinstance(script, Script):
            raise _not_found()
        return script

    def _refuse_faults(self, text: ScriptText, language: str, voice: str) -> None:
        faults = script_faults(text, language, voice)
        if faults:
            refusal = Invalid("; ".join(f"{field} {said}" for field, said in faults), code="not_filmable")
            refusal.errors = [{"field": field, "message": said} for field, said in faults]
            raise refusal


def _not_found() -> NotFound:
    return NotFound("There is no script with this token.")
