"""The API's handler as Lambda calls it, and the events that tests make theirs of."""

import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

EVENTS = Path(__file__).parent / "events"
# The fixture `api` is over a stage in memory. What is about AWS's adapters and their calls is marked as on AWS; what
# shows, once a family, that `greenlight.bootstrap` puts a service together with its adapters, as on both.
on_aws = pytest.mark.parametrize("api", ["aws"], indirect=True)
on_both = pytest.mark.parametrize("api", ["memory", "aws"], indirect=True)


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
    """`stage` is what has the services beneath: `greenlight.bootstrap`, or a stage in memory."""

    handler: Callable[[Any, Any], dict[str, Any]]
    keys: dict[str, str]
    stage: Any

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
