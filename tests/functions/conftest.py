"""The functions as Lambda calls them, over AWS as moto plays it."""

import importlib
import json
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from greenlight import bootstrap
from greenlight.domain.keys import KeyKind
from tests.support.aws import BUCKET, CREDENTIALS, TABLE, aws

EVENTS = Path(__file__).parent / "events"
ENVIRONMENT = {
    **CREDENTIALS,
    "TABLE_NAME": TABLE,
    "MEDIA_BUCKET": BUCKET,
    "KEY_PEPPER": "pepper",
    "RATE_LIMIT_PER_SECOND": "1000",
    "RATE_LIMIT_BURST": "5000",
    "JOB_QUEUE_URL_TEXT_TO_SPEECH": "https://sqs.us-east-1.amazonaws.com/123456789012/speech",
    "JOB_QUEUE_URL_TALKING_HEAD": "https://sqs.us-east-1.amazonaws.com/123456789012/head",
    "JOB_QUEUE_URL_TEXT_TO_IMAGE": "https://sqs.us-east-1.amazonaws.com/123456789012/image",
    "JOB_QUEUE_URL_IMAGE_TO_VIDEO": "https://sqs.us-east-1.amazonaws.com/123456789012/video",
    "JOB_QUEUE_URL_MEDIA": "https://sqs.us-east-1.amazonaws.com/123456789012/media",
    "MAKE_REEL_STATE_MACHINE_ARN": "arn:aws:states:us-east-1:123456789012:stateMachine:make-reel",
    "MAKE_STORYBOARD_STATE_MACHINE_ARN": "arn:aws:states:us-east-1:123456789012:stateMachine:make-storyboard",
    "WRITE_SCRIPT_STATE_MACHINE_ARN": "arn:aws:states:us-east-1:123456789012:stateMachine:write-script",
    "WRITE_SCENARIO_STATE_MACHINE_ARN": "arn:aws:states:us-east-1:123456789012:stateMachine:write-scenario",
    "INSPECT_PORTRAIT_FUNCTION": "inspect",
    "CHECK_UPLOAD_FUNCTION": "check",
    "WEBHOOK_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/webhooks",
}


@dataclass
class Context:
    function_name: str = "api"
    function_version: str = "1"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:us-east-1:123456789012:function:api"
    aws_request_id: str = "52fdfc07-2182-154f-163f-5f0f9a621d72"

    def get_remaining_time_in_millis(self) -> int:
        return 10_000


@dataclass
class Api:
    handler: Callable[[Any, Any], dict[str, Any]]
    keys: dict[str, str]

    def __call__(
        self,
        method: str,
        path: str,
        *,
        key: str | None = None,
        body: Any = None,
        content_type: str = "application/json",
        headers: dict[str, str] | None = None,
        query: str = "",
    ) -> tuple[int, dict[str, Any], dict[str, str]]:
        event = json.loads((EVENTS / "get_reels_with_repeated_query.json").read_text())
        event |= {
            "rawPath": path,
            "rawQueryString": query,
            "headers": {"content-type": content_type, **(headers or {})},
        }
        event["requestContext"]["http"]["method"] = method
        if key:
            event["headers"]["authorization"] = f"Bearer {self.keys.get(key, key)}"
        if body is not None:
            raw = body if isinstance(body, bytes) else json.dumps(body).encode()
            event |= {"body": b64encode(raw).decode(), "isBase64Encoded": True}
        answer = self.handler(event, Context())
        headers_out = {name.lower(): value for name, value in answer["headers"].items()}
        is_json = "json" in headers_out.get("content-type", "json")
        body_out = json.loads(answer["body"] or "{}") if is_json else {"text": answer["body"]}
        return answer["statusCode"], body_out, headers_out


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """The API with two tenants, each with a service key, and one user key; nobody is let in without a key."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    with aws():
        _forget_services()
        app = importlib.import_module("app")
        service = bootstrap.keys()
        keys = {
            "acme": service.create("acme", "ci", KeyKind.SERVICE)[1],
            "rivals": service.create("rivals", "ci", KeyKind.SERVICE)[1],
            "alice": service.create("acme", "phone", KeyKind.USER, "alice")[1],
        }
        yield Api(app.handler, keys)
        _forget_services()


def _forget_services() -> None:
    """What a warm process keeps was made for one environment; importing everything anew would take longer by far."""
    for module in (bootstrap, sys.modules.get("chalicelib.services")):
        for kept in vars(module).values() if module else ():
            if hasattr(kept, "cache_clear"):
                kept.cache_clear()
