"""A look at a deployed stage: whether it says that it is well, knows its key, and lets nobody in without one."""

import sys
import time
import urllib.request

import boto3

from local.asking import answer_to
from local.waiting import wait_until

PATIENCE, ONE_ANSWER = 60.0, 30.0


def url_of(session: boto3.Session, stack: str) -> str:
    found = session.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]["Outputs"]
    return next(str(output["OutputValue"]) for output in found if output["OutputKey"] == "ApiUrl")


def look(url: str, key: str | None) -> None:
    """Ends the program with what is not as it should be; without a key only doors are tried that are shut."""
    began = time.monotonic()
    try:
        wait_until(
            lambda: answer_to(f"{url}/health", ONE_ANSWER)[0] == 200, PATIENCE, every=2, what="the stage to be well"
        )
    except TimeoutError:
        told = answer_to(f"{url}/health", ONE_ANSWER)[1]
        sys.exit(f"The stage is deployed and not well: {told[:1000]}")
    _expect(url, "without a key", {}, 401)
    if key:
        _expect(url, "with the key", {"Authorization": f"Bearer {key}"}, 200)
    print(f"The stage is well, and opens for nobody without a key; looked for {time.monotonic() - began:.0f} s.")


def _expect(url: str, what: str, headers: dict[str, str], wanted: int) -> None:
    status, body = answer_to(urllib.request.Request(f"{url}/api/reels/", headers=headers), ONE_ANSWER)
    if status != wanted:
        sys.exit(f"GET /api/reels/ {what} answered {status} instead of {wanted}: {body[:1000]}")
