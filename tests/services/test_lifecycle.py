"""Cancel, expire, fail, reconcile: nothing is lost and nothing stays held."""

from datetime import timedelta

import pytest

from greenlight.domain.errors import InvalidTransition, NotFound
from greenlight.domain.status import Status
from greenlight.services.productions import change
from tests.support.backend import ALICE, Backend


@pytest.fixture
def backend() -> Backend:
    return Backend()


def test_cancelling_stops_the_workflow_and_the_job_and_gives_the_money_back(backend):
    reel = backend.approved_reel()
    backend.submit(reel, "speak_script")
    reel = backend.reels.cancel(ALICE, reel.production_id)
    assert reel.status is Status.CANCELLED
    assert backend.workflows.stopped == [reel.execution]
    assert backend.queue.cancelled == [backend.queue.submitted[0].job_id]
    assert backend.credits.balance("acme", "alice").available == 10_000_000


def test_cancelling_leaves_a_job_that_another_reel_waits_for(backend):
    first, second = backend.approved_reel(), backend.approved_reel()
    backend.submit(first, "speak_script")
    backend.submit(second, "speak_script")
    backend.reels.cancel(ALICE, first.production_id)
    assert backend.queue.cancelled == []


def test_who_is_overtaken_makes_way_longer_each_time_and_writes_in_the_end(backend):
    reel = backend.new_reel()
    to_overtake = iter(range(3))

    def mutate(current):
        current.current_step = "Mine"
        if next(to_overtake, None) is not None:
            backend.productions.save(backend.stored(reel))

    change(backend.productions, reel, mutate)
    assert backend.stored(reel).current_step == "Mine"
    assert backend.productions.made_way == [0, 1, 2]


def test_cancelling_twice_is_refused(backend):
    reel = backend.new_reel()
    backend.reels.cancel(ALICE, reel.production_id)
    with pytest.raises(InvalidTransition, match="nothing to cancel"):
        backend.reels.cancel(ALICE, reel.production_id)


def test_an_approval_that_nobody_gives_expires(backend):
    reel = backend.new_reel()
    backend.clock.forward(timedelta(days=7, seconds=1))
    assert backend.lifecycle.reconcile()["expired"] == 1
    assert backend.stored(reel).status is Status.EXPIRED


def test_an_approval_after_its_time_is_refused_even_before_reconcile_saw_it(backend):
    reel = backend.new_reel()
    backend.clock.forward(timedelta(days=8))
    with pytest.raises(InvalidTransition, match="time to approve"):
        backend.reels.approve(ALICE, reel.production_id, None, None)


def test_reconcile_restarts_a_running_reel_whose_workflow_is_gone(backend):
    reel = backend.approved_reel()
    backend.workflows.running.clear()
    backend.clock.forward(timedelta(minutes=11))
    assert backend.lifecycle.reconcile()["restarted"] == 1
    assert backend.workflows.started[-1] == f"{reel.production_id}-2"


def test_reconcile_leaves_a_running_workflow_alone(backend):
    backend.approved_reel()
    backend.clock.forward(timedelta(minutes=11))
    assert backend.lifecycle.reconcile()["restarted"] == 0


def test_reconcile_of_everything_looks_at_what_is_not_due(backend):
    backend.new_reel()
    backend.workflows.running.clear()
    assert backend.lifecycle.reconcile()["looked_at"] == 0
    assert backend.lifecycle.reconcile(everything=True)["restarted"] == 1


def test_a_restarted_workflow_of_a_waiting_reel_finds_nobody_approved_and_waits(backend):
    reel = backend.new_reel()
    backend.wait_for_approval(reel)
    assert backend.workflows.answers == []


def test_a_job_error_becomes_the_reels_error(backend):
    reel = backend.approved_reel()
    cause = '{"code": "no_face", "message": "There is no face.", "retryable": false}'
    backend.lifecycle.fail_at(
        reel.production_id, reel.execution, "AnimatePortrait", {"Error": "no_face", "Cause": cause}
    )
    error = backend.stored(reel).error
    assert error is not None
    assert (error.code, error.message, error.stage) == ("no_face", "There is no face.", "AnimatePortrait")
    assert error.retryable is False


