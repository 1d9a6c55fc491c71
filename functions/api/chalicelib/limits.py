"""Rate limits at the edge: who asks too often is told when to come back, and everybody where they stand."""

from collections.abc import Callable

from chalice.app import Response

from chalicelib import services
from chalicelib.problems import Problem, of_error
from greenlight.domain.errors import RateLimited
from greenlight.domain.rate_limits import Standing


def limited(key_id: str, refuse: Callable[[Problem], Response], answer: Callable[[], Response]) -> Response:
    """The answer, or a refusal in its place, with the fields of draft-ietf-httpapi-ratelimit-headers-11."""
    limiter = services.rate_limiter()
    standing = limiter.admit(key_id) if limiter else None
    if standing is None:
        return answer()
    response = answer() if standing.admitted else refuse(of_error(_refusal(standing)))
    response.headers.update(_fields(standing))
    return response


def _refusal(standing: Standing) -> RateLimited:
    limit = standing.limit
    return RateLimited(
        f"This key may make {limit.per_second:g} requests a second and {limit.burst} at once; "
        f"wait {standing.reset} s and try again.",
        retry_after=standing.reset,
    )


def _fields(standing: Standing) -> dict[str, str]:
    return {
        "RateLimit-Policy": f'"default";q={standing.limit.burst};w={standing.limit.full_after}',
        "RateLimit": f'"default";r={standing.left};t={standing.reset}',
    }
