"""Errors as RFC 9457 problems: one table from what was refused to how HTTP says it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from chalice.app import Response
from pydantic import ValidationError

from chalicelib.views import EstimateView
from greenlight.domain import errors
from greenlight.domain.money import Estimate

STATUS: dict[type[errors.GreenlightError], int] = {
    errors.Invalid: 400,
    errors.Unauthenticated: 401,
    errors.InsufficientCredits: 402,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.StaleRevision: 412,
    errors.LimitReached: 429,
    errors.TooLarge: 413,
    errors.UnsupportedMedia: 415,
    errors.RateLimited: 429,
    errors.EngineFailed: 502,
    errors.RedrawFailed: 500,
    errors.Unavailable: 503,
}


@dataclass(frozen=True)
class Problem:
    status: int
    code: str
    detail: str
    retryable: bool = False
    errors: list[dict[str, Any]] = field(default_factory=list)
    facts: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def body_of(said: Problem, request_id: str) -> dict[str, Any]:
    body = {
        "type": f"urn:greenlight:problem:{said.code}",
        "title": HTTPStatus(said.status).phrase,
        "status": said.status,
        "detail": said.detail,
        "code": said.code,
        "retryable": said.retryable,
        "request_id": request_id,
        **said.facts,
    }
    return body | {"errors": said.errors} if said.errors else body


def problem(said: Problem, request_id: str, *, browser: bool = False) -> Response:
    body = browser_body_of(said, request_id) if browser else body_of(said, request_id)
    headers: dict[str, Any] = {"Content-Type": kind_of(browser=browser), **said.headers}
    return Response(json.dumps(body), headers=headers, status_code=said.status)


def kind_of(*, browser: bool) -> str:
    return "application/json" if browser else "application/problem+json"


def browser_body_of(said: Problem, request_id: str) -> dict[str, Any]:
    """The shape that the browser clients of scripts read: whether it went well, words for a person, and why not."""
    body = {
        "success": False,
        "message": said.detail,
        "error": f"{said.code}: {said.detail}",
        "code": said.code,
        "retryable": said.retryable,
        "request_id": request_id,
        **said.facts,
    }
    return body | {"errors": said.errors} if said.errors else body


def of_error(error: errors.GreenlightError) -> Problem:
    kind = next(kind for kind in type(error).__mro__ if kind in STATUS)
    return Problem(
        status=STATUS[kind],
        code=error.code,
        detail=error.message,
        retryable=error.retryable,
        errors=error.errors if isinstance(error, errors.Invalid) else [],
        facts={name: _shown(fact) for name, fact in error.facts.items()},
        headers=_headers(error),
    )


def _shown(fact: Any) -> Any:
    return EstimateView.of(fact).model_dump() if isinstance(fact, Estimate) else fact


def _headers(error: errors.GreenlightError) -> dict[str, str]:
    if isinstance(error, errors.Unauthenticated):
        return {"WWW-Authenticate": "Bearer"}
    return {"Retry-After": str(error.facts["retry_after"])} if "retry_after" in error.facts else {}


def of_validation(error: ValidationError) -> Problem:
    """Every bad field at once, each with what is wrong with it."""
    wrong = [
        {"field": ".".join(str(part) for part in found["loc"]) or "body", "message": _sentence(found)}
        for found in error.errors(include_url=False, include_input=False)
    ]
    detail = "; ".join(f"{entry['field']}: {entry['message']}" for entry in wrong)
    return Problem(400, "invalid", detail, errors=wrong)


def _sentence(found: Any) -> str:
    message = str(found["msg"]).removeprefix("Value error, ")
    return {"missing": "is required", "extra_forbidden": "is not known here"}.get(found["type"], message)
