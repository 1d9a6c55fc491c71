"""Who writes texts, and who says what must not be written."""

from collections.abc import Callable, Sequence
from typing import Protocol

from greenlight.domain.scenario_writing import ScenarioRequest, ScenarioText
from greenlight.domain.script_writing import ScriptText, VariationRequest
from greenlight.domain.storyboard_writing import StoryboardRequest, StoryboardText
from greenlight.domain.writing import RewriteRequest


class ScriptWriter(Protocol):
    """Writes another version of a script; raises WriterFailed."""

    def rewrite(self, request: RewriteRequest) -> str: ...


class StoryboardWriter(Protocol):
    """Writes a scene for each duration, without `storyboard_faults`; raises WriterFailed."""

    def write(self, request: StoryboardRequest) -> StoryboardText: ...


class VariationWriter(Protocol):
    """Writes a script for a video, without `variation_faults`; raises WriterFailed."""

    def write(self, request: VariationRequest) -> ScriptText: ...


class ScenarioWriter(Protocol):
    def draft(
        self,
        request: ScenarioRequest,
        earlier: ScenarioText | None,
        faults: Sequence[str],
        is_wanted: Callable[[], bool],
    ) -> ScenarioText:
        """One draft, which may have `scenario_faults`; with `earlier` that draft mended of its `faults`.

        Gives up with WriterFailed("stopped") within two seconds of `is_wanted` saying no. Raises WriterFailed.
        """


class Moderator(Protocol):
    def refuse(self, *texts: str) -> None:
        """Raises WriterFailed with a code `moderation.<category>` for what is not fit for families."""
