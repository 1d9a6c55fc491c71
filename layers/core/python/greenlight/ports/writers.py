"""Who writes texts."""

from typing import Protocol

from greenlight.domain.writing import RewriteRequest


class ScriptWriter(Protocol):
    """Writes another version of a script; raises Invalid or EngineFailed."""

    def rewrite(self, request: RewriteRequest) -> str: ...
