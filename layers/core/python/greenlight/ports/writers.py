"""Who writes texts."""

from typing import Protocol

from greenlight.domain.storyboard_writing import StoryboardRequest, StoryboardText
from greenlight.domain.writing import RewriteRequest


class ScriptWriter(Protocol):
    """Writes another version of a script; raises WriterFailed."""

    def rewrite(self, request: RewriteRequest) -> str: ...


class StoryboardWriter(Protocol):
    """Writes a scene for each duration, without `storyboard_faults`; raises WriterFailed."""

    def write(self, request: StoryboardRequest) -> StoryboardText: ...
