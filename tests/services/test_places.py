"""An account's places: how many productions are made at once, who waits, and whose turn is next."""

from datetime import timedelta

import pytest

from greenlight.domain.errors import ConcurrentChange, InvalidTransition
from greenlight.domain.keys import Identity
from greenlight.domain.production import Failure
from greenlight.domain.reel import NewReel
from greenlight.domain.status import Status
from tests.support.backend import ALICE, Backend
from tests.support.storyboards import Studio

BOB = Identity("acme", "bob", "key-b")
CAROL = Identity("rivals", "carol", "key-c")


@pytest.fixture
def backend() -> Backend:
    return Backend(places=1)


def approved(backend, count, identity=ALICE):
    """Reels approved a second apart; each waits for its approval as its workflow does."""
    reels = []
    for _ in range(count):
        reel = backend.new_reel()
        backend.wait_for_approval(reel, f"doorbell-{reel.production_id}")
        backend.clock.forward(timedelta(seconds=1))
        reels.append(backend.reels.approve(identity, reel.production_id, None, None))
    return reels


def statuses(backend, reels):
    return [backend.productions.get(reel.production_id).status.value for reel in reels]


def held(backend):
    return backend.credits.balance("acme", "alice").held


def test_an_approval_beyond_the_limit_is_kept_with_its_hold_and_waits(backend):
    reels = approved(backend, 2)
    assert [reel.status for reel in reels] == [Status.RUNNING, Status.QUEUED]
    assert held(backend) == sum(reel.approval.price for reel in reels)
    assert [token for token, _, _ in backend.workflows.answers] == [f"doorbell-{reels[0].production_id}"]


def test_who_waits_is_told_of_the_approval_at_once_and_of_the_start_when_it_comes(backend):
    first, second = approved(backend, 2)

    def told(reel):
        return [(event.type, event.data["status"]) for _, event in backend.productions.events(reel.production_id)][1:]

    assert told(first) == [("reel.approved", "queued"), ("reel.progress", "running")]
    assert told(second) == [("reel.approved", "queued")]
    backend.make(first)
    backend.lifecycle.take_turns("acme")
    assert told(second) == [("reel.approved", "queued"), ("reel.progress", "running")]
    backend.lifecycle.take_turns("acme")
    assert told(second) == [("reel.approved", "queued"), ("reel.progress", "running")]


