"""What the workflow of a script asks for: that it is written."""

from collections.abc import Callable
from dataclasses import dataclass

from greenlight.domain.errors import NotFound
from greenlight.domain.script import Script
from greenlight.domain.script_writing import ScriptText, VariationRequest
from greenlight.domain.writing import WriterFailed
from greenlight.ports import Clock, Productions, VariationWriter
from greenlight.services.productions import change
from greenlight.services.writer_failures import failure_of


@dataclass(frozen=True)
class ScriptSteps:
    """May be called again at any time: what is written is not written anew."""

    productions: Productions
    writer: Callable[[], VariationWriter]
    clock: Clock

    def write(self, production_id: str) -> None:
        script = self._find(production_id)
        if script is None or not script.has_workflow or script.is_written:
            return
        script = change(self.productions, script, lambda p: p.begin_writing(self.clock.now()))
        try:
            text = self._written(script)
        except WriterFailed as failed:
            failure = failure_of(failed, "WriteScript")
            change(self.productions, script, lambda p: p.fail(failure, self.clock.now()))
            return
        change(self.productions, script, lambda p: p.take_text(text, self.clock.now()))

    def _written(self, script: Script) -> ScriptText:
        request = VariationRequest(
            topic=script.topic,
            angle=script.angle,
            seconds=script.seconds,
            style=script.config.style,
            language=script.language,
            voice=script.config.voice,
        )
        return self.writer().write(request)

    def _find(self, production_id: str) -> Script | None:
        try:
            found = self.productions.get(production_id)
        except NotFound:
            return None
        return found if isinstance(found, Script) and found.deleted_at is None else None
