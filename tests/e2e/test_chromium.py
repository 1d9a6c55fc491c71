"""Storyboards as a page in a real Chromium uses them; skipped where there is none."""

import re
from pathlib import Path

import pytest

from local.deploy import PAGE_PORTS
from tests.e2e.boards import Boards
from tests.support import browser

PAGE = Path(__file__).with_name("page.html")
SECONDS = 9
pytestmark = pytest.mark.skipif(browser.CHROMIUM is None, reason="There is no Chromium here.")


@pytest.fixture(scope="module")
def boards(stack):
    return Boards(stack.base_url, stack.service_key)


@pytest.fixture(scope="module")
def board(boards):
    made = boards.rendered(boards.drawn(duration=SECONDS, user_id="demo"))
    for form in ("mp4", "webm"):
        boards.exported(made, form, "low")
    return made


@pytest.fixture(scope="module")
def seen(boards, board, tmp_path_factory):
    query = {"api": boards.base_url, "job": board["job_id"], "key": boards.key}
    return browser.what_it_sees(PAGE, PAGE_PORTS, query, tmp_path_factory.mktemp("profile"))


def test_a_page_reads_the_file_that_its_key_is_redirected_to(boards, board, seen):
    assert "error" not in seen, seen["error"]
    there = boards.job(board, action="/video")
    assert seen["read"] == {"type": "video/mp4", "bytes": len(there.content)}


@pytest.mark.parametrize("form", ["mp4", "webm"])
def test_a_page_seeks_to_the_very_frame_and_plays_to_the_end(seen, form):
    assert "error" not in seen, seen["error"]
    assert seen[form]["duration"] == pytest.approx(SECONDS, abs=0.1)
    assert seen[form]["end"] == pytest.approx(seen[form]["duration"], abs=0.1)


def test_an_event_source_hears_every_event_once_and_closes(boards, board, seen):
    assert "error" not in seen, seen["error"]
    told = boards.ask("GET", f"/api/v1/jobs/{board['job_id']}/events").text
    assert seen["heard"] == re.findall(r"^id: (.+)$", told, re.MULTILINE)
    assert len(set(seen["heard"])) == len(seen["heard"]) > 0
