"""`./dev demo`: starts a stack, makes one reel from a portrait and a script, asks for the green light, shows it."""

import argparse
import shutil
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import requests

from local.environment import ROOT
from local.facts import measure
from local.reels_client import Reel, ReelsClient, Refused
from local.review import ChangingLine, review
from local.stack import Stack
from local.stopping import Stopped, raise_when_stopped
from local.waiting import wait_until

SAMPLES = ROOT / "local" / "samples"
FINAL = ("done", "error", "cancelled", "expired")
LONGEST = 1800.0


def make_reel(client: ReelsClient, options: argparse.Namespace) -> tuple[Reel, float] | None:
    """The finished reel and the seconds from its approval; None when nobody gave the green light."""
    fields = {"tone": options.tone} if options.tone else {}
    reel = client.create(options.image, options.script, use_rewrite="true", **fields)
    approved = review(client, reel, approve_unasked=options.yes)
    if approved is None:
        return None
    started = time.monotonic()
    line = ChangingLine()
    finished = wait_until(lambda: _finished(client, approved, line), LONGEST, every=0.5, what="the reel")
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


def demo(options: argparse.Namespace) -> int:
    started = time.monotonic()
    if options.state is None:
        options.state = ROOT / ".state" / "demo"
        shutil.rmtree(options.state, ignore_errors=True)
    with Stack(options.state, say=lambda text: print(f"  {text} …", flush=True)) as stack:
        print(f"Greenlight is ready on {stack.base_url} after {time.monotonic() - started:.1f} s", flush=True)
        client = ReelsClient(stack.base_url, stack.service_key, "demo")
        made = make_reel(client, options)
        if made is None:
            print("No green light: nothing was made, nothing was charged.")
            return 0
        reel, seconds = made
        video = save(client, reel, options.out)
    print(f"{measure(video)}; made in {seconds:.1f} s, all in all {time.monotonic() - started:.1f} s")
    print(f"Look at {_near(video)} and at the contact sheet beside it; the captions are in reel.vtt.")
    return 0


def _near(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev demo", description=__doc__)
    portrait = next(iter(sorted(SAMPLES.glob("portrait.*[gp]"))), SAMPLES / "portrait.jpg")
    parser.add_argument("--image", type=Path, default=portrait, help="a portrait: jpeg, png or webp with one face")
    parser.add_argument("--script", help="what is to be said (default: local/samples/script.txt)")
    parser.add_argument("--tone", help="friendly, energetic, professional, calm, humorous, serious, or your words")
    parser.add_argument("--yes", action="store_true", help="approve without asking")
    parser.add_argument("--out", type=Path, default=ROOT / "out", help="folder for the video (default: out)")
    parser.add_argument("--state", type=Path, help="a folder that keeps everything (default: begin afresh)")
    options = parser.parse_args()
    if not options.image.is_file():
        parser.error(f"there is no image {options.image}")
    options.script = options.script or (SAMPLES / "script.txt").read_text().strip()
    return options


def main() -> int:
    options = _options()
    raise_when_stopped()
    try:
        return demo(options)
    except Stopped:
        return 130
    except (Refused, TimeoutError, requests.RequestException) as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
