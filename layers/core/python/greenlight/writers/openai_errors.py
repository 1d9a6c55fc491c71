"""What can go wrong between us and an OpenAI-compatible server, each as a WriterFailed that says what to do."""

import email.utils
import logging
import math
import time
from typing import TYPE_CHECKING, Any

from greenlight.domain.writing import WriterFailed

if TYPE_CHECKING:
    import openai

_log = logging.getLogger(__name__)
_REFUSED = frozenset({"content_policy_violation", "content_filter", "moderation_blocked"})


_ABOUT_FORM = ("response_format", "response format", "json_object", "schema", "grammar", "guided")


class CallFailed(WriterFailed):
    """One call that failed; `wait` is how many seconds the server asked for before another."""

    def __init__(self, code: str, message: str, *, retryable: bool = False, wait: float | None = None) -> None:
        super().__init__(code, message, retryable=retryable)
        self.wait = wait


class SchemaRefused(Exception):
    """The server does not take this kind of response_format."""


def slow(seconds: float) -> CallFailed:
    return CallFailed(
        "writer_timeout",
        f"The writer did not answer within {seconds:.0f} s; try again, or set WRITER=rules.",
        retryable=True,
    )


def garbled(what: str) -> CallFailed:
    return CallFailed("writer_garbled", f"The writer {what}; try again, or set another OPENAI_MODEL.", retryable=True)


def refused(reason: str = "") -> CallFailed:
    said = f" It said: {' '.join(reason.split())[:200]}" if reason.strip() else ""
    return CallFailed("writer_refused", f"The writer refused this text; change its wording.{said}")


def unreachable(host: str) -> CallFailed:
    return CallFailed(
        "writer_unavailable",
        f"The writer at {host} cannot be reached; try again, or check OPENAI_BASE_URL.",
        retryable=True,
    )


def from_status(
    error: "openai.APIStatusError", model: str, host: str, *, other_form: bool
) -> CallFailed | SchemaRefused:
    """What an answer of 400 and above means. The server's own words go to the log, since they may quote a key."""
    status, code = error.status_code, str(error.code or error.type or "")
    _log.warning("script writer answered %s (%s), request %s", status, code, error.request_id)
    if status in {401, 403}:
        return CallFailed(
            "writer_not_configured", f"The writer at {host} refused the key ({status}); check OPENAI_API_KEY."
        )
    if status == 404:
        return CallFailed(
            "writer_not_configured",
            f"The writer at {host} has no model {model!r} (404); check OPENAI_MODEL and OPENAI_BASE_URL.",
        )
    if status == 429:
        return _rate_limited(error, code)
    if status in {400, 413, 422}:
        return _not_accepted(error, status, code, other_form=other_form)
    return CallFailed(
        "writer_unavailable",
        f"The writer at {host} is not working right now ({status}); try again in a moment.",
        retryable=status >= 500 or status in {408, 409},
        wait=retry_after(error.response.headers),
    )


def _rate_limited(error: "openai.APIStatusError", code: str) -> CallFailed:
    if code == "insufficient_quota":
        message = "The account behind OPENAI_API_KEY has no quota left; add credit to it, or set WRITER=rules."
        return CallFailed("writer_rate_limited", message)
    message = "The writer has too many requests right now; try again in a moment."
    return CallFailed("writer_rate_limited", message, retryable=True, wait=retry_after(error.response.headers))


def _not_accepted(
    error: "openai.APIStatusError", status: int, code: str, *, other_form: bool
) -> CallFailed | SchemaRefused:
    said = f"{error.message} {error.param or ''}".lower()
    if code in _REFUSED or "content management policy" in said:
        return refused()
    if other_form and any(word in said for word in _ABOUT_FORM):
        return SchemaRefused()
    too_long = code == "context_length_exceeded" or "context length" in said or "context size" in said
    if too_long or status == 413:
        message = "The text is too long for this model; shorten it, or set another OPENAI_MODEL."
        return CallFailed("writer_refused", message)
    message = f"The writer did not accept the request ({status}); check OPENAI_MODEL and OPENAI_BASE_URL."
    return CallFailed("writer_not_configured", message)


def retry_after(headers: Any) -> float | None:
    """Seconds from a Retry-After in seconds or as a date; None where there is none that makes sense."""
    value = str(headers.get("retry-after") or "").strip()
    date = email.utils.parsedate_tz(value) if value else None
    try:
        seconds = email.utils.mktime_tz(date) - time.time() if date else float(value)
    except (ValueError, OverflowError):
        return None
    return max(0.0, seconds) if math.isfinite(seconds) else None
