"""Every refusal that Greenlight makes on purpose.

    GreenlightError
    ├── Invalid                 a field is wrong (names it)
    ├── Unauthenticated         no key, or a bad one
    ├── Forbidden               a key that may not do this
    ├── NotFound                unknown, or somebody else's
    ├── InsufficientCredits     says what is required and what is there
    ├── Conflict                the state forbids it
    │   ├── InvalidTransition   this status does not allow this action
    │   ├── NoPlace             as many are being made as the account may have at once
    │   ├── PriceChanged        the price is above what the person agreed to
    │   └── ConcurrentChange    somebody else wrote first, and kept winning
    ├── StaleRevision           the person saw an older revision
    ├── LimitReached            no more of this, however long one waits
    ├── TooLarge                a body over the limit
    ├── UnsupportedMedia        a content type this route does not take
    ├── RateLimited             this key asks too often (says when to come back)
    ├── EngineFailed            an engine or writer answered badly (retryable or not)
    │   └── RedrawFailed        a picture that somebody waits for could not be drawn
    └── Unavailable             something we depend on is down

`code` is stable and machine-readable; the message is one sentence for a person.
"""

from typing import Any


class GreenlightError(Exception):
    code = "error"
    retryable = False

    def __init__(self, message: str, *, code: str | None = None, **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.facts = facts


class Invalid(GreenlightError):
    """`errors` has one `{"field", "message"}` for each bad field."""

    code = "invalid"

    def __init__(self, message: str, *, field: str | None = None, code: str | None = None) -> None:
        super().__init__(message, code=code)
        self.errors = [{"field": field, "message": message}] if field else []


class Unauthenticated(GreenlightError):
    code = "unauthenticated"


class Forbidden(GreenlightError):
    code = "forbidden"


class NotFound(GreenlightError):
    code = "not_found"


class InsufficientCredits(GreenlightError):
    code = "insufficient_credits"


class Conflict(GreenlightError):
    code = "conflict"


class InvalidTransition(Conflict):
    code = "invalid_state"


class NoPlace(Conflict):
    code = "no_place"
    retryable = True


class PriceChanged(Conflict):
    code = "price_changed"


class ConcurrentChange(Conflict):
    code = "concurrent_change"
    retryable = True


class StaleRevision(GreenlightError):
    code = "stale_revision"


class LimitReached(GreenlightError):
    code = "limit_reached"


class TooLarge(GreenlightError):
    code = "too_large"


class UnsupportedMedia(GreenlightError):
    code = "unsupported_media_type"


class RateLimited(GreenlightError):
    code = "rate_limited"
    retryable = True


class EngineFailed(GreenlightError):
    code = "engine_failed"

    def __init__(self, message: str, *, code: str | None = None, retryable: bool = True) -> None:
        super().__init__(message, code=code)
        self.retryable = retryable


class RedrawFailed(EngineFailed):
    code = "redraw_failed"


class Unavailable(GreenlightError):
    code = "unavailable"
    retryable = True
