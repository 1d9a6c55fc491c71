"""The demo's scripts: a topic, three scripts, a green light for one of them, its film."""

import argparse
import sys
import time

from local.api_client import ApiClient, Body, Refused
from local.demo_reel import near
from local.facts import measure
from local.review import ChangingLine, ask
from local.stack import Stack
from local.waiting import wait_until

LONGEST = 1800.0


def show_script(stack: Stack, options: argparse.Namespace) -> list[str] | None:
    """What to look at; None when nobody gave the green light."""
    client = ApiClient(stack.base_url, stack.service_key, "demo")
    options.out.mkdir(parents=True, exist_ok=True)
    wishes = {"duration": options.duration, "style": options.style, "aspect_ratio": options.aspect_ratio}
    asked = {"topic": options.topic, "user_id": "demo", **wishes}
    scripts = [_written(client, token) for token in client.ask("POST", "/api/generate_scripts", json=asked)["tokens"]]
    for number, script in enumerate(scripts, start=1):
        _show(number, script)
    chosen = _chosen(scripts, options)
    if chosen is None:
        return None
    seen = {"revision": chosen["revision"], "max_amount": chosen["estimate"]["amount"]}
    started = time.monotonic()
    job = _filmed(client, client.ask("POST", f"/api/generate/{chosen['token']}", json=seen)["job_id"])
    video = client.download(job["video_url"], options.out / "script.mp4")
    picture = client.download(job["thumbnail_url"], options.out / "script.jpg")
    return [
        f"{measure(video)}; filmed in {time.monotonic() - started:.1f} s",
        f"Look at {near(video)} and {near(picture)}.",
    ]


def _written(client: ApiClient, token: str) -> Body:
    def there() -> Body | None:
        found = client.ask("GET", f"/api/script/{token}")
        return found if found["status"] not in {"pending", "writing"} else None

    script: Body = wait_until(there, LONGEST, every=0.7, what="the script")
    if script["error"]:
        raise Refused(script["error"]["message"])
    return script


def _show(number: int, script: Body) -> None:
    print(f"\n{number}. {script['title']} ({script['angle']}, {script['total_duration']:.0f} s)")
    for scene in script["scenes"]:
        print(f"  {scene['duration']:>4.1f} s  {scene['narration']}")


def _chosen(scripts: list[Body], options: argparse.Namespace) -> Body | None:
    """The script that is to be filmed, or None when the person wants none. Without a terminal it is the first."""
    print(f"\nOne of them is filmed for {scripts[0]['estimate']['amount']:.4f} USD or so.")
    if options.yes or not sys.stdin.isatty():
        print("The first is approved by itself.")
        return scripts[0]
    answer = ask("Green light for which one? [1/2/3/no]: ")[:1]
    return scripts[int(answer) - 1] if answer in {"1", "2", "3"} else None


def _filmed(client: ApiClient, job_id: str) -> Body:
    line = ChangingLine()

    def there() -> Body | None:
        found = client.ask("GET", f"/api/job/{job_id}")
        line.show(f"  {found['progress']:>3} %  {found['current_step']}")
        return found if found["status"] not in {"pending", "running"} else None

    job: Body = wait_until(there, LONGEST, every=1, what="the film")
    line.end()
    if job["status"] != "completed":
        raise Refused((job["error"] or {}).get("message") or f"The film ended as {job['status']}.")
    return job
