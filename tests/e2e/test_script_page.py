"""Scripts as a page in a real Chromium uses them; skipped where there is none."""

import re
from pathlib import Path

import pytest

from local.deploy import PAGE_PORTS
from local.waiting import wait_until
from tests.e2e.people import PATIENCE, Person
from tests.support import browser
from tests.support.cutting_proxy import CuttingProxy

PAGE = Path(__file__).with_name("script_page.html")
SECONDS = 10
pytestmark = pytest.mark.skipif(browser.CHROMIUM is None, reason="There is no Chromium here.")


@pytest.fixture(scope="module")
def film(stack):
    """A finished film of the first script of its chat."""
    person = Person(stack.base_url)
    body = {"text": "Why bees matter", "uid": "watcher", "chatID": "chat-page", "quality": "low", "duration": SECONDS}
    token = person.ask("POST", "/submit", json=body).json()["tokens"][0]
    confirmed = person.ask("POST", f"/confirm_script/{token}", json={"chatID": "chat-page", "config": {}}).json()

    def done():
        status = person.ask("GET", f"/generation_status/{confirmed['job_id']}").json()["job_status"]
        return status if status["status"] == "completed" else None

    return wait_until(done, PATIENCE, every=0.7, what="the film")


@pytest.fixture(scope="module")
def seen(stack, film, tmp_path_factory):
    with CuttingProxy(stack.base_url) as proxy:
        query = {"api": stack.base_url, "events": proxy.url, "chat": "chat-page", "film": film["filename"]}
        found = browser.what_it_sees(PAGE, PAGE_PORTS, query, tmp_path_factory.mktemp("profile"))
    assert "error" not in found, found["error"]
    return found | {"asked": proxy.asked}


def test_an_event_source_whose_connections_break_hears_script_and_generation_events_once_and_in_order(stack, seen):
    told = Person(stack.base_url).ask("GET", "/events/chat-page").text
    assert [event["id"] for event in seen["heard"]] == [int(each) for each in re.findall(r"(?m)^id: (\d+)$", told)]
    names = [event["name"] for event in seen["heard"]]
    assert (names.count("script.started"), names.count("script.completed")) == (3, 3)
    assert names[-1] == "generation.completed"
    assert {event["chat"] for event in seen["heard"]} == {"chat-page"}


def test_it_came_back_each_time_with_what_it_had_heard_last(seen):
    assert len(seen["asked"]) >= len(seen["heard"]) // 2
    assert seen["asked"][0] is None
    assert [int(last) for last in seen["asked"][1:]] == sorted(int(last) for last in seen["asked"][1:])


def test_a_video_element_seeks_in_the_stream_and_plays_it_to_the_end(film, seen):
    assert seen["film"]["duration"] == pytest.approx(film["duration"], abs=0.1)
    assert seen["film"]["end"] == pytest.approx(seen["film"]["duration"], abs=0.1)
