"""What the clients' documents tell them to send, sent as it is written there, from the first request to the file.

The flow of a reel is in test_reels (`finished`), that of a product scenario in test_scenarios, what a chat is told in
test_scripts. Which values are accepted is in tests/functions/test_documented_values. Each quality and shape of
a film is planned in tests/services/test_planned_jobs and rendered in tests/containers/test_planned_films.
"""

from pathlib import Path
from typing import Any

import pytest
import requests

from gpu_containers.media.probe import Stream, probe_video
from local.stack import Stack
from local.waiting import wait_until
from tests.e2e.boards import Boards
from tests.e2e.people import PATIENCE, SCRIPT, Person

COLD_BREW = {"text": "How to make cold brew coffee", "uid": "anna", "chatID": "chat-17"}
SCENE = {
    "narration": "Good coffee can take its time.",
    "visual_prompt": "Close-up of a glass jar with coffee and water on a kitchen table, soft morning light",
    "on_screen_text": "Cold brew",
    "duration": 4.0,
}
EDIT = {"title": "Cold brew, slowly", "scenes": [SCENE]}
KEEPER = "A lighthouse keeper adopts a stray cat"


@pytest.fixture(scope="module")
def client(stack: Stack) -> Person:
    """Sends no key, as the documented examples do not."""
    return Person(stack.base_url)