ENDS = {
    "finished": lambda backend, reel: backend.make(reel),
    "failed": lambda backend, reel: backend.lifecycle.fail_at(
        reel.production_id, backend.stored(reel).execution, "SpeakScript", {}
    ),
    "cancelled": lambda backend, reel: backend.reels.cancel(ALICE, reel.production_id),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_whatever_ends_gives_its_place_to_the_longest_waiting(backend, end):
    reels = approved(backend, 3)
    end(backend, reels[0])
    assert backend.lifecycle.take_turns("acme") == 1
    assert statuses(backend, reels[1:]) == ["running", "queued"]
    assert f"doorbell-{reels[1].production_id}" in [token for token, _, _ in backend.workflows.answers]


def test_a_newcomer_does_not_overtake_who_waits_for_the_place_that_just_became_free(backend):
    first, second = approved(backend, 2)
    backend.make(first)
    (third,) = approved(backend, 1)
    assert statuses(backend, [second, third]) == ["queued", "queued"]
    backend.lifecycle.take_turns("acme")
    assert statuses(backend, [second, third]) == ["running", "queued"]


def test_reconcile_starts_what_waits_where_nobody_else_did(backend):
    reels = approved(backend, 3)
    backend.make(reels[0])
    backend.clock.forward(timedelta(minutes=2))
    assert backend.lifecycle.reconcile()["restarted"] == 1
    assert statuses(backend, reels[1:]) == ["running", "queued"]


def test_reconcile_looks_at_a_line_once_however_long_it_is(backend):
    reels = approved(backend, 6)
    backend.make(reels[0])
    backend.clock.forward(timedelta(minutes=2))
    assert backend.lifecycle.reconcile()["looked_at"] == 1
    assert statuses(backend, reels[1:]) == ["running"] + 4 * ["queued"]


def test_a_storyboard_whose_creator_died_is_drawn_within_two_minutes(backend, monkeypatch):
    studio = Studio(backend)

    def unreachable(*_):
        raise ConnectionError("no workflows today")

    monkeypatch.setattr(backend.productions, "in_line", unreachable)
    board = studio.new()
    monkeypatch.undo()
    backend.clock.forward(timedelta(minutes=1))
    backend.lifecycle.reconcile()
    assert statuses(backend, [board]) == ["running"]


def test_one_in_line_that_cannot_be_started_keeps_nobody_behind_it_waiting(backend, monkeypatch):
    at_work, broken, last = approved(backend, 3)
    save = backend.productions.save

    def damaged(production):
        if production.production_id == broken.production_id:
            raise ValueError("no production of ours")
        save(production)

    backend.productions.places = 3
    monkeypatch.setattr(backend.productions, "save", damaged)
    assert backend.lifecycle.take_turns("acme") == 1
    monkeypatch.undo()
    assert statuses(backend, [at_work, broken, last]) == ["running", "queued", "running"]


def test_an_edit_stands_whose_workflow_cannot_be_started_at_that_moment(backend, monkeypatch):
    (reel,) = approved(backend, 1)
    backend.make(reel)

    def unreachable(*_):
        raise ConnectionError("no workflows today")

    monkeypatch.setattr(backend.workflows, "start", unreachable)
    edited = backend.reels.edit(ALICE, reel.production_id, "Another text for the very same face.", None)
    assert (edited.status, edited.revision) == (Status.AWAITING_APPROVAL, reel.revision + 1)


def test_reconcile_writes_nothing_for_those_whose_turn_it_is_not(backend):
    _, waiting = approved(backend, 2)
    backend.clock.forward(timedelta(minutes=2))
    before = backend.stored(waiting).version
    backend.lifecycle.reconcile()
    assert backend.stored(waiting).version == before


def test_a_workflow_that_reaches_its_wait_while_the_reel_waits_for_its_turn_waits_too(backend):
    approved(backend, 1)
    reel = backend.new_reel()
    backend.reels.approve(ALICE, reel.production_id, None, None)
    backend.wait_for_approval(reel, "late")
    assert "late" in backend.workflows.live_tokens
    backend.reels.cancel(ALICE, backend.reels.list(ALICE, None, "running", 1, None).items[0].production_id)
    backend.lifecycle.take_turns("acme")
    assert "late" not in backend.workflows.live_tokens


def test_a_workflow_that_died_while_the_reel_waited_is_started_anew(backend):
    first, second = approved(backend, 2)
    backend.workflows.running.discard(backend.stored(second).execution)
    backend.make(first)
    backend.lifecycle.take_turns("acme")
    assert backend.stored(second).execution in backend.workflows.running


def test_cancelling_or_deleting_who_waits_gives_back_its_hold_and_its_turn(backend):
    first, second, third, fourth = approved(backend, 4)
    backend.reels.cancel(ALICE, second.production_id)
    backend.reels.delete(ALICE, third.production_id)
    assert held(backend) == first.approval.price + fourth.approval.price
    backend.make(first)
    backend.lifecycle.take_turns("acme")
    assert statuses(backend, [second, fourth]) == ["cancelled", "running"]


def test_who_waits_can_be_neither_changed_nor_approved_again(backend):
    _, waiting = approved(backend, 2)
    with pytest.raises(InvalidTransition, match="waits for its turn"):
        backend.reels.edit(ALICE, waiting.production_id, "Another text.", None)
    with pytest.raises(InvalidTransition):
        backend.reels.approve(ALICE, waiting.production_id, None, None)
    with pytest.raises(InvalidTransition):
        backend.reels.generate(ALICE, waiting.production_id)


def test_a_reel_that_is_made_again_waits_like_any_other(backend):
    first, second = approved(backend, 2)
    backend.reels.cancel(ALICE, first.production_id)
    backend.clock.forward(timedelta(seconds=1))
    again = backend.reels.generate(ALICE, first.production_id)
    assert statuses(backend, [second, again]) == ["queued", "queued"]
    backend.lifecycle.take_turns("acme")
    assert statuses(backend, [second, again]) == ["running", "queued"]


def test_accounts_do_not_wait_for_one_another(backend):
    approved(backend, 1)
    theirs = backend.reels.create(CAROL, "carol", _new())
    assert backend.reels.approve(CAROL, theirs.production_id, None, None).status is Status.RUNNING


def test_users_of_an_account_share_its_places(backend):
    approved(backend, 1)
    bobs = backend.reels.create(BOB, "bob", _new())
    assert backend.reels.approve(BOB, bobs.production_id, None, None).status is Status.QUEUED


def test_a_storyboard_waits_to_be_drawn_and_gives_its_place_back_while_a_person_looks_at_it(backend):
    studio = Studio(backend)
    first = studio.new()
    backend.clock.forward(timedelta(seconds=1))
    second = studio.new()
    assert statuses(backend, [first, second]) == ["running", "queued"]
    assert backend.workflows.is_running("storyboard", backend.productions.get(first.production_id).execution)
    assert not backend.workflows.is_running("storyboard", backend.productions.get(second.production_id).execution)
    for step in studio.steps.write(first.production_id):
        studio.submit(first, step)
        studio.succeed()
    studio.wait_for_approval(first)
    assert backend.lifecycle.take_turns("acme") == 1
    assert statuses(backend, [first, second]) == ["awaiting_approval", "running"]


def test_a_place_is_kept_until_the_cancellation_is_done(backend):
    first, second = approved(backend, 2)
    cancelling = backend.stored(first)
    cancelling.request_cancel(backend.clock.now())
    backend.productions.save(cancelling)
    assert backend.lifecycle.take_turns("acme") == 0
    backend.clock.forward(timedelta(minutes=11))
    backend.lifecycle.reconcile()
    backend.lifecycle.take_turns("acme")
    assert statuses(backend, [first, second]) == ["cancelled", "running"]


def test_a_start_that_somebody_else_made_first_is_no_error(backend, monkeypatch):
    first = approved(backend, 2)[0]
    backend.make(first)

    def overtaken(production):
        raise ConcurrentChange("Somebody else changed this.")

    monkeypatch.setattr(backend.productions, "save", overtaken)
    assert backend.lifecycle.take_turns("acme") == 0
    monkeypatch.undo()
    assert backend.lifecycle.take_turns("acme") == 1


def test_an_approval_whose_workflow_cannot_be_reached_stands_and_is_started_later(backend, monkeypatch):
    reel = backend.new_reel()

    def unreachable(*_):
        raise ConnectionError("no workflows today")

    monkeypatch.setattr(backend.workflows, "is_running", unreachable)
    assert backend.reels.approve(ALICE, reel.production_id, None, None).status is Status.RUNNING
    monkeypatch.undo()
    backend.workflows.running.clear()
    backend.clock.forward(timedelta(minutes=1))
    assert backend.lifecycle.reconcile()["restarted"] == 1
    assert backend.stored(reel).execution in backend.workflows.running


def test_no_order_of_events_makes_more_at_once_than_there_are_places():
    backend = Backend(places=3)
    reels = approved(backend, 12)
    while waiting := [reel for reel in reels if backend.stored(reel).status is Status.RUNNING]:
        assert len(waiting) <= 3
        failed = backend.stored(waiting[-1])
        failed.fail(Failure("x", "It failed.", "SpeakScript", retryable=True), backend.clock.now())
        backend.productions.save(failed)
        backend.lifecycle.take_turns("acme")
    assert set(statuses(backend, reels)) == {"failed"}
    assert held(backend) == 0


def _new():
    return NewReel(image=b"picture", script="Hello there, everybody.")
