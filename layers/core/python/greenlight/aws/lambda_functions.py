"""What the API has other functions do: work with heavier dependencies, and work that takes longer than a request."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from greenlight.domain.errors import Invalid, Unavailable
from greenlight.domain.reel import Portrait
from greenlight.domain.uploads import Upload
from greenlight.domain.writing import RewriteRequest, WriterFailed


@dataclass(frozen=True)
class LambdaInspector:
    client: Any
    function: str

    def inspect(self, source: str, target: str) -> Portrait:
        answer = _invoke(self.client, self.function, {"source": source, "target": target}, "The portrait check")
        if "refused" in answer:
            raise Invalid(answer["refused"]["message"], field="image", code=answer["refused"]["code"])
        return Portrait(**answer["portrait"])


@dataclass(frozen=True)
class LambdaWriter:
    client: Any
    function: str

    def rewrite(self, request: RewriteRequest) -> str:
        answer = _invoke(self.client, self.function, asdict(request), "The script writer")
        if "failed" in answer:
            raise WriterFailed(**answer["failed"])
        return str(answer["text"])


@dataclass(frozen=True)
class LambdaUploadChecker:
    client: Any
    function: str

    def start(self, upload: Upload) -> None:
        payload = {"account_id": upload.account_id, "upload_id": upload.upload_id}
        self.client.invoke(FunctionName=self.function, InvocationType="Event", Payload=json.dumps(payload).encode())


def _invoke(client: Any, function: str, payload: dict[str, Any], what: str) -> dict[str, Any]:
    answer = client.invoke(FunctionName=function, Payload=json.dumps(payload).encode())
    if answer.get("FunctionError"):
        raise Unavailable(f"{what} is not available right now; try again in a moment.")
    body: dict[str, Any] = json.loads(answer["Payload"].read())
    return body
