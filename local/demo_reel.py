"""The demo's reel: a portrait and a script, a green light, a video."""

import argparse
import time
from pathlib import Path
from urllib.parse import urlsplit

from local.api_client import Refused
from local.facts import measure
from local.reels_client import Reel, ReelsClient
from local.review import ChangingLine, review
from local.stack import Stack
from local.waiting import wait_until

FINAL = ("done", "error", "cancelled", "expired")
LONGEST = 1800.0


def show_reel(stack: Stack, options: argparse.Namespace) -> list[str] | None:
    """What to look at; None when nobody gave the green light."""
    client = ReelsClient(stack.base_url, stack.service_key, "demo")
    made = make_reel(client, options)
    if made is None:
        return None
    reel, seconds = made
    video = save(client, reel, options.out)
    return [
        f"{measure(video)}; made in {seconds:.1f} s",
        f"Look at {near(video)} and at the contact sheet beside it; the captions are in reel.vtt.",
    ]


def make_reel(client: ReelsClient, options: argparse.Namespace) -> tuple[Reel, float] | None:
    """The finished reel and the seconds from its approval; None when nobody gave the green light."""
    fields = {"tone": options.tone} if options.tone else {}
    reel = client.create(options.image, options.script, use_rewrite="true", **fields)
    approved = review(client, reel, approve_unasked=options.yes)
    if approved is None:
        return None
    started = time.monotonic()
    line = ChangingLine()
    finished = wait_until(lambda: _finished(client, approved, line), LONGEST, every=1, what="the reel")
    line.end()
    if finished["status"] != "done":
        raise Refused(finished.get("error_message") or f"The reel ended as {finished['status']}.")
    return finished, time.monotonic() - started


def _finished(client: ReelsClient, reel: Reel, line: ChangingLine) -> Reel | None:
    reel = client.show(reel)
    line.show(f"  {reel['progress']:>3} %  {reel['current_step']}")
    return reel if reel["status"] in FINAL else None


def save(client: ReelsClient, reel: Reel, out: Path) -> Path:
    """Writes the video and what goes with it; the video's path."""
    out.mkdir(parents=True, exist_ok=True)
    sheet = Path(urlsplit(reel["contact_sheet_url"]).path).suffix
    client.download(reel["captions_url"], out / "reel.vtt")
    client.download(reel["contact_sheet_url"], out / f"reel.contact_sheet{sheet}")
    return client.download(reel["video_url"], out / "reel.mp4")


def near(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
