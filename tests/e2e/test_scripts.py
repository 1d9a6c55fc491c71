"""Scripts on the whole stack: from a topic to a film that plays, as pages and as backends do it."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
from requests_sse import EventSource

from gpu_containers.media.probe import probe_audio, probe_video
from local.waiting import wait_until
from tests.e2e.people import PATIENCE, Person

TOPIC = "Benefits of daily walking. It strengthens the heart. It clears the mind."
SHORT = {"duration": 10, "quality": "low", "music": "none"}


@pytest.fixture(scope="module")
def page(stack) -> Person:
    """A browser at a local stack, which needs no key."""
    return Person(stack.base_url)


def submitted(page: Person, chat_id: str, **fields: Any) -> dict[str, Any]:
    body = {"text": TOPIC, "uid": "visitor-1", "chatID": chat_id, **SHORT, **fields}
    answer = page.ask("POST", "/submit", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def finished(page: Person, job_id: str) -> dict[str, Any]:
    def there() -> dict[str, Any] | None:
        found: dict[str, Any] = page.ask("GET", f"/generation_status/{job_id}").json()["job_status"]
        assert found["status"] in {"pending", "running", "completed"}, found
        return found if found["status"] == "completed" else None

    return wait_until(there, PATIENCE, every=0.7, what=f"job {job_id}")


@pytest.fixture(scope="module")
def film(page) -> dict[str, Any]:
    """A finished film of an edited script, with its chat."""
    answer = submitted(page, "chat-film")
    assert (answer["success"], answer["chatID"], len(answer["tokens"])) == (True, "chat-film", 3)
    assert {script["angle"] for script in answer["scripts"]} == {"story", "explainer", "list"}
    script, token = answer["scripts"][0], answer["tokens"][0]
    scenes = [
        {"narration": "A walk a day.", "visual_prompt": "A path through a park", "on_screen_text": "Every day"},
        {"narration": "It is enough.", "visual_prompt": "A bench by a lake", "duration": 3},
    ]
    edited = page.ask(
        "POST", f"/update_script/{token}", json={"script": {"title": "Walk", "scenes": scenes}, "chatID": "chat-film"}
    ).json()
    assert (edited["success"], edited["token"], edited["script"]["revision"]) == (True, token, 2)
    assert script["revision"] == 1
    confirmed = page.ask("POST", f"/confirm_script/{token}", json={"chatID": "chat-film", "config": {}, "revision": 2})
    assert confirmed.status_code == 200, confirmed.text
    assert confirmed.json()["status"] == "pending"
    return finished(page, confirmed.json()["job_id"]) | {"token": token}


def test_a_film_has_the_length_the_size_and_the_voice_of_its_script(page, film, tmp_path: Path):
    link = page.ask("GET", f"/stream/{film['filename']}", allow_redirects=False)
    assert link.status_code == 302
    video = requests.get(link.headers["Location"], timeout=120)
    assert video.headers["Content-Type"] == "video/mp4"
    path = tmp_path / "film.mp4"
    path.write_bytes(video.content)
    found = probe_video(path)
    assert (found.width, found.height) == (854, 480)
    assert found.duration == pytest.approx(film["duration"], abs=0.1)
    assert probe_audio(path).duration == pytest.approx(found.duration, abs=0.1)


def test_a_film_plays_in_pieces_and_says_its_size_without_being_sent(page, film):
    path = f"/stream/{film['filename']}"
    piece = page.ask("GET", path, headers={"Range": "bytes=100-199"})
    assert (piece.status_code, len(piece.content)) == (206, 100)
    assert page.ask("GET", path, headers={"Range": "bytes=999999999-"}).status_code == 416
    head = page.ask("HEAD", path, allow_redirects=True)
    assert (head.status_code, head.content) == (200, b"")
    (shown,) = [v for v in page.ask("GET", "/videos").json()["videos"] if v["filename"] == film["filename"]]
    assert int(head.headers["Content-Length"]) == shown["size"]
    assert shown["stream_url"] == path


def test_a_download_is_an_attachment_with_its_name(page, film):
    answer = page.ask("GET", f"/download/{film['filename']}")
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{film['filename']}"
    assert page.ask("HEAD", f"/download/{film['filename']}", allow_redirects=True).status_code == 200


def test_confirmed_again_without_a_change_it_is_the_same_job_and_one_bill(page, film):
    before = page.ask("GET", "/api/v1/credits?uid=visitor-1").json()
    again = page.ask("POST", f"/confirm_script/{film['token']}", json={"chatID": "chat-film", "config": {}}).json()
    assert (again["job_id"], again["status"]) == (film["job_id"], "completed")
    assert page.ask("GET", "/api/v1/credits?uid=visitor-1").json() == before
    assert film["cost"]["actual"] == pytest.approx(film["cost"]["estimated"])


def test_a_page_hears_all_that_happens_in_its_chat_once_and_in_order(page, film):
    heard: list[tuple[int, str]] = []
    # One event a connection, so that each is heard by another one that says what it heard last.
    while not heard or heard[-1][1] != "generation.completed":
        headers = {"Last-Event-ID": str(heard[-1][0])} if heard else {}
        with EventSource(f"{page.base_url}/events/chat-film", headers=headers, timeout=120) as source:
            event = next(iter(source))
            heard.append((int(event.last_event_id), event.type))
            data = json.loads(event.data)
            assert data["chatID"] == "chat-film"
            assert ("token" in data) == event.type.startswith("script.")
    names = [name for _, name in heard]
    assert [number for number, _ in heard] == sorted({number for number, _ in heard})
    assert (names.count("script.started"), names.count("script.completed")) == (3, 3)
    assert names.count("script.updated") == 1
    assert "generation.progress" in names


def test_many_confirmations_at_once_are_one_job(page, stack):
    token = submitted(page, "chat-many")["tokens"][1]
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda _: Person(stack.base_url).ask("POST", f"/api/generate/{token}", json={}), range(8))
        )
    good = [answer.json()["job_id"] for answer in answers if answer.status_code == 202]
    assert {answer.status_code for answer in answers} <= {202, 409}
    assert len(set(good)) == 1
    deleted = page.ask("DELETE", f"/generation_job/{good[0]}")
    assert deleted.json()["success"] is True
    assert page.ask("GET", f"/api/job/{good[0]}").status_code == 404
    balance = page.ask("GET", "/api/v1/credits?uid=visitor-1").json()
    assert balance["held"] == 0
    assert page.ask("GET", f"/api/script/{token}").json()["status"] == "ready"


def test_a_language_that_the_writer_does_not_write_is_said_in_the_shape_of_pages(page):
    body = {"text": "Les bienfaits de la marche pour vous et pour le coeur sont dans cette vidéo", "chatID": "c"}
    answer = page.ask("POST", "/submit", json=body)
    assert answer.status_code == 400
    assert (answer.json()["success"], answer.json()["code"]) == (False, "language_not_written")


def test_a_stranger_hears_nothing_of_a_chat_and_finds_no_film(stack, film):
    service = Person(stack.base_url, stack.invoke("CreateServiceKeyFunction", {"account_id": "rivals"})["key"])
    path = "/events/chat-film"
    assert service.ask("GET", f"/stream/{film['filename']}").status_code == 404
    assert service.ask("GET", f"/api/script/{film['token']}").status_code == 404
    assert service.ask("GET", "/videos").json()["videos"] == []
    answer = service.ask("GET", path, headers={"Last-Event-ID": "1"})
    assert answer.status_code == 400


def test_a_stage_says_that_all_of_it_works_after_trying_each_part(page):
    def asked(method: str, path: str) -> dict[str, Any]:
        found: dict[str, Any] = page.ask(method, path).json()
        return found

    # A service of a busy machine may miss its second now and then, and is then rightly said to.
    answer = wait_until(
        lambda: (a := asked("POST", "/api/validate_config"))["valid"] and a, PATIENCE, what="a good word"
    )
    assert [check["name"] for check in answer["checks"]] == [
        "table",
        "media",
        "queues",
        "workflows",
        "writer rules",
        "text_to_speech hibari",
        "talking_head landmark_warp",
        "text_to_image storyboard_card",
        "media ffmpeg",
    ]
    wait_until(lambda: asked("GET", "/health")["status"] == "healthy", PATIENCE, what="the stage to be well")
