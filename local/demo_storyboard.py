"""The demo's storyboard: a prompt, scenes on one picture, a green light, a video and its exports."""

import argparse
import sys
import time
from pathlib import Path

from local.api_client import Refused
from local.demo_reel import near
from local.facts import measure
from local.review import ChangingLine, ask, price
from local.stack import Stack
from local.storyboard_sheet import lay_out
from local.storyboards_client import Storyboard, StoryboardsClient
from local.waiting import wait_until

FINAL = ("storyboard_ready", "completed", "failed", "cancelled", "expired")
LONGEST = 1800.0
QUESTION = "Green light? [y]es / [r]efine a scene / re[o]rder / [n]o: "
EXPORTS = (("mp4", "low"), ("webm", "medium"), ("mov", "medium"))


def show_storyboard(stack: Stack, options: argparse.Namespace) -> list[str] | None:
    """What to look at; None when nobody gave the green light."""
    client = StoryboardsClient(stack.base_url, stack.service_key, "demo")
    options.out.mkdir(parents=True, exist_ok=True)
    wishes = {"duration": options.duration, "style": options.style, "aspect_ratio": options.aspect_ratio}
    drawn = _wait(client, client.generate(options.prompt, **wishes), "storyboard_ready")
    approved = _review(client, drawn, options)
    if approved is None:
        return None
    started = time.monotonic()
    finished = _wait(client, client.render(approved), "completed")
    seconds = time.monotonic() - started
    video = client.download(finished["video_url"], options.out / "storyboard.mp4")
    client.download(finished["contact_sheet_url"], options.out / "storyboard.contact_sheet.jpg")
    exports = [near(_export(client, finished, form, quality, options.out)) for form, quality in EXPORTS]
    return [
        f"{measure(video)}; rendered in {seconds:.1f} s",
        f"Exported as {', '.join(map(str, exports))}.",
        f"Look at {near(video)}, at its contact sheet, and at the storyboard in storyboard.jpg beside it.",
    ]


def _review(client: StoryboardsClient, board: Storyboard, options: argparse.Namespace) -> Storyboard | None:
    """The storyboard as approved, or None when the person said no. Without a terminal it approves itself."""
    _show(client, board, options.out)
    if options.yes or not sys.stdin.isatty():
        print("Approved by --yes." if options.yes else "There is no terminal to ask, so it is approved by itself.")
        return client.approve(board)
    while True:
        answer = ask(QUESTION).lower()[:1]
        if answer == "y":
            return client.approve(board)
        if answer == "n":
            client.cancel(board)
            return None
        try:
            changed = _changed(client, board, answer)
        except (Refused, ValueError) as problem:
            print(problem)
            continue
        if changed is not None:
            board = changed
            _show(client, board, options.out)


def _changed(client: StoryboardsClient, board: Storyboard, answer: str) -> Storyboard | None:
    if answer == "r":
        number = int(ask("Which scene? "))
        return client.refine(board, number, ask("What should its picture show? "))
    if answer == "o":
        return client.reorder(board, [int(number) for number in ask("The new order, such as 2 1 3: ").split()])
    return None


def _show(client: StoryboardsClient, board: Storyboard, out: Path) -> None:
    pictures = [
        client.download(item["image_url"], out / f".scene-{n}.png") if item["image_url"] else None
        for n, item in enumerate(board["storyboard"])
    ]
    sheet = lay_out(board, pictures, out / "storyboard.jpg")
    for picture in filter(None, pictures):
        picture.unlink()
    print(f"\n{board['title']}")
    for item in board["storyboard"]:
        scene = item["scene"]
        print(f"  {scene['scene_number']:>2}  {scene['duration']:>4.1f} s  {scene['narration']}")
    print(f"\nLook at {near(sheet)}.\n{price(board)}")


def _wait(client: StoryboardsClient, board: Storyboard, wanted: str) -> Storyboard:
    line = ChangingLine()

    def there() -> Storyboard | None:
        found = client.show(board)
        line.show(f"  {found['progress']:>3} %  {found['current_step']}")
        return found if found["status"] in FINAL else None

    found: Storyboard = wait_until(there, LONGEST, every=1, what="the storyboard")
    line.end()
    if found["status"] != wanted:
        raise Refused((found["error"] or {}).get("message") or f"The storyboard ended as {found['status']}.")
    return found


def _export(client: StoryboardsClient, board: Storyboard, form: str, quality: str, out: Path) -> Path:
    print(f"  exporting {form}, {quality} …", flush=True)
    link = wait_until(lambda: client.export(board, form, quality), LONGEST, every=1, what="the export")
    return client.download(link, out / f"storyboard-{quality}.{form}")
