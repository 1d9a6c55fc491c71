"""Product scenarios on the whole stack: a product with its picture, a task, a short, and its storyboard."""

from typing import Any

import pytest
import requests

from local.seeds import PICTURE, PRODUCT, seed
from local.waiting import wait_until
from tests.e2e.people import PATIENCE, Person

ASKED = {
    "product_id": "product-123",
    "user_id": "shop-1",
    "style": "cinematic-storytelling",
    "mood": "calm",
    "video_length": 15,
    "resolution": "720:1280",
    "target_language": "en-US",
}


@pytest.fixture(scope="module")
def shop(stack) -> Person:
    """A client at a local stack, which needs no key, and the product that `./dev up` makes."""
    for _ in range(2):
        seed(stack.base_url, stack.service_key)
    return Person(stack.base_url)


def ended(shop: Person, task: dict[str, Any]) -> list[dict[str, Any]]:
    """What was shown of a task until it was over, each time something else."""
    shown: list[dict[str, Any]] = []

    def is_over() -> bool:
        found = shop.ask("GET", f"/scenario/generate/tasks/{task['task_id']}").json()
        if not shown or shown[-1] != found:
            shown.append(found)
        return found["status"] not in {"pending", "running"}

    wait_until(is_over, PATIENCE, every=0.1, what="the scenario")
    return shown


@pytest.fixture(scope="module")
def shown(shop) -> list[dict[str, Any]]:
    answer = shop.ask("POST", "/scenario/generate", json=ASKED)
    assert answer.status_code == 200, answer.text
    task = answer.json()
    assert (task["status"], task["progress"], task["short_id"]) == ("pending", 0.0, "")
    assert task["current_step"] == "Starting scenario generation"
    assert task["message"] == "Scenario generation task started"
    return [task, *ended(shop, task)]


def test_a_task_tells_each_step_and_never_goes_back(shown):
    assert shown[-1]["status"] == "completed", shown[-1]
    progress = [view["progress"] for view in shown]
    assert progress == sorted(progress)
    assert progress[-1] == 100.0
    assert shown[-1]["message"] == shown[-1]["current_step"] == "Scenario generation completed"


def test_a_scenario_has_scenes_of_five_seconds_a_picture_of_the_first_and_its_product(shown):
    scenario = shown[-1]["scenario"]
    assert [scene["scene_id"] for scene in scenario["scenes"]] == ["scene-1", "scene-2", "scene-3"]
    assert {scene["duration"] for scene in scenario["scenes"]} == {5}
    first, *others = scenario["scenes"]
    assert requests.get(first["generated_image_url"], timeout=120).content.startswith(b"\x89PNG")
    assert {scene["generated_image_url"] for scene in others} == {None}
    assert requests.get(first["image_url"], timeout=120).content == PICTURE.read_bytes()
    assert 3 <= len(scenario["audio_script"]["hashtags"]) <= 10
    assert shown[-1]["warning"] is None


def test_a_scenario_is_paid_for_once(shop, shown):
    assert shown[-1]["cost"] == {"estimated": 0.025, "actual": 0.025, "currency": "USD"}
    ledger = shop.ask("GET", "/api/v1/credits/ledger?user_id=shop-1").json()["items"]
    mine = [entry["movement"] for entry in ledger if entry["job_id"] == shown[-1]["task_id"]]
    assert sorted(mine) == ["hold", "settle"]


def test_a_short_has_the_latest_scenario_and_takes_another(shop, shown):
    short_id = shown[-1]["short_id"]
    task = shop.ask("POST", "/scenario/generate", json={**ASKED, "short_id": short_id, "mood": "playful"}).json()
    last = ended(shop, task)[-1]
    assert (last["status"], last["short_id"]) == ("completed", short_id)
    short = shop.ask("GET", f"/api/v1/shorts/{short_id}").json()
    assert (short["task_id"], short["mood"]) == (last["task_id"], "playful")
    assert short_id in [found["short_id"] for found in shop.ask("GET", "/api/v1/shorts").json()["items"]]


def test_a_short_is_carried_into_a_storyboard_that_waits_for_its_own_approval(shop, shown):
    answer = shop.ask("POST", f"/api/v1/shorts/{shown[-1]['short_id']}/produce", json={})
    assert answer.status_code == 202, answer.text
    path = f"/api/v2/jobs/{answer.json()['job_id']}"

    def ready() -> dict[str, Any] | None:
        found: dict[str, Any] = shop.ask("GET", path).json()
        assert found["status"] in {"pending", "generating_storyboard", "storyboard_ready"}, found
        return found if found["status"] == "storyboard_ready" else None

    board = wait_until(ready, PATIENCE, every=0.7, what="the storyboard")
    assert (len(board["storyboard"]), board["aspect_ratio"], board["approved"]) == (3, "9:16", False)
    assert {item["generation_status"] for item in board["storyboard"]} == {"completed"}
    assert board["estimate"]["amount"] > 0


def test_a_task_that_is_cancelled_gives_back_and_stays_cancelled(shop):
    before = shop.ask("GET", "/api/v1/credits?user_id=shop-2").json()["balance"]
    task = shop.ask("POST", "/scenario/generate", json={**ASKED, "user_id": "shop-2"}).json()
    path = f"/scenario/generate/tasks/{task['task_id']}"
    answer = shop.ask("DELETE", path)
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"message": f"Scenario generation task {task['task_id']} cancelled successfully"}
    assert shop.ask("GET", path).json()["status"] == "cancelled"
    assert shop.ask("DELETE", path).status_code == 409
    assert shop.ask("GET", "/api/v1/credits?user_id=shop-2").json() | {"prices": []} == {
        "user_id": "shop-2",
        "currency": "USD",
        "balance": before,
        "held": 0,
        "prices": [],
    }


def test_every_fault_of_a_request_is_named_in_one_answer(shop):
    wrong = {"style": "loud", "mood": 7, "video_length": 16, "resolution": "1:1", "target_language": "english please"}
    answer = shop.ask("POST", "/scenario/generate", json=wrong)
    assert answer.status_code == 400
    assert {error["field"] for error in answer.json()["errors"]} == {*wrong, "product_id", "user_id"}


def test_a_language_that_the_writer_does_not_write_is_refused_with_those_that_it_does(shop):
    answer = shop.ask("POST", "/scenario/generate", json={**ASKED, "target_language": "de-DE"})
    assert answer.status_code == 400
    assert "it writes en-US, en-GB" in answer.json()["detail"]
    assert shop.ask("GET", "/scenario/options").json()["target_languages"] == ["en-US", "en-GB"]


def test_the_demo_product_is_there_for_everybody(shop):
    found = shop.ask("GET", "/api/v1/products/product-123").json()
    assert {name: found[name] for name in PRODUCT} == PRODUCT
    assert len(found["images"]) == 1
