"""A look at a deployed stage: whether it says that it is well, knows its key, and lets nobody in without one."""

import json
import sys
import time
import urllib.error
import urllib.request
from typing import Any

import boto3

from local.waiting import wait_until

PATIENCE = 60.0


def url_of(session: boto3.Session, stack: str) -> str:
    found = session.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]["Outputs"]
    return next(str(output["OutputValue"]) for output in found if output["OutputKey"] == "ApiUrl")


def look(url: str, key: str | None) -> None:
    """Ends the program with what is not as it should be; without a key only doors are tried that are shut."""
    began = time.monotonic()
    try:
        wait_until(lambda: _ask(f"{url}/health")[0] == 200, PATIENCE, every=2, what="the stage to be well")
    except TimeoutError:
        sys.exit(f"The stage is deployed and not well: {_ask(f'{url}/health')[1]}")
    _expect(url, "without a key", {}, 401)
    if key:
        _expect(url, "with the key", {"Authorization": f"Bearer {key}"}, 200)
    print(f"The stage is well, and opens for nobody without a key; looked for {time.monotonic() - began:.0f} s.")


def _expect(url: str, what: str, headers: dict[str, str], wanted: int) -> None:
    status, body = _ask(f"{url}/api/reels/", headers)
    if status != wanted:
        sys.exit(f"GET /api/reels/ {what} answered {status} instead of {wanted}: {body}")


def _ask(url: str, headers: dict[str, str] | None = None) -> tuple[int, Any]:
    request = urllib.request.Request(url, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()[:1000]
    except OSError as error:
        return 0, str(error)
