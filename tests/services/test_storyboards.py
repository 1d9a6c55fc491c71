"""Storyboards: drawn, refined, reordered, approved, rendered, and paid for by what changed."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from greenlight.domain.errors import (
    Conflict,
    InsufficientCredits,
    Invalid,
    InvalidTransition,
    LimitReached,
    NotFound,
    PriceChanged,
    RedrawFailed,
    StaleRevision,
)
from greenlight.domain.keys import Identity
from greenlight.domain.money import PRICES
from greenlight.domain.scenes import Scene
from greenlight.domain.status import Status
from greenlight.domain.storyboard import Cut, NewStoryboard, Storyboard
from greenlight.domain.writing import WriterFailed
from tests.support.backend import ALICE, Backend
from tests.support.storyboards import PICTURE, Studio

EVERYTHING = 10_000_000


@pytest.fixture
def studio() -> Studio:
    return Studio()


def refine(studio: Studio, board: Storyboard, number: int, prompt: str | None = "A new view", about: str | None = None):
    return studio.storyboards.refine(ALICE, board.production_id, number, prompt, about)


def reorder(studio: Studio, board: Storyboard, order: list[int]) -> Storyboard:
    return studio.storyboards.reorder(ALICE, board.production_id, order)


# -- drawing ---------------------------------------------------------------------------------------------------------
def test_pictures_are_held_for_when_asked_for_and_paid_when_they_are_drawn(studio):
    board = studio.new()
    assert studio.balance() == (EVERYTHING - 3 * PICTURE, 3 * PICTURE)
    for step in studio.steps.write(board.production_id):
        studio.do(board, step)
    studio.wait_for_approval(board)
    assert studio.stored(board).status is Status.AWAITING_APPROVAL
    assert studio.balance() == (EVERYTHING - 3 * PICTURE, 0)


def test_who_cannot_pay_for_the_pictures_gets_no_storyboard():
    studio = Studio(Backend())
    studio.backend.credits.starting = 2 * PICTURE
    with pytest.raises(InsufficientCredits):
        studio.new(music=b"a tune")
    assert studio.backend.productions.stored == {}
    assert studio.backend.media.files == {}


def test_a_scene_that_cannot_be_drawn_says_so_and_does_not_fail_the_job(studio):
    board = studio.drawn(failing=["draw/2.1"])
    assert board.status is Status.AWAITING_APPROVAL
    assert [scene.error for scene in board.scenes] == [None, "It is too dark.", None]
    assert studio.balance() == (EVERYTHING - 2 * PICTURE, 0)


def test_a_scene_that_is_drawn_when_the_workflow_starts_again_has_no_error_left(studio):
    board = studio.new()
    first, *_ = studio.steps.write(board.production_id)
    studio.submit(board, first)
    studio.fail("It is too dark.")
    assert first in studio.steps.write(board.production_id)
    studio.do(board, first)
    assert studio.stored(board).scenes[0].error is None


def test_a_storyboard_with_an_undrawn_scene_cannot_be_approved_until_it_is_refined(studio):
    board = studio.drawn(failing=["draw/2.1"])
    with pytest.raises(InvalidTransition, match="Scene 2 has no picture"):
        studio.storyboards.approve(ALICE, board.production_id, None, None)
    studio.meanwhile = [studio.succeed]
    refine(studio, board, 2)
    assert studio.storyboards.approve(ALICE, board.production_id, None, None).approval


def test_a_job_whose_every_scene_fails_fails_with_the_reason_and_gives_the_credits_back(studio):
    board = studio.drawn(failing=["draw/1.1", "draw/2.1", "draw/3.1"])
    assert board.status is Status.FAILED
    assert board.error is not None
    assert board.error.message == "No scene could be drawn: It is too dark."
    assert studio.balance() == (EVERYTHING, 0)


def test_a_writer_that_fails_fails_the_job_with_its_own_words(studio):
    studio.writer.failure = WriterFailed("language_not_written", "This writer writes English only.")
    board = studio.new()
    assert studio.steps.write(board.production_id) == []
    stored = studio.stored(board)
    assert (stored.status, stored.error.message) == (Status.FAILED, "This writer writes English only.")
    assert studio.balance() == (EVERYTHING, 0)


def test_a_workflow_that_starts_again_writes_nothing_twice_and_draws_what_is_missing(studio):
    board = studio.new()
    first, *others = studio.steps.write(board.production_id)
    studio.do(board, first)
    assert studio.steps.write(board.production_id) == others
    assert len(studio.writer.requests) == 1


def test_scenes_are_drawn_from_their_own_prompts_with_seeds_of_their_own(studio):
    studio.drawn()
    params = [job.params for job in studio.backend.queue.submitted]
    assert [p["prompt"] for p in params] == [f"One calm place in soft light, view {n}" for n in (1, 2, 3)]
    assert len({p["seed"] for p in params}) == 3
    assert {(p["width"], p["height"]) for p in params} == {(1600, 900)}


# -- refining --------------------------------------------------------------------------------------------------------
def test_a_refinement_changes_only_its_scene_and_costs_one_picture(studio):
    board = studio.drawn()
    studio.meanwhile = [studio.succeed]
    refined = refine(studio, board, 2, "A new view", "Quite another place")
    assert [s.image_prompt for s in refined.scenes][1] == "A new view"
    assert refined.scenes[1].description == "Quite another place"
    assert (refined.scenes[0], refined.scenes[2]) == (board.scenes[0], board.scenes[2])
    assert refined.expected == board.expected + PICTURE
    assert studio.balance() == (EVERYTHING - 4 * PICTURE, 0)
    assert refined.revision == board.revision + 1


def test_a_new_description_alone_costs_and_draws_nothing(studio):
    board = studio.drawn()
    before = len(studio.backend.queue.submitted)
    described = refine(studio, board, 1, None, "Quite another place")
    assert described.scenes[0].description == "Quite another place"
    assert described.expected == board.expected
    assert len(studio.backend.queue.submitted) == before


def test_a_refinement_that_names_nothing_new_is_refused(studio):
    with pytest.raises(Invalid, match="Must provide either new_image_prompt or new_description"):
        refine(studio, studio.drawn(), 1, None, None)


def test_a_sixth_refinement_is_refused_for_ever(studio):
    board = studio.drawn()
    for n in range(5):
        refine(studio, board, 1, None, f"Description {n}")
    with pytest.raises(LimitReached, match=r"Maximum refinement limit \(5\) reached for this job"):
        refine(studio, board, 1, None, "One more")
    studio.backend.clock.forward(timedelta(days=6))
    with pytest.raises(LimitReached):
        refine(studio, board, 1)


def test_a_refinement_whose_picture_fails_counts_and_costs_nothing(studio):
    board = studio.drawn()
    studio.meanwhile = [lambda: studio.fail("The prompt was refused.")]
    with pytest.raises(RedrawFailed, match=r"Failed to regenerate image: The prompt was refused\."):
        refine(studio, board, 1)
    after = studio.stored(board)
    assert (after.refinements_made, after.refinements, after.revision) == (0, [], board.revision)
    assert after.scenes == board.scenes
    assert studio.balance() == (EVERYTHING - 3 * PICTURE, 0)


def test_two_refinements_at_once_do_not_lose_one_another(studio):
    board = studio.drawn()

    def another() -> None:
        studio.meanwhile = [lambda: studio.succeed(-1)]
        refine(studio, board, 3, "The third view")
        studio.succeed(-2)

    studio.meanwhile = [another]
    refine(studio, board, 1, "The first view")
    prompts = [scene.image_prompt for scene in studio.stored(board).scenes]
    assert (prompts[0], prompts[2]) == ("The first view", "The third view")
    assert studio.stored(board).refinements_made == 2


def test_of_two_refinements_of_one_scene_the_later_one_stays_whichever_is_drawn_first(studio):
    board = studio.drawn()

    def another() -> None:
        studio.meanwhile = [lambda: studio.succeed(-1)]
        refine(studio, board, 1, "The later view")
        studio.succeed(-2)

    studio.meanwhile = [another]
    refine(studio, board, 1, "The earlier view", "Described by the earlier")
    scene = studio.stored(board).scenes[0]
    assert (scene.image_prompt, scene.description) == ("The later view", "Described by the earlier")


def test_a_picture_that_takes_long_comes_later_and_its_scene_says_so(studio):
    board = studio.drawn()
    waiting = refine(studio, board, 1)
    assert [asked.key for asked in waiting.refinements] == [1]
    studio.succeed()
    assert studio.stored(board).scenes[0].image_prompt == "A new view"


def test_nothing_is_approved_while_a_scene_is_being_drawn_anew(studio):
    board = studio.drawn()
    refine(studio, board, 1)
    with pytest.raises(InvalidTransition, match="being drawn anew"):
        studio.storyboards.approve(ALICE, board.production_id, None, None)


def test_a_refinement_that_was_lost_is_given_back_after_a_while(studio):
    board = studio.drawn()
    refine(studio, board, 1)
    studio.backend.clock.forward(timedelta(minutes=16))
    assert studio.storyboards.approve(ALICE, board.production_id, None, None).approval
    assert studio.balance() == (EVERYTHING - 3 * PICTURE, 0)


@pytest.mark.parametrize("rendered", [False, True], ids=["under review", "finished"])
def test_a_refinement_that_was_lost_is_given_back_whether_or_not_anybody_comes_back(studio, rendered):
    board = studio.drawn()
    if rendered:
        studio.rendered(board)
    refine(studio, board, 1)
    before = studio.stored(board).status
    assert studio.balance()[1] == PICTURE
    studio.backend.clock.forward(timedelta(minutes=15))
    studio.backend.lifecycle.reconcile()
    assert studio.balance()[1] == 0
    assert (studio.stored(board).refinements, studio.stored(board).status) == ([], before)
    assert studio.stored(board).is_open is not rendered


def test_a_scene_that_is_not_there_cannot_be_refined(studio):
    with pytest.raises(NotFound, match="scenes 1 to 3"):
        refine(studio, studio.drawn(), 4)


# -- ordering --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("order", [[1, 2], [1, 1, 2], [0, 1, 2], [1, 2, 4], [3, 2, 1, 1], [-1, 2, 3], [1] * 500])
def test_an_order_that_is_no_permutation_is_refused(studio, order):
    with pytest.raises(Invalid, match="Failed to reorder scenes"):
        reorder(studio, studio.drawn(), order)


def test_an_empty_order_is_refused(studio):
    with pytest.raises(Invalid, match="scene_order cannot be empty"):
        reorder(studio, studio.drawn(), [])


def test_scenes_are_renumbered_by_their_new_order(studio):
    board = reorder(studio, studio.drawn(), [3, 1, 2])
    assert [scene.key for scene in board.scenes] == [3, 1, 2]
    assert [scene.key for scene in reorder(studio, board, [2, 3, 1]).scenes] == [1, 2, 3]


@pytest.mark.parametrize("change", ["refine", "reorder"])
def test_a_change_takes_the_approval_away(studio, change):
    board = studio.drawn()
    studio.storyboards.approve(ALICE, board.production_id, None, None)
    refine(studio, board, 1, None, "New words") if change == "refine" else reorder(studio, board, [2, 1, 3])
    assert studio.stored(board).approval is None
    with pytest.raises(Invalid, match="not approved"):
        studio.storyboards.render(ALICE, board.production_id)


# -- the green light and the video -----------------------------------------------------------------------------------
def test_an_approval_for_an_older_revision_or_a_lower_price_is_refused(studio):
    board = studio.drawn()
    with pytest.raises(StaleRevision):
        studio.storyboards.approve(ALICE, board.production_id, board.revision - 1, None)
    with pytest.raises(PriceChanged):
        studio.storyboards.approve(ALICE, board.production_id, board.revision, 1)


def test_a_second_approval_is_refused(studio):
    board = studio.drawn()
    studio.storyboards.approve(ALICE, board.production_id, None, None)
    with pytest.raises(InvalidTransition, match="approved already"):
        studio.storyboards.approve(ALICE, board.production_id, None, None)


def test_an_approval_holds_nothing_and_rendering_holds_what_was_approved(studio):
    board = studio.drawn()
    price = board.estimate().amount
    studio.storyboards.approve(ALICE, board.production_id, None, None)
    assert studio.balance()[1] == 0
    studio.storyboards.render(ALICE, board.production_id)
    assert studio.balance()[1] == price
    studio.run(board)
    assert studio.balance() == (EVERYTHING - 3 * PICTURE - price, 0)


def test_a_green_light_that_nobody_uses_goes_out(studio):
    board = studio.drawn()
    studio.storyboards.approve(ALICE, board.production_id, None, None)
    studio.backend.clock.forward(timedelta(days=8))
    with pytest.raises(InvalidTransition, match="time to render what was approved is over"):
        studio.storyboards.render(ALICE, board.production_id)
    studio.backend.lifecycle.reconcile()
    assert studio.stored(board).status is Status.EXPIRED
    with pytest.raises(Invalid, match="not approved"):
        studio.storyboards.render(ALICE, board.production_id)
    reorder(studio, board, [1, 2, 3])
    assert studio.rendering(board).status is Status.RUNNING


def test_nobody_pays_more_than_was_approved_where_prices_rise_before_it_is_rendered(studio, monkeypatch):
    board = studio.drawn()
    approved = studio.storyboards.approve(ALICE, board.production_id, None, None).approval
    monkeypatch.setitem(PRICES, ("media", "ffmpeg"), (300, "s"))
    assert studio.stored(board).estimate().amount > approved.price
    assert studio.storyboards.render(ALICE, board.production_id).held == approved.price


@pytest.mark.parametrize("action", ["refine", "reorder", "approve", "render", "delete"])
def test_nothing_but_a_cancellation_touches_a_storyboard_that_is_being_rendered(studio, action):
    board = studio.rendering(studio.drawn())
    attempts = {
        "refine": lambda: refine(studio, board, 1),
        "reorder": lambda: reorder(studio, board, [2, 1, 3]),
        "approve": lambda: studio.storyboards.approve(ALICE, board.production_id, None, None),
        "render": lambda: studio.storyboards.render(ALICE, board.production_id),
        "delete": lambda: studio.storyboards.delete(ALICE, board.production_id),
    }
    with pytest.raises(InvalidTransition):
        attempts[action]()


def test_the_pieces_add_up_to_the_whole(studio):
    board = studio.drawn(duration=31.4)
    assert sum(map(board.seconds_of, board.pieces)) == pytest.approx(31.4)


def test_a_first_rendering_makes_every_voice_body_and_seam(studio):
    board = studio.drawn()
    assert studio.rendered(board) == [
        *("speak/1", "speak/2", "speak/3"),
        *("seam/-1.1", "body/1.1", "seam/1.1-2.1", "body/2.1", "seam/2.1-3.1", "body/3.1", "seam/3.1-"),
        "join",
    ]


def test_after_a_reorder_only_the_new_seams_are_rendered_and_paid(studio):
    board = studio.drawn(duration=30)
    studio.rendered(board)
    board = reorder(studio, board, [1, 3, 2, 4, 5, 6])
    price = board.estimate().amount
    assert studio.rendered(board) == ["seam/1.1-3.1", "seam/3.1-2.1", "seam/2.1-4.1", "join"]
    assert price == studio.stored(board).cost == 3 * 96


def test_with_hard_cuts_a_reorder_renders_nothing_but_the_join(studio):
    board = studio.drawn(cut=Cut(transition="cut"))
    studio.rendered(board)
    board = reorder(studio, board, [3, 2, 1])
    assert board.estimate().amount == 0
    assert studio.rendered(board) == ["join"]


def test_cards_come_on_top_of_the_scenes_and_are_made_once(studio):
    board = studio.drawn(cut=Cut(title_card=True, end_card="Thank you"))
    assert sum(map(board.seconds_of, board.pieces)) == pytest.approx(15 + 2 * 3)
    first = studio.rendered(board)
    assert (first[3], first[-2:]) == ("card/title", ["card/end", "join"])
    assert studio.backend.queue.submitted[-1].params["scenes"][0]["start"] == 3
    assert not {"card/title", "card/end"} & set(studio.rendered(reorder(studio, board, [2, 1, 3])))


def test_ones_own_music_is_kept_with_the_storyboard_and_played(studio):
    board = studio.drawn(music=b"a piece of music")
    studio.rendered(board)
    join = studio.backend.queue.submitted[-1]
    assert join.params["music"] == {"kind": "input"}
    assert studio.backend.media.read(join.inputs["music"]) == b"a piece of music"
    studio.storyboards.delete(ALICE, board.production_id)
    assert not studio.backend.media.exists(join.inputs["music"])


def test_after_a_refinement_one_body_and_two_seams_are_rendered(studio):
    board = studio.drawn(duration=30)
    studio.rendered(board)
    studio.meanwhile = [studio.succeed]
    refine(studio, board, 3)
    assert studio.rendered(board) == ["seam/2.1-3.2", "body/3.2", "seam/3.2-4.1", "join"]


def test_a_rendering_that_failed_goes_on_where_it_stopped(studio):
    board = studio.rendering(studio.drawn())
    plan = studio.steps.plan(board.production_id)
    for step in plan["voices"]:
        studio.do(board, step)
    execution = studio.stored(board).execution
    studio.backend.lifecycle.fail_at(board.production_id, execution, "RenderPieces", {"Error": "x"})
    assert studio.balance()[1] == 0
    studio.storyboards.render(ALICE, board.production_id)
    assert studio.steps.plan(board.production_id)["voices"] == []
    studio.run(board)
    assert studio.stored(board).status is Status.SUCCEEDED


def test_rendering_again_does_not_wait_for_a_workflow_that_is_about_to_end(studio):
    board = studio.rendering(studio.drawn())
    ending = studio.stored(board).execution
    studio.backend.lifecycle.fail_at(board.production_id, ending, "RenderPieces", {"Error": "x"})
    assert studio.backend.workflows.is_running("storyboard", ending)
    again = studio.storyboards.render(ALICE, board.production_id)
    assert again.execution != ending
    assert studio.backend.workflows.is_running("storyboard", again.execution)


def test_a_cancelled_rendering_gives_back_what_was_held_and_keeps_what_was_made(studio):
    board = studio.rendering(studio.drawn())
    studio.do(board, "speak/1")
    cancelled = studio.storyboards.cancel(ALICE, board.production_id)
    assert (cancelled.status, studio.balance()[1]) == (Status.CANCELLED, 0)
    assert "speak/1" in studio.stored(board).results


def test_who_cancels_at_the_last_moment_and_renders_again_pays_for_what_was_kept(studio):
    board = studio.rendering(studio.drawn())
    price = board.held
    plan = studio.steps.plan(board.production_id)
    for step in [*plan["voices"], *plan["pieces"]]:
        studio.do(board, step)
    cancelled = studio.storyboards.cancel(ALICE, board.production_id)
    assert cancelled.estimate().amount == price
    again = studio.storyboards.render(ALICE, board.production_id)
    assert again.held == price
    assert studio.run(board) == ["join"]
    assert studio.balance() == (EVERYTHING - 3 * PICTURE - price, 0)
    assert studio.stored(board).estimate().amount == 0


def test_a_video_that_is_joined_when_its_rendering_is_cancelled_is_not_handed_out(studio):
    board = studio.rendering(studio.drawn())
    plan = studio.steps.plan(board.production_id)
    for step in [*plan["voices"], *plan["pieces"], "join"]:
        studio.do(board, step)
    assert studio.storyboards.cancel(ALICE, board.production_id).video is None
    studio.storyboards.render(ALICE, board.production_id)
    assert studio.run(board) == []
    assert studio.stored(board).video is not None


def test_what_was_made_for_a_scene_that_changed_since_is_not_paid_for(studio):
    board = studio.rendering(studio.drawn())
    price = board.held
    studio.do(board, "body/1.1")
    studio.storyboards.cancel(ALICE, board.production_id)
    studio.meanwhile = [studio.succeed]
    refine(studio, board, 1)
    assert studio.rendering(board).held == price


def test_every_permutation_of_three_scenes_joins_to_the_same_length(studio):
    board = studio.drawn()
    for order in permutations([1, 2, 3]):
        board = reorder(studio, board, list(order))
        assert sum(map(board.seconds_of, board.pieces)) == pytest.approx(15)


def test_no_two_scenes_move_alike():
    moves = [tuple(Scene(key, 1, "", "", "", 100).move.values()) for key in range(1, 41)]
    assert len(set(moves)) == 40


def test_a_storyboard_is_found_by_nobody_else(studio):
    board = studio.drawn()
    for stranger in (Identity("acme", "bob", "k"), Identity("other", None, "k")):
        with pytest.raises(NotFound):
            studio.storyboards.get(stranger, board.production_id)


def test_a_deleted_storyboard_is_gone_with_what_was_held_for_it(studio):
    board = studio.drawn()
    refine(studio, board, 1)
    studio.storyboards.delete(ALICE, board.production_id)
    with pytest.raises(NotFound):
        studio.storyboards.get(ALICE, board.production_id)
    assert studio.balance()[1] == 0


def test_progress_never_goes_back_from_the_prompt_to_the_video(studio):
    board = studio.drawn()
    assert board.progress > 0
    studio.rendered(board)
    events = [event for _, event in studio.backend.productions.events(board.production_id)]
    told = [event.data["progress"] for event in events if "progress" in event.data]
    assert len(told) > 10
    assert told == sorted(told)


def test_a_first_picture_for_a_scene_without_one_does_not_count_as_a_refinement(studio):
    board = studio.drawn(failing=["draw/2.1"])
    for n in range(5):
        refine(studio, board, 1, None, f"Description {n}")
    studio.meanwhile = [studio.succeed]
    assert refine(studio, board, 2).refinements_made == 5
    with pytest.raises(LimitReached):
        refine(studio, board, 2)


def test_what_many_jobs_have_left_is_taken_away_after_the_answer(studio):
    board = studio.drawn(duration=60)
    studio.rendered(board)
    studio.storyboards.delete(ALICE, board.production_id)
    with pytest.raises(NotFound):
        studio.storyboards.get(ALICE, board.production_id)
    assert studio.backend.media.files
    studio.backend.lifecycle.reconcile()
    assert not studio.backend.media.files
    assert not studio.backend.productions.stored


def test_a_request_whose_answer_was_lost_makes_and_pays_for_no_second_storyboard(studio):
    new = NewStoryboard("A calm place", 15, "cinematic", "16:9")
    first = studio.storyboards.create(ALICE, "alice", new, "order-17")
    assert studio.storyboards.create(ALICE, "alice", new, "order-17").production_id == first.production_id
    assert studio.balance() == (EVERYTHING - 3 * PICTURE, 3 * PICTURE)
    with pytest.raises(Conflict, match="used for another request"):
        studio.storyboards.create(ALICE, "alice", replace(new, prompt="A loud place"), "order-17")
    assert studio.storyboards.create(ALICE, "alice", new, "order-18").production_id != first.production_id
