"""What a writer's failure is to whoever asked for a text at once, or for work that began with one."""

from greenlight.domain.errors import Conflict, EngineFailed, GreenlightError, Invalid, Unavailable
from greenlight.domain.production import Failure
from greenlight.domain.writing import WriterFailed


def refusal_of(code: str, message: str, *, retryable: bool, field: str = "language") -> GreenlightError:
    if code == "language_not_written":
        return Invalid(message, field=field, code=code)
    if code.startswith("moderation."):
        return Invalid(message, code=code)
    if code == "no_new_version":
        return Conflict(message, code=code)
    if code in {"writer_unavailable", "writer_not_configured"}:
        return Unavailable(message, code=code)
    return EngineFailed(message, code=code, retryable=retryable)


def failure_of(failed: WriterFailed, stage: str) -> Failure:
    return Failure(failed.code, failed.message, stage, failed.retryable)
