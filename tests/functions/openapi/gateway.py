"""The API's handler as a WSGI application: each request becomes the event that API Gateway would have sent."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from werkzeug.wrappers import Request

from tests.functions.calls import EVENTS, Context

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]
TEMPLATE = (EVENTS / "get_reels_with_repeated_query.json").read_text()


def gateway(handler: Handler, between: Callable[[], None]) -> Callable[[dict[str, Any], Any], Iterable[bytes]]:
    """`between` is called before each request."""

    def serve(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        between()
        answer = handler(_event(Request(environ)), Context())
        status = HTTPStatus(answer["statusCode"])
        start_response(f"{status.value} {status.phrase}", list(answer["headers"].items()))
        return [answer["body"].encode()]

    return serve


def _event(request: Request) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(TEMPLATE)
    path = request.environ["REQUEST_URI"].partition("?")[0]
    event |= {
        # Every escape is read but that of the percent sign.
        "rawPath": "%25".join(unquote(part) for part in path.split("%25")),
        "rawQueryString": request.environ["QUERY_STRING"],
        "headers": {name.lower(): value for name, value in request.headers.items()},
    }
    event["requestContext"]["http"]["method"] = request.method
    body = request.get_data()
    if body:
        event |= {"body": b64encode(body).decode(), "isBase64Encoded": True}
    return event
