"""`./dev demo`: starts a stack, makes one thing of a family, asks for the green light, shows what came of it."""

import argparse
import shutil
import sys
import time
from pathlib import Path

import requests

from local.api_client import Refused
from local.demo_reel import show_reel
from local.demo_scenario import show_scenario
from local.demo_script import show_script
from local.demo_storyboard import show_storyboard
from local.environment import ROOT
from local.stack import Stack
from local.stopping import Stopped, raise_when_stopped

SAMPLES = ROOT / "local" / "samples"
PROMPT = (
    "A red sailing boat leaves the harbour at sunrise. A storm rises over the sea. The lighthouse shines through the "
    "night. In the morning a woman in a yellow coat walks along the calm beach with her cat."
)
TOPIC = "How bees find flowers. They remember colours and scents. They tell each other the way."
SHOWS = {"reel": show_reel, "storyboard": show_storyboard, "script": show_script, "scenario": show_scenario}


def demo(options: argparse.Namespace) -> int:
    started = time.monotonic()
    if options.state is None:
        options.state = ROOT / ".state" / "demo"
        shutil.rmtree(options.state, ignore_errors=True)
    with Stack(options.state, say=lambda text: print(f"  {text} …", flush=True)) as stack:
        print(f"Greenlight is ready on {stack.base_url} after {time.monotonic() - started:.1f} s", flush=True)
        told = SHOWS[options.what](stack, options)
    if told is None:
        print("No green light: nothing was made of it.")
        return 0
    print("\n".join([*told[:-1], f"All in all {time.monotonic() - started:.1f} s.", told[-1]]))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev demo", description=__doc__)
    portrait = next(iter(sorted(SAMPLES.glob("portrait.*[gp]"))), SAMPLES / "portrait.jpg")
    parser.add_argument("what", nargs="?", choices=list(SHOWS), default="reel", help="what to make (default: reel)")
    parser.add_argument("--image", type=Path, default=portrait, help="a portrait: jpeg, png or webp with one face")
    parser.add_argument("--script", help="what is to be said (default: local/samples/script.txt)")
    parser.add_argument("--tone", help="friendly, energetic, professional, calm, humorous, serious, or your words")
    parser.add_argument("--prompt", default=PROMPT, help="what the storyboard is about")
    parser.add_argument("--topic", default=TOPIC, help="what the three scripts are about")
    parser.add_argument("--duration", type=float, default=20, help="seconds of a storyboard or script (default: 20)")
    parser.add_argument("--style", default="cinematic", help="cinematic, cartoon, watercolor, documentary, anime …")
    parser.add_argument("--aspect-ratio", default="16:9", choices=["16:9", "9:16", "1:1", "4:5"])
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
