"""Scenarios: begun, written, mended, shown by a picture, paid for, and carried into a storyboard."""

from datetime import timedelta
from itertools import pairwise

import pytest

from greenlight.domain.errors import InsufficientCredits, Invalid, InvalidTransition, NotFound
from greenlight.domain.keys import Identity
from greenlight.domain.money import PRICES
from greenlight.domain.scenario_storyboard import narrations, nearest_aspect_ratio
from greenlight.domain.scenario_writing import AudioScript
from greenlight.domain.status import Status
from greenlight.domain.storyboard import Cut
from greenlight.domain.writing import WriterFailed
from tests.support.backend import ALICE
from tests.support.scenarios import Agency

PRICE = PRICES["generate_scenario", "rules"][0]
EVERYTHING = 10_000_000
BOB, RIVAL = Identity("acme", "bob", "key-b"), Identity("rivals", None, "key-r")


@pytest.fixture
def agency() -> Agency:
    return Agency()


# -- writing ---------------------------------------------------------------------------------------------------------
def test_a_scenario_is_held_for_when_asked_for_and_paid_when_it_is_there(agency):
    task = agency.begun()
    assert agency.balance() == (EVERYTHING - PRICE, PRICE)
    agency.written(task)
    agency.backend.lifecycle.finish(task.production_id)
    assert (agency.task(task).status, agency.task(task).cost) == (Status.SUCCEEDED, PRICE)
    assert agency.balance() == (EVERYTHING - PRICE, 0)


def test_who_cannot_pay_begins_nothing(agency):
    agency.backend.credits.starting = PRICE - 1
    with pytest.raises(InsufficientCredits):
        agency.begun()
    assert agency.backend.productions.stored == {}


def test_a_draft_that_is_wrong_is_mended_with_what_was_wrong(agency):
    agency.pens.bad = 2
    task = agency.written(agency.begun())
    assert (task.is_right, task.drafts) == (True, 3)
    assert agency.pens.mended[0] == ()
    assert all("hook" in faults[0].lower() for faults in agency.pens.mended[1:])


def test_a_scenario_that_three_repairs_do_not_mend_fails_with_what_is_wrong_and_costs_nothing(agency):
    agency.pens.bad = 99
    task = agency.written(agency.begun())
    assert (task.status, task.drafts, task.error.code) == (Status.FAILED, 4, "scenario_not_repaired")
    assert "hook" in task.error.message.lower()
    assert agency.balance() == (EVERYTHING, 0)


def test_each_step_is_named_and_progress_never_goes_back(agency):
    agency.pens.bad = 2
    task = agency.made()
    told = [event.data for _, event in agency.backend.productions.events(task.production_id)]
    steps = [data["current_step"] for data in told if "current_step" in data]
    assert steps == [
        "Starting",
        "Writing the scenario",
        "Repairing the scenario (1 of 3)",
        "Repairing the scenario (2 of 3)",
        "Checking the scenario",
        "Drawing the preview image",
        "Drawing the preview image",
    ]
    progress = [data["progress"] for data in told if "progress" in data]
    assert all(before <= after for before, after in pairwise(progress))


def test_what_is_right_is_not_written_anew_by_a_workflow_that_starts_again(agency):
    task = agency.written(agency.begun())
    assert agency.scenario_steps.write(task.production_id) is False
    assert len(agency.pens.mended) == 1


@pytest.mark.parametrize("word", ["Steel", "bottle bottle"])
def test_what_is_not_fit_for_families_is_refused_before_and_after_it_is_written(agency, word):
    agency.moderator.word = word
    task = agency.written(agency.begun())
    assert (task.status, task.error.code, task.error.retryable) == (Status.FAILED, "moderation.violence", False)
    assert len(agency.pens.mended) == (0 if word == "Steel" else 1)
    assert agency.balance() == (EVERYTHING, 0)


def test_a_writer_that_fails_fails_the_task_with_its_own_words(agency):
    agency.pens.failure = WriterFailed("writer_timeout", "The writer did not answer.", retryable=True)
    task = agency.written(agency.begun())
    assert (task.status, task.error.code, task.error.retryable) == (Status.FAILED, "writer_timeout", True)


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        ({"language": "de-DE"}, Invalid),
        ({"product_id": "product-124"}, NotFound),
        ({"short_id": "00000000-0000-4000-8000-000000000099"}, NotFound),
    ],
)
def test_what_cannot_be_made_is_refused_before_anything_is_held(agency, wish, refusal):
    with pytest.raises(refusal):
        agency.begun(**wish)
    assert agency.backend.credits.entries == []


# -- cancelling ------------------------------------------------------------------------------------------------------
def test_a_task_that_is_cancelled_while_a_draft_is_written_takes_that_draft_no_more(agency):
    task = agency.begun()
    draft = agency.pens.draft

    def cancelled(*asked):
        agency.scenarios.cancel(ALICE, task.production_id)
        return draft(*asked)

    agency.pens.draft = cancelled
    assert agency.scenario_steps.write(task.production_id) is False
    assert (agency.task(task).status, agency.task(task).text) == (Status.CANCELLED, None)
    assert agency.balance() == (EVERYTHING, 0)
    assert task.production_id in agency.backend.workflows.stopped[-1]


