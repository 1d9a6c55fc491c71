"""Exports: each shape made once, waited for a while, counted when it is handed out."""

import pytest

from greenlight.domain.errors import EngineFailed, NotFound, Unavailable
from greenlight.domain.storyboard import Storyboard
from tests.support.backend import ALICE
from tests.support.storyboards import Studio


@pytest.fixture
def studio() -> Studio:
    return Studio()


@pytest.fixture
def board(studio: Studio) -> Storyboard:
    board = studio.drawn()
    studio.rendered(board)
    return studio.stored(board)


def exported(studio: Studio, board: Storyboard) -> str | None:
    return studio.exports.shaped(studio.stored(board), "webm", "low")


def test_an_export_is_made_once_and_then_handed_out_at_once(studio, board):
    studio.meanwhile = [studio.succeed]
    first = exported(studio, board)
    jobs = len(studio.backend.queue.submitted)
    assert first is not None
    assert exported(studio, board) == first
    assert len(studio.backend.queue.submitted) == jobs


def test_two_who_ask_at_once_wait_for_one_job(studio, board):
    jobs = len(studio.backend.queue.submitted)
    links: list[str | None] = []

    def another() -> None:
        studio.meanwhile = [studio.succeed]
        links.append(exported(studio, board))

    studio.meanwhile = [another]
    links.append(exported(studio, board))
    assert links[0] == links[1] is not None
    assert len(studio.backend.queue.submitted) == jobs + 1


def test_an_export_that_takes_long_goes_on_and_is_there_later(studio, board):
    assert exported(studio, board) is None
    assert studio.exports.downloads(board) == 0
    studio.succeed()
    assert exported(studio, board) is not None


def test_every_file_that_is_handed_out_is_counted(studio, board):
    studio.meanwhile = [studio.succeed]
    exported(studio, board)
    exported(studio, board)
    studio.exports.original(board)
    assert studio.exports.downloads(board) == 3


def test_a_video_whose_file_is_gone_is_not_found(studio, board):
    studio.backend.media.delete_under(board.video.outputs["video"])
    with pytest.raises(NotFound, match="Source video file not found"):
        exported(studio, board)
    with pytest.raises(NotFound):
        studio.exports.original(board)


def test_a_missing_encoder_is_something_of_ours_that_is_down(studio, board):
    studio.meanwhile = [lambda: studio.fail("ffmpeg was not found.", "ffmpeg_missing")]
    with pytest.raises(Unavailable, match=r"ffmpeg not installed"):
        exported(studio, board)


def test_an_export_that_failed_is_tried_again_when_it_is_asked_for_again(studio, board):
    studio.meanwhile = [lambda: studio.fail("The disk is full.")]
    with pytest.raises(EngineFailed, match="The disk is full"):
        exported(studio, board)
    studio.meanwhile = [studio.succeed]
    assert exported(studio, board) is not None


def test_a_new_video_has_exports_of_its_own(studio, board):
    studio.meanwhile = [studio.succeed]
    old = exported(studio, board)
    studio.rendered(studio.storyboards.reorder(ALICE, board.production_id, [2, 1, 3]))
    studio.meanwhile = [studio.succeed]
    assert exported(studio, board) not in {old, None}


def test_an_export_is_told_as_an_event(studio, board):
    studio.meanwhile = [studio.succeed]
    exported(studio, board)
    _, last = studio.backend.productions.events(board.production_id)[-1]
    assert (last.type, last.data["format"], last.data["quality"]) == ("export.completed", "webm", "low")