def told(answer: requests.Response, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


def asked_until(client: Person, path: str, status: str, *on_the_way: str) -> dict[str, Any]:
    """What is shown at `path`, or in its `job_status`, once it says `status`."""

    def there() -> dict[str, Any] | None:
        answer = client.ask("GET", path)
        assert answer.status_code in {200, 202}, answer.text
        found: dict[str, Any] = answer.json()
        found = found.get("job_status", found)
        assert found["status"] in {status, *on_the_way}, found
        return found if found["status"] == status else None

    return wait_until(there, PATIENCE, every=0.7, what=f"{path} to be {status}")


def seen(content: bytes, folder: Path) -> Stream:
    path = folder / "video"
    path.write_bytes(content)
    return probe_video(path)


def test_a_page_submits_a_topic_edits_a_script_and_streams_its_film_in_high(client: Person, tmp_path: Path) -> None:
    submitted = told(client.ask("POST", "/submit", json=COLD_BREW))
    assert (submitted["success"], submitted["chatID"]) == (True, "chat-17")
    assert (len(submitted["scripts"]), len(submitted["tokens"])) == (3, 3)
    token = submitted["tokens"][0]

    updated = told(client.ask("POST", f"/update_script/{token}", json={"script": EDIT, "chatID": "chat-17"}))
    assert (updated["success"], updated["token"], updated["script"]["title"]) == (True, token, EDIT["title"])
    wish = {"chatID": "chat-17", "config": {"quality": "high"}}
    confirmed = told(client.ask("POST", f"/confirm_script/{token}", json=wish))
    assert {**confirmed, "job_id": ""} == {"success": True, "job_id": "", "status": "pending", "chatID": "chat-17"}

    film = asked_until(client, f"/generation_status/{confirmed['job_id']}", "completed", "pending", "running")
    assert film["progress"] == 100
    videos = told(client.ask("GET", "/videos"))["videos"]
    (shown,) = [video for video in videos if video["filename"] == film["filename"]]
    names = "filename title duration size created_at stream_url download_url thumbnail_url"
    assert set(names.split()) <= set(shown)
    video = seen(client.ask("GET", shown["stream_url"]).content, tmp_path)
    assert (video.width, video.height, video.codec, round(video.duration, 2)) == (1920, 1080, "h264", 4)
    jobs = told(client.ask("GET", "/generation_jobs"))["jobs"]
    assert confirmed["job_id"] in [job["job_id"] for job in jobs]
    assert told(client.ask("DELETE", f"/generation_job/{confirmed['job_id']}"))["success"] is True


def test_a_backend_gets_three_tokens_replaces_a_script_and_films_it_at_the_price_it_saw(
    client: Person, tmp_path: Path
) -> None:
    tokens = told(client.ask("POST", "/api/generate_scripts", json={"topic": "How bees talk", "duration": 20}), 202)
    assert (list(tokens), len(tokens["tokens"])) == (["tokens"], 3)
    scripts = [asked_until(client, f"/api/script/{t}", "ready", "pending", "writing") for t in tokens["tokens"]]
    assert all(sum(s["duration"] for s in script["scenes"]) == pytest.approx(20, abs=5) for script in scripts)

    path = f"/api/script/{tokens['tokens'][0]}"
    script = told(client.ask("POST", path, json={"title": "Bees", "scenes": [SCENE | {"duration": 3}]}))
    assert script["revision"] == scripts[0]["revision"] + 1
    wish = {"revision": script["revision"], "max_amount": script["estimate"]["amount"]}
    film = told(client.ask("POST", f"/api/generate/{script['token']}", json=wish), 202)
    done = asked_until(client, f"/api/job/{film['job_id']}", "completed", "pending", "running")
    assert done["cost"]["actual"] <= wish["max_amount"]
    video = seen(requests.get(done["video_url"], timeout=60).content, tmp_path)
    assert (video.width, video.height, round(video.duration, 2)) == (1280, 720, 3)
    assert done["job_id"] in [job["job_id"] for job in told(client.ask("GET", "/api/jobs"))["jobs"]]
    assert client.ask("DELETE", f"/api/job/{done['job_id']}").status_code == 204


def test_a_prompt_becomes_a_storyboard_is_refined_reordered_rendered_and_exported_in_three_formats(
    stack: Stack, tmp_path: Path
) -> None:
    boards = Boards(stack.base_url, stack.service_key)
    board = boards.drawn(prompt=KEEPER, duration=7)
    items = board["storyboard"]
    assert [item["scene"]["scene_number"] for item in items] == [1, 2]
    assert sum(item["scene"]["duration"] for item in items) == pytest.approx(7)
    assert {item["generation_status"] for item in items} == {"completed"}
    assert requests.get(items[0]["image_url"], timeout=60).content.startswith(b"\x89PNG")

    wish = {"scene_number": 2, "new_image_prompt": "A ginger cat on a blue boat"}
    refined = told(boards.job(board, "POST", "/refine", params=wish))
    assert refined["estimated_cost"] == pytest.approx(board["estimated_cost"] + 0.02)
    assert refined["storyboard"][1]["image_url"] != items[1]["image_url"]
    reordered = told(boards.job(board, "POST", "/reorder", params={"scene_order": [2, 1]}))
    prompts = [[item["scene"]["image_prompt"] for item in told["storyboard"]] for told in (refined, reordered)]
    assert prompts[1] == prompts[0][::-1]

    done = boards.rendered(board)
    assert done["approved"] is True
    video = seen(boards.job(done, action="/video").content, tmp_path)
    assert (video.width, video.height, video.codec, round(video.duration, 2)) == (1280, 720, "h264", 7)
    shapes = {("mp4", "low"): (854, 480, "h264"), ("webm", "medium"): (1280, 720, "vp9"), ("mov", "high"): None}
    for (form, quality), shape in shapes.items():
        export = seen(boards.exported(done, form, quality).content, tmp_path)
        assert (export.width, export.height, export.codec) == (shape or (1920, 1080, "h264"))
        assert export.duration == pytest.approx(7, abs=0.1)

    facts = told(Boards(stack.base_url).job(done, action="/metadata"))
    assert facts["video"]["available"] is True
    assert facts["metrics"] == {"refinement_count": 1, "download_count": 4}
    assert facts["costs"]["actual"] == pytest.approx(done["cost"]["actual"])


@pytest.mark.parametrize("ratio", ["9:16", "1:1", "4:5"])
def test_a_storyboard_of_another_shape_is_drawn_in_it(client: Person, ratio: str) -> None:
    boards = Boards(client.base_url)
    wish = {"prompt": KEEPER, "duration": 5, "style": "cinematic", "aspect_ratio": ratio}
    board = boards.drawn(**wish)
    assert {name: board[name] for name in wish} == wish
    picture = requests.get(board["storyboard"][0]["image_url"], timeout=60).content
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    across, down = (int(side) for side in ratio.split(":"))
    assert width / height == pytest.approx(across / down, abs=0.002)


@pytest.mark.parametrize(
    ("tone", "use_rewrite", "max_seconds"),
    [
        ("friendly", "true", "5"),
        ("energetic", "1", "30"),
        ("professional", "true", "120"),
        ("calm", "1", "15"),
        ("humorous", "false", "30"),
        ("serious", "0", "30"),
        ("like a pirate at a wedding", "true", "30"),
    ],
)
def test_a_reel_is_made_in_every_tone_and_rewritten_where_asked(
    client: Person, tone: str, use_rewrite: str, max_seconds: str
) -> None:
    reel = client.created(tone=tone, use_rewrite=use_rewrite, max_seconds=max_seconds)
    assert (reel["status"], reel["original_script"], reel["tone"]) == ("script_pending_approval", SCRIPT, tone)
    assert (reel["final_script"] != SCRIPT) is (use_rewrite in {"true", "1"})
    assert reel["max_seconds"] == float(max_seconds)
