"""What each refusal means, with one of its kind as an example: for the document that describes the API."""

from chalicelib.examples import ESTIMATE
from chalicelib.problems import Problem

# Status → what it means, and one problem that has it.
KINDS: dict[int, tuple[str, Problem]] = {
    400: (
        "Something in the request is malformed or invalid; every bad field is named at once.",
        Problem(
            400,
            "invalid",
            "max_seconds: Input should be less than or equal to 120",
            errors=[{"field": "max_seconds", "message": "Input should be less than or equal to 120"}],
        ),
    ),
    401: (
        "The key is missing or not valid.",
        Problem(401, "unauthenticated", "Send a key as `Authorization: Bearer <key>`."),
    ),
    402: (
        "There are not enough credits; nothing was begun.",
        Problem(
            402,
            "insufficient_credits",
            "This costs 0.012400 USD, but only 0.002000 USD of credits are left.",
            facts={"required": 0.0124, "available": 0.002},
        ),
    ),
    403: (
        "This key may not do this: it lacks the scope, or acts for another user.",
        Problem(
            403,
            "missing_scope",
            "This key lacks the scope productions:approve; use a key that has it.",
            facts={"scope": "productions:approve"},
        ),
    ),
    404: (
        "There is no such thing, or it is somebody else's.",
        Problem(404, "not_found", "There is no reel 7b0e3c52-8a5f-4f0e-9d5c-1f2f3a4b5c6d."),
    ),
    405: (
        "This path takes other methods; `Allow` names them.",
        Problem(405, "method_not_allowed", "This route takes GET, POST."),
    ),
    409: (
        "The state forbids it, the price rose above `max_amount`, or the `Idempotency-Key` belongs to another request.",
        Problem(
            409,
            "idempotency_in_flight",
            "The request with this Idempotency-Key is still being done; ask again in a moment.",
            facts={"retry_after": 1},
        ),
    ),
    412: (
        "The revision that was named is no longer current; the current one and its price are in the answer.",
        Problem(
            412,
            "stale_revision",
            "You saw revision 2, but the current one is 3; look at it and try again.",
            facts={"revision": 3, "amount": ESTIMATE["amount"], "estimate": ESTIMATE},
        ),
    ),
    413: (
        "The request is larger than 4.5 MB, or the promised file larger than an upload takes.",
        Problem(
            413,
            "too_large",
            "The request is larger than 4.5 MB; upload the file with POST /api/v1/uploads and send its asset id.",
        ),
    ),
    415: (
        "The content type is not taken here.",
        Problem(415, "unsupported_media_type", "This route takes application/json, not 'text/xml'."),
    ),
    429: (
        "This key asks too often, or a storyboard was refined as often as one may be; nothing was done.",
        Problem(
            429,
            "rate_limited",
            "This key may make 10 requests a second and 50 at once; wait 1 s and try again.",
            retryable=True,
            facts={"retry_after": 1},
        ),
    ),
    500: (
        "Something went wrong on our side, or a picture could not be drawn anew (`redraw_failed`).",
        Problem(500, "internal_error", "Something went wrong on our side."),
    ),
    502: (
        "An engine answered badly.",
        Problem(502, "engine_failed", "The writer answered with nothing; try again.", retryable=True),
    ),
    503: (
        "Something we depend on is down.",
        Problem(
            503,
            "unavailable",
            "Looking at portraits is not available right now; try again in a moment.",
            retryable=True,
        ),
    ),
}
