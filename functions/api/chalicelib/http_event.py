"""Between API Gateway's payload 2.0 and Chalice, which looks routes up by their literal pattern."""

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qs, unquote

from chalice.app import Chalice

from chalicelib.contract import is_for_browsers
from chalicelib.problems import Problem, problem
from greenlight.observability import logger, metrics

# The whole request in bytes; base64 and the envelope bring it close to Lambda's 6 MB.
BODY_LIMIT = 4_500_000
# Answers hold links and words of one person: no cache keeps them, and nobody guesses what they are.
ALWAYS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True)
class Match:
    pattern: str
    parameters: dict[str, str]
    methods: list[str]


class Routes:
    """Chalice's own route table, compiled: literal segments win over parameters, slashes at the end do not matter."""

    def __init__(self, app: Chalice) -> None:
        patterns = sorted(app.routes, key=lambda pattern: (pattern.count("{"), pattern))
        self._table = [(_compiled(pattern), pattern, _taken(app.routes[pattern])) for pattern in patterns]

    def match(self, path: str) -> Match | None:
        folded = path.rstrip("/") or "/"
        for expression, pattern, methods in self._table:
            found = expression.fullmatch(folded)
            if found:
                return Match(pattern, {name: unquote(value) for name, value in found.groupdict().items()}, methods)
        return None


def _taken(methods: Iterable[str]) -> list[str]:
    """Whatever can be got can be asked for its head."""
    return sorted({*methods, "HEAD"} if "GET" in methods else methods)


def _compiled(pattern: str) -> re.Pattern[str]:
    parts = [f"(?P<{part[1:-1]}>[^/]+)" if part.startswith("{") else re.escape(part) for part in pattern.split("/")]
    return re.compile("/".join(parts))


class Adapter:
    def __init__(self, app: Chalice) -> None:
        self._app = app
        self._routes = Routes(app)

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        began = time.perf_counter()
        method = event["requestContext"]["http"]["method"]
        request_id = event["requestContext"].get("requestId", "")
        match = self._routes.match(event["rawPath"])
        answer = self._answer(event, context, method, request_id, match)
        _account_for(method, match, answer["statusCode"], (time.perf_counter() - began) * 1000)
        return {**answer, "body": ""} if method == "HEAD" else answer

    def _answer(
        self, event: dict[str, Any], context: Any, method: str, request_id: str, match: Match | None
    ) -> dict[str, Any]:
        if match is None:
            unknown = Problem(404, "not_found", "There is no such route; GET /openapi.json lists them.")
            return _plain(problem(unknown, request_id))
        refuse = partial(problem, request_id=request_id, browser=is_for_browsers(match.pattern))
        if method not in match.methods:
            allowed = ", ".join(match.methods)
            message = f"This route takes {allowed}."
            return _plain(refuse(Problem(405, "method_not_allowed", message, headers={"Allow": allowed})))
        if method not in {"GET", "HEAD", "DELETE"} and _size(event) > BODY_LIMIT:
            message = (
                f"The request is larger than {BODY_LIMIT / 1e6} MB; upload the file with POST /api/v1/uploads "
                "and send its asset id."
            )
            return _plain(refuse(Problem(413, "too_large", message)))
        answer = self._app(_for_chalice(event, method, match, request_id), context)
        if answer["statusCode"] == 500 and "InternalServerError" in str(answer["body"]):
            return _plain(refuse(Problem(500, "internal_error", "Something went wrong on our side.")))
        return _from_chalice(answer)


def _account_for(method: str, match: Match | None, status: int, milliseconds: float) -> None:
    """One log line, and one metric that has rate, errors and duration of each route in it."""
    route = match.pattern if match else "unknown"
    logger.info(
        "request",
        extra={"method": method, "route": route, "status": status, "milliseconds": round(milliseconds, 1)},
    )
    metrics.add_metric("Latency", "Milliseconds", milliseconds)
    # Nothing that a client chose freely: each new value would be a metric of its own.
    is_known = match is not None and method in match.methods
    metrics.add_dimensions(route=f"{method} {route}" if is_known else "unknown", status=f"{status // 100}xx")


def _size(event: dict[str, Any]) -> int:
    body = event.get("body") or ""
    return len(body) * 3 // 4 if event.get("isBase64Encoded") else len(body.encode())


def _for_chalice(event: dict[str, Any], method: str, match: Match, request_id: str) -> dict[str, Any]:
    """The shape of a REST API event; queries come from `rawQueryString`, where repeated names stay apart."""
    headers = dict(event.get("headers") or {})
    if event.get("cookies"):
        headers["cookie"] = "; ".join(event["cookies"])
    return {
        "requestContext": {
            "resourcePath": match.pattern,
            "httpMethod": "GET" if method == "HEAD" else method,
            "only_head": method == "HEAD",
            "path": event["rawPath"],
            "requestId": request_id,
            "identity": {"sourceIp": event["requestContext"]["http"].get("sourceIp", "")},
        },
        "pathParameters": match.parameters,
        "multiValueQueryStringParameters": parse_qs(event.get("rawQueryString") or "", keep_blank_values=True),
        "headers": headers,
        "body": event.get("body"),
        "isBase64Encoded": bool(event.get("isBase64Encoded")),
        "stageVariables": None,
    }


def _from_chalice(answer: dict[str, Any]) -> dict[str, Any]:
    headers = {**ALWAYS, **(answer.get("headers") or {})}
    for name, values in (answer.get("multiValueHeaders") or {}).items():
        headers[name] = ", ".join(values)
    return {
        "statusCode": answer["statusCode"],
        "headers": headers,
        "body": answer["body"],
        "isBase64Encoded": bool(answer.get("isBase64Encoded", False)),
    }


def _plain(response: Any) -> dict[str, Any]:
    return _from_chalice(response.to_dict())
