"""From the green light to the finished reel: wall seconds on the whole local stack, beside what the engines took."""

import io
import json
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import requests
from PIL import Image

from local.stack import Stack
from local.waiting import wait_until

ROOT = Path(__file__).resolve().parents[1]
# About ten seconds when spoken.
SCRIPT = (
    "A machine rewrote these words, another one speaks them, and a third moves my lips. "
    "Nothing was made before a person gave the green light, and nobody paid for what was not."
)
GOAL_SECONDS = 10


def portrait(side: int) -> bytes:
    picture = Image.open(ROOT / "local/samples/portrait.jpg").convert("RGB")
    width = min(picture.size)
    top = (picture.height - width) // 3
    square = picture.crop((0, top, width, top + width)).resize((side, side), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    square.save(buffer, "PNG")
    return buffer.getvalue()


def engine_seconds(stack: Stack) -> dict[str, float]:
    """What all jobs so far measured of themselves, by task."""
    scan = stack.client("dynamodb").scan(TableName=stack.deployed.outputs["TableName"])
    taken: dict[str, float] = defaultdict(float)
    for item in scan["Items"]:
        if item["sk"]["S"] == "JOB":
            job = json.loads(item["body"]["S"])
            taken[job["task"]] += job["facts"]["seconds"]
    return taken


def make(stack: Stack, side: int, script: str) -> tuple[float, float]:
    """Wall seconds from the approval to the finished reel, and seconds of speech in it."""
    api = f"{stack.base_url}/api/reels/"
    reel = requests.post(api, files={"image": portrait(side)}, data={"script": script}, timeout=60).json()
    url = f"{api}{reel['id']}/"
    began = time.monotonic()
    requests.post(f"{url}approve-script/", json={}, timeout=60).raise_for_status()

    def finished() -> dict[str, Any] | None:
        found: dict[str, Any] = requests.get(url, timeout=60).json()
        if found["status"] == "error":
            raise SystemExit(found["error_message"])
        return found if found["status"] == "done" else None

    done = wait_until(finished, 300, every=0.1, what="the reel")
    return time.monotonic() - began, done["duration"]


def measure(side: int) -> dict[str, Any]:
    """The first reel pays for the cold start of every function and engine, the second for nothing but its work."""
    with tempfile.TemporaryDirectory() as folder, Stack(Path(folder)) as stack:
        cold, _ = make(stack, side, SCRIPT)
        first = engine_seconds(stack)
        warm, seconds = make(stack, side, f"{SCRIPT} Again.")
        engines = {task: both - first[task] for task, both in engine_seconds(stack).items()}
    return {
        "benchmark": "reel",
        "portrait": f"{side}x{side}",
        "speech_s": round(seconds, 2),
        "cold_s": round(cold, 2),
        "warm_s": round(warm, 2),
        "goal_s": GOAL_SECONDS,
        "engines_s": {task: round(taken, 2) for task, taken in engines.items()},
        "warm_over_engines": round(warm / sum(engines.values()), 2),
    }


def main() -> None:
    sides = [int(side) for side in sys.argv[1:]] or [512, 768]
    for side in sides:
        print(json.dumps(measure(side)), flush=True)


if __name__ == "__main__":
    main()
