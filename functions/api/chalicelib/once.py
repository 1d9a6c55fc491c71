"""`Idempotency-Key`: the same request sent again gets the stored answer, another one under the same key a refusal."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from chalice.app import Response

from chalicelib import services
from chalicelib.forms import Form
from greenlight.domain.errors import Invalid

HEADER = "Idempotency-Key"


class _NotTheLastWord(Exception):
    """The answer says to ask again, so it is not kept."""


def answered_once(
    key: str,
    realm: str,
    target: str,
    form: Form,
    context: Any,
    answer: Callable[[], Response],
    shown_once: str | None = None,
) -> Response:
    """Only answers are stored, never refusals: a request that failed may be sent again under its key.

    `realm` is whose key it is; `shown_once` names a field with a secret, which is never stored and null in a replay.
    """
    if not (1 <= len(key.strip()) == len(key) <= 255 and key.isascii() and key.isprintable()):
        raise Invalid(f"{HEADER} takes 1 to 255 printable ASCII characters.", field=HEADER)
    # Files by their digests, and not the body as sent: a multipart boundary is another one each time.
    files = {name: sha256(data).hexdigest() for name, data in form.files.items()}
    payload = {"target": target, "fields": json.dumps(form.fields, sort_keys=True), "files": files}

    fresh: list[Response] = []

    def work() -> dict[str, Any]:
        response = answer()
        fresh.append(response)
        if "Retry-After" in response.headers:
            raise _NotTheLastWord
        body = json.dumps(json.loads(response.body) | {shown_once: None}) if shown_once else response.body
        return {"body": body, "headers": dict(response.headers), "status": response.status_code}

    try:
        stored, replayed = services.once().run(realm, key, payload, context, work)
    except _NotTheLastWord:
        return fresh[0]
    if not replayed:
        return fresh[0]
    headers = stored["headers"] | {"Idempotent-Replayed": "true"}
    return Response(stored["body"], headers=headers, status_code=int(stored["status"]))
