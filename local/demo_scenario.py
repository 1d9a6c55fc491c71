"""The demo's scenario: the demo product, an advertisement that code has checked, and its first picture."""

import argparse
import json

from local.api_client import ApiClient, Body, Refused
from local.demo_reel import near
from local.review import ChangingLine
from local.seeds import PRODUCT, seed
from local.stack import Stack
from local.waiting import wait_until

LONGEST = 900.0
RESOLUTIONS = {"16:9": "1280:720", "9:16": "720:1280", "1:1": "960:960", "4:5": "864:1080"}


def show_scenario(stack: Stack, options: argparse.Namespace) -> list[str]:
    seed(stack.base_url, stack.service_key)
    client = ApiClient(stack.base_url, stack.service_key, "demo")
    options.out.mkdir(parents=True, exist_ok=True)
    asked = {
        "product_id": PRODUCT["product_id"],
        "user_id": "demo",
        "style": "cinematic-storytelling",
        "mood": "calm",
        "video_length": 15,
        "resolution": RESOLUTIONS[options.aspect_ratio],
        "target_language": "en-US",
    }
    task = _made(client, client.ask("POST", "/scenario/generate", json=asked)["task_id"])
    scenario: Body = task["scenario"]
    _show(scenario)
    written = options.out / "scenario.json"
    written.write_text(json.dumps(scenario, indent=2, ensure_ascii=False) + "\n")
    preview = scenario["scenes"][0]["generated_image_url"]
    if preview is None:
        return [str(task["warning"]), f"Look at {near(written)}."]
    picture = client.download(preview, options.out / "scenario.png")
    return [
        f"It cost {task['cost']['actual']:.3f} USD.",
        f"Look at {near(written)} and at its first scene, {near(picture)}.",
    ]


def _show(scenario: Body) -> None:
    print(f"\n{scenario['title']}: {scenario['description']}")
    for part in ("hook", "main", "cta"):
        print(f"  {part:<4}  {scenario['audio_script'][part]}")
    for scene in scenario["scenes"]:
        print(f"  {scene['scene_id']}  {scene['description']}")


def _made(client: ApiClient, task_id: str) -> Body:
    line = ChangingLine()

    def there() -> Body | None:
        found = client.ask("GET", f"/scenario/generate/tasks/{task_id}")
        line.show(f"  {found['progress']:>3.0f} %  {found['current_step']}")
        return found if found["status"] not in {"pending", "running"} else None

    task: Body = wait_until(there, LONGEST, every=0.7, what="the scenario")
    line.end()
    if task["status"] != "completed":
        raise Refused(task["error_message"] or f"The scenario ended as {task['status']}.")
    return task