def test_a_failure_of_an_abandoned_run_does_not_touch_a_reel_that_waits_again(backend):
    reel = backend.approved_reel()
    backend.lifecycle.fail_at(reel.production_id, reel.execution, "SpeakScript", {"Cause": "?"})
    backend.reels.edit(ALICE, reel.production_id, "A new text for it.", None)
    backend.lifecycle.fail_at(reel.production_id, reel.execution, "SpeakScript", {"Cause": "?"})
    assert backend.stored(reel).status is Status.AWAITING_APPROVAL


def test_finishing_twice_settles_once(backend):
    done = backend.make(backend.approved_reel())
    backend.lifecycle.finish(done.production_id)
    assert [entry.movement.value for entry in backend.credits.entries] == ["hold", "settle"]


def test_nobody_pays_more_than_the_price_they_approved(backend):
    reel = backend.approved_reel()
    price = reel.estimate().amount
    for step in ("speak_script", "animate_portrait", "finish_video"):
        backend.submit(reel, step)
        backend.plane.finished(backend.result_of_last_job(step, seconds=10_000))
    backend.lifecycle.finish(reel.production_id)
    assert backend.stored(reel).cost == price


def test_every_state_change_tells_its_event(backend):
    done = backend.make(backend.approved_reel())
    told = [event.type for _, event in backend.productions.events(done.production_id)]
    assert told[0] == "reel.awaiting_approval"
    assert told[1] == "reel.approved"
    assert told[-1] == "reel.completed"
    assert "reel.progress" in told


def test_a_failure_of_an_earlier_run_does_not_fail_the_current_one(backend):
    reel = backend.approved_reel()
    earlier = reel.execution
    backend.workflows.running.clear()
    backend.lifecycle.reconcile(everything=True)
    backend.lifecycle.fail_at(reel.production_id, earlier, "SpeakScript", {"Cause": "?"})
    assert backend.stored(reel).status is Status.RUNNING


def test_an_approval_whose_doorbell_nobody_rang_is_rung_by_reconcile(backend):
    reel = backend.new_reel()
    backend.wait_for_approval(reel)
    stored = backend.stored(reel)
    stored.approve("alice", backend.clock.now(), None, None)
    backend.credits.open("acme", "alice")
    backend.productions.save(stored)
    backend.lifecycle.reconcile(everything=True)
    assert backend.workflows.answers == [("doorbell", "succeeded", "")]


def test_one_production_that_cannot_be_read_does_not_keep_reconcile_from_the_others(backend):
    broken, waiting = backend.new_reel(), backend.new_reel()
    due = [broken.production_id, waiting.production_id]
    backend.productions.due = lambda now: iter(due)
    del backend.productions.stored[broken.production_id][1]["portrait"]
    backend.clock.forward(timedelta(days=8))
    counts = backend.lifecycle.reconcile()
    assert (counts["failed"], counts["expired"]) == (1, 1)
    assert backend.stored(waiting).status is Status.EXPIRED


def test_a_reel_deleted_by_one_while_another_approves_it_holds_nothing(backend):
    reel = backend.new_reel()
    backend.credits.open("acme", "alice")
    approved = backend.stored(reel)
    approved.approve("alice", backend.clock.now(), None, None)
    backend.productions.save(approved)
    backend.lifecycle.delete(reel)
    assert backend.productions.stored == {}
    assert backend.credits.balance("acme", "alice").held == 0


def test_a_reel_deleted_by_one_while_another_starts_it_stays(backend):
    reel = backend.new_reel()
    backend.approved_reel()
    backend.reels.approve(ALICE, reel.production_id, None, None)
    with pytest.raises(InvalidTransition, match="cancel it first"):
        backend.lifecycle.delete(reel)
    assert backend.stored(reel).status is Status.RUNNING


def test_a_deletion_that_was_interrupted_is_finished_by_reconcile(backend):
    reel = backend.new_reel()
    marked = backend.stored(reel)
    marked.delete(backend.clock.now())
    backend.productions.save(marked)
    with pytest.raises(NotFound):
        backend.reels.get(ALICE, reel.production_id)
    with pytest.raises(NotFound):
        backend.lifecycle.approve(marked, "alice", None, None)
    assert backend.lifecycle.reconcile(everything=True)["deleted"] == 1
    assert backend.media.files == {}
    assert backend.productions.stored == {}
