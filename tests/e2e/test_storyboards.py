"""Storyboards on the whole stack: what changes cost, what is refused, and who gets which file."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from local.stack import Stack
from tests.e2e.boards import Board, Boards


@pytest.fixture(scope="module")
def boards(stack: Stack) -> Boards:
    return Boards(stack.base_url, stack.service_key)


@pytest.fixture(scope="module")
def made(boards: Boards) -> Board:
    """A storyboard of six scenes with its video; whoever changes it renders it again."""
    return boards.rendered(boards.drawn(duration=30))


def jobs_of(stack: Stack, board: Board) -> dict[str, list[str]]:
    """Steps of this storyboard by the operation or task of the job that was done for each, from the job records."""
    table = stack.client("dynamodb")
    name = stack.deployed.outputs["TableName"]
    pages = table.get_paginator("scan").paginate(TableName=name)
    items = [item for page in pages for item in page["Items"]]
    waiters = [i for i in items if i.get("production_id", {}).get("S") == str(board["job_id"]) and "step" in i]
    found: dict[str, list[str]] = {}
    for waiter in waiters:
        found.setdefault(waiter["step"]["S"].partition("/")[0], []).append(waiter["step"]["S"])
    return {kind: sorted(set(steps)) for kind, steps in found.items()}


def test_after_a_reorder_only_new_seams_and_after_a_refinement_one_body_are_rendered(
    boards: Boards, made: Board, stack: Stack
) -> None:
    board = boards.job(made).json()
    first = jobs_of(stack, board)
    assert (len(first["body"]), len(first["seam"])) == (6, 7)

    assert boards.do(board, "reorder", scene_order=[1, 3, 2, 4, 5, 6]).status_code == 200
    assert boards.rendered(board)["cost"]["actual"] < board["cost"]["actual"] + 0.001
    second = jobs_of(stack, board)
    assert second["body"] == first["body"]
    assert set(second["seam"]) - set(first["seam"]) == {"seam/1.1-3.1", "seam/3.1-2.1", "seam/2.1-4.1"}

    refined = boards.do(board, "refine", scene_number=6, new_image_prompt="A quiet harbour at dawn")
    assert refined.status_code == 200, refined.text
    boards.rendered(board)
    third = jobs_of(stack, board)
    assert set(third["body"]) - set(first["body"]) == {"body/6.2"}
    assert set(third["seam"]) - set(second["seam"]) == {"seam/5.1-6.2", "seam/6.2-"}


def test_thirty_who_ask_for_one_export_at_once_get_one_file_and_are_all_counted(
    boards: Boards, made: Board, stack: Stack
) -> None:
    before = boards.job(made, action="/metadata").json()["metrics"]["download_count"]
    gate = threading.Barrier(30)

    def ask(_: int) -> str:
        gate.wait()
        asker = Boards(boards.base_url, boards.key)
        return asker.exported(made, "mp4", "medium").headers["ETag"]

    with ThreadPoolExecutor(30) as crowd:
        files = set(crowd.map(ask, range(30)))
    assert len(files) == 1
    assert boards.job(made, action="/metadata").json()["metrics"]["download_count"] == before + 30
    assert jobs_of(stack, made)["export"] == ["export/mp4-medium"]


def test_the_video_and_its_exports_take_byte_ranges(boards: Boards, made: Board) -> None:
    before = boards.job(made, action="/metadata").json()["metrics"]["download_count"]
    assert boards.job(made, "HEAD", "/video", allow_redirects=False).status_code == 302
    assert boards.job(made, action="/metadata").json()["metrics"]["download_count"] == before
    answer = boards.job(made, action="/video", allow_redirects=False)
    assert answer.status_code == 302
    assert answer.json()["url"] == answer.headers["Location"]
    part = requests.get(answer.headers["Location"], headers={"Range": "bytes=0-99"}, timeout=120)
    assert (part.status_code, len(part.content), part.headers["Content-Type"]) == (206, 100, "video/mp4")


def test_metadata_is_public_and_holds_no_words_no_links_and_no_user(boards: Boards, made: Board) -> None:
    told = Boards(boards.base_url).job(made, action="/metadata")
    assert told.status_code == 200
    for secret in ("lighthouse", "keeper", "demo", "http", "Signature", made["user_id"], made["title"]):
        assert secret not in told.text
    for scene in (item["scene"] for item in made["storyboard"]):
        assert scene["narration"] not in told.text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"duration": 0}, "duration"),
        ({"duration": 4}, "duration"),
        ({"duration": 121}, "duration"),
        ({"duration": "long"}, "duration"),
        ({"prompt": ""}, "prompt"),
        ({"prompt": "x" * 5_001}, "prompt"),
        ({"aspect_ratio": "21:9"}, "aspect_ratio"),
        ({"language": "xx-XX"}, "language"),
        ({"voice": "nobody"}, "voice"),
    ],
)
def test_a_storyboard_of_impossible_wishes_is_refused_by_name(
    boards: Boards, fields: dict[str, Any], field: str
) -> None:
    answer = boards.generate(**fields)
    assert answer.status_code == 400
    assert [wrong["field"] for wrong in answer.json()["errors"]] == [field]


def test_a_duration_of_no_whole_seconds_is_kept_to_the_frame(boards: Boards) -> None:
    board = boards.drawn(duration=7.3)
    total = sum(item["scene"]["duration"] for item in board["storyboard"])
    assert total == pytest.approx(7.3, abs=1 / 25)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"scene_order": [1, 1, 2, 3, 4, 5]}, "Failed to reorder scenes."),
        ({"scene_order": [0, 1, 2, 3, 4, 5]}, "Failed to reorder scenes."),
        ({"scene_order": [1, 2, 3]}, "Failed to reorder scenes."),
        ({"scene_order": ["first", "second"]}, "scene_order"),
        ({"scene_order": list(range(1, 501))}, "scene_order"),
        ({}, "scene_order cannot be empty"),
    ],
)
def test_an_order_that_is_none_is_refused(boards: Boards, made: Board, query: dict[str, Any], sentence: str) -> None:
    answer = boards.job(made, "POST", "/reorder", params=query)
    assert answer.status_code == 400
    assert sentence in answer.json()["detail"]


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ({"scene_number": 99, "new_description": "x"}, 404, "scenes 1 to 6"),
        ({"scene_number": 1}, 400, "Must provide either new_image_prompt or new_description"),
        ({"new_description": "x"}, 400, "scene_number is required"),
        ({"scene_number": 0, "new_description": "x"}, 400, "scene_number"),
        ({"scene_number": 1, "new_image_prompt": "x" * 10_000}, 400, "new_image_prompt"),
    ],
)
def test_a_refinement_that_is_none_is_refused(
    boards: Boards, made: Board, query: dict[str, Any], status: int, sentence: str
) -> None:
    answer = boards.ask("POST", f"/api/v2/jobs/{made['job_id']}/refine", params=query)
    assert answer.status_code == status
    assert sentence in answer.json()["detail"]


@pytest.mark.parametrize("query", [{"format": "avi"}, {"quality": "ultra"}, {"format": "../mp4"}])
def test_an_export_of_an_unknown_shape_is_refused(boards: Boards, made: Board, query: dict[str, str]) -> None:
    assert boards.job(made, action="/export", params=query).status_code == 400


def test_nothing_is_exported_before_it_is_rendered_or_after_it_is_deleted(boards: Boards) -> None:
    board = boards.drawn()
    early = boards.job(board, action="/export")
    assert early.status_code == 400
    assert early.json()["detail"] == "Video not ready for export. Current status: storyboard_ready"
    assert boards.do(board, "render").status_code == 400
    assert boards.job(board, "DELETE").status_code == 204
    for action in ("", "/export", "/video", "/metadata"):
        assert boards.job(board, action=action).status_code == 404


def test_a_storyboard_that_is_being_rendered_is_changed_by_nobody_and_can_be_cancelled(boards: Boards) -> None:
    board = boards.drawn(duration=20)
    boards.do(board, "approve")
    assert boards.do(board, "render").status_code == 202
    attempts: list[Callable[[], requests.Response]] = [
        lambda: boards.do(board, "refine", scene_number=1, new_description="x"),
        lambda: boards.do(board, "reorder", scene_order=list(range(len(board["storyboard"]), 0, -1))),
        lambda: boards.do(board, "render"),
        lambda: boards.job(board, "DELETE"),
    ]
    assert [attempt().status_code for attempt in attempts] == [409, 409, 409, 409]
    assert boards.do(board, "cancel").json()["status"] == "cancelled"


def test_an_approval_for_an_older_revision_or_a_lower_price_is_refused_with_what_is_current(boards: Boards) -> None:
    board = boards.drawn()
    boards.do(board, "reorder", scene_order=[2, 1])
    stale = boards.do(board, "approve", revision=board["revision"])
    assert (stale.status_code, stale.json()["revision"]) == (412, board["revision"] + 1)
    dear = boards.do(board, "approve", max_amount=0.0001)
    assert (dear.status_code, dear.json()["code"]) == (409, "price_changed")
    assert dear.json()["amount"] == pytest.approx(board["estimate"]["amount"])


def test_the_events_of_a_storyboard_tell_of_its_scenes(boards: Boards) -> None:
    board = boards.drawn()
    told = boards.ask("GET", f"/api/v1/jobs/{board['job_id']}/events").text
    assert told.count("event: scene") == len(board["storyboard"])
    assert "storyboard.awaiting_approval" in told
    assert "lighthouse" not in told