def test_a_task_that_is_over_cannot_be_cancelled(agency):
    task = agency.made()
    with pytest.raises(InvalidTransition, match="succeeded already"):
        agency.scenarios.cancel(ALICE, task.production_id)


@pytest.mark.parametrize("stranger", [BOB, RIVAL])
def test_a_stranger_finds_neither_task_nor_short_nor_product(agency, stranger):
    task = agency.made()
    for ask in (
        lambda: agency.scenarios.get(stranger, task.production_id),
        lambda: agency.scenarios.cancel(stranger, task.production_id),
        lambda: agency.shorts.get(stranger, task.short_id),
        lambda: agency.products.get(stranger, "product-123"),
    ):
        with pytest.raises(NotFound):
            ask()
    assert agency.shorts.list(stranger, stranger.user_id, 10, None).items == []


# -- the preview -----------------------------------------------------------------------------------------------------
def test_the_first_scene_alone_is_drawn_in_style_and_mood_at_the_size_that_was_asked_for(agency):
    agency.made()
    (job,) = agency.backend.queue.submitted
    assert job.params["prompt"] == "A bottle, view 1"
    assert (job.params["width"], job.params["height"]) == (720, 1280)
    assert job.params["style"] == "product demo, calm mood"
    assert job.inputs == {}


def test_a_picture_that_cannot_be_drawn_is_a_warning_and_the_scenario_good(agency):
    task = agency.written(agency.begun())
    agency.submit(task, "draw_preview")
    agency.fail("It is too dark.")
    agency.backend.lifecycle.finish(task.production_id)
    task = agency.task(task)
    assert (task.status, task.preview) == (Status.SUCCEEDED, None)
    assert task.warning == "The preview image could not be drawn: It is too dark."


def test_a_picture_that_comes_too_late_changes_nothing(agency):
    task = agency.written(agency.begun())
    agency.submit(task, "draw_preview")
    agency.backend.lifecycle.finish(task.production_id)
    agency.succeed()
    task = agency.task(task)
    assert (task.preview, task.warning) == (None, "The preview image was not drawn in time.")


# -- shorts ----------------------------------------------------------------------------------------------------------
def test_a_scenario_that_is_there_is_the_latest_of_its_short(agency):
    first = agency.made()
    agency.backend.clock.forward(timedelta(hours=1))
    second = agency.made(short_id=first.short_id, mood="playful")
    (shown,) = agency.shorts.list(ALICE, "alice", 10, None).items
    short, scenario = shown
    assert (short.short_id, scenario.production_id) == (first.short_id, second.production_id)
    assert short.updated_at - short.created_at == timedelta(hours=1)


def test_a_scenario_that_failed_leaves_its_short_as_it_was(agency):
    first = agency.made()
    agency.pens.failure = WriterFailed("writer_refused", "No.")
    agency.written(agency.begun(short_id=first.short_id))
    assert agency.shorts.get(ALICE, first.short_id)[1].production_id == first.production_id


def test_a_short_becomes_a_storyboard_with_its_own_price_and_approval(agency):
    task = agency.made()
    board = agency.shorts.produce(ALICE, task.short_id, Cut())
    assert agency.balance() == (EVERYTHING - PRICE - 3 * 20_000, 3 * 20_000)
    assert [scene.image_prompt for scene in board.scenes] == [scene.image_prompt for scene in task.text.scenes]
    audio = task.text.audio
    said = " ".join(scene.narration for scene in board.scenes)
    assert said == f"{audio.hook} {audio.main} {audio.cta}"
    assert board.aspect_ratio == "9:16"
    for step in agency.steps.write(board.production_id):
        agency.do(board, step)
    agency.wait_for_approval(board)
    assert agency.stored(board).status is Status.AWAITING_APPROVAL
    assert agency.writer.requests == []


def test_the_words_are_cut_where_a_sentence_or_a_clause_ends():
    audio = AudioScript(
        "One two three four.", "Five six seven, eight nine ten eleven. Twelve thirteen.", "Fourteen.", ()
    )
    assert narrations(audio, 3, "heart") == [
        "One two three four.",
        "Five six seven, eight nine ten eleven.",
        "Twelve thirteen. Fourteen.",
    ]


@pytest.mark.parametrize(
    ("size", "ratio"),
    [((720, 1280), "9:16"), ((1920, 1080), "16:9"), ((1024, 1024), "1:1"), ((864, 1080), "4:5"), ((960, 960), "1:1")],
)
def test_a_resolution_has_the_nearest_shape_of_video(size, ratio):
    assert nearest_aspect_ratio(size) == ratio
