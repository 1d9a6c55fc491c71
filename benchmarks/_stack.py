"""What the benchmarks of the whole local stack share: a stack to run on, and a reel made on it by plain HTTP."""

import io
import json
import math
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from PIL import Image

from local.stack import Stack
from local.waiting import wait_until

PORTRAIT = Path(__file__).resolve().parents[1] / "local/samples/portrait.jpg"
# About ten seconds when spoken.
SCRIPT = (
    "A machine rewrote these words, another one speaks them, and a third moves my lips. "
    "Nothing was made before a person gave the green light, and nobody paid for what was not."
)
PATIENCE, ASKED_EVERY = 300, 0.1


@contextmanager
def running(given: Stack | None) -> Iterator[Stack]:
    """The given stack, or one of its own whose state ends with it."""
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory() as state, Stack(Path(state)) as stack:
        yield stack


@dataclass(frozen=True)
class Reel:
    stack: Stack
    id: str

    @classmethod
    def create(cls, stack: Stack, side: int, script: str) -> "Reel":
        url, files = f"{stack.base_url}/api/reels/", {"image": portrait(side)}
        answer = requests.post(url, files=files, data={"script": script}, timeout=60)
        if answer.status_code != 201:
            raise SystemExit(f"The API made no reel: {answer.text}")
        return cls(stack, answer.json()["id"])

    @property
    def url(self) -> str:
        return f"{self.stack.base_url}/api/reels/{self.id}/"

    def approve(self) -> None:
        requests.post(f"{self.url}approve-script/", json={}, timeout=60).raise_for_status()

    def wait(self, ask_every: float = ASKED_EVERY, meanwhile: Callable[[], object] = lambda: None) -> dict[str, Any]:
        """The finished reel, asked for every so many seconds; `meanwhile` is called ten times a second."""
        asked_at = -math.inf

        def finished() -> dict[str, Any] | None:
            nonlocal asked_at
            meanwhile()
            if time.monotonic() - asked_at < ask_every:
                return None
            asked_at = time.monotonic()
            found: dict[str, Any] = requests.get(self.url, timeout=60).json()
            if found["status"] in {"error", "cancelled", "expired"}:
                raise SystemExit(f"The reel was not made: {found['error_message'] or found['status']}")
            return found if found["status"] == "done" else None

        return wait_until(finished, PATIENCE, every=ASKED_EVERY, what="the reel")

    def engine_seconds(self) -> dict[str, float]:
        """What its jobs measured of themselves, by task."""
        client, table = self.stack.client("dynamodb"), self.stack.deployed.outputs["TableName"]
        jobs = client.query(
            TableName=table,
            KeyConditionExpression="pk = :pk and begins_with(sk, :sk)",
            ExpressionAttributeValues={":pk": {"S": f"P#{self.id}"}, ":sk": {"S": "JOB#"}},
        )["Items"]
        taken: dict[str, float] = {}
        for job_id in {item["sk"]["S"].split("#")[1] for item in jobs}:
            key = {"pk": {"S": f"J#{job_id}"}, "sk": {"S": "JOB"}}
            job = json.loads(client.get_item(TableName=table, Key=key)["Item"]["body"]["S"])
            taken[job["task"]] = taken.get(job["task"], 0.0) + job["facts"]["seconds"]
        return taken


def portrait(side: int) -> bytes:
    picture = Image.open(PORTRAIT).convert("RGB")
    width = min(picture.size)
    top = (picture.height - width) // 3
    square = picture.crop((0, top, width, top + width)).resize((side, side), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    square.save(buffer, "PNG")
    return buffer.getvalue()
