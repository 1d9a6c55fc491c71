"""What a person can do with a reel, told to the services on the memory twins."""

from dataclasses import replace

import pytest

from greenlight.domain.errors import (
    Conflict,
    InsufficientCredits,
    Invalid,
    InvalidTransition,
    NotFound,
    PriceChanged,
    StaleRevision,
)
from greenlight.domain.keys import Identity
from greenlight.domain.status import Status
from tests.support.backend import ALICE, SCRIPT, Backend

BOB = Identity("acme", "bob", "key-b")
MALLORY = Identity("other", None, "key-m")


@pytest.fixture
def backend() -> Backend:
    return Backend()


def test_a_new_reel_waits_for_approval_with_its_own_text(backend):
    reel = backend.new_reel()
    assert reel.status is Status.AWAITING_APPROVAL
    assert reel.final_script == SCRIPT
    assert [version.origin for version in reel.versions] == ["original"]
    assert backend.workflows.started == [reel.execution]


def test_a_rewrite_is_kept_beside_the_original(backend):
    reel = backend.new_reel(use_rewrite=True, tone="energetic")
    assert [version.origin for version in reel.versions] == ["original", "rewrite"]
    assert reel.final_script != SCRIPT
    assert reel.original_script == SCRIPT
    assert reel.revision == 2


def test_each_regenerated_version_differs_from_all_before_it(backend):
    reel = backend.new_reel()
    for _ in range(6):
        reel = backend.reels.rewrite(ALICE, reel.production_id, "regenerate", "calm", None, None)
    assert len(set(reel.earlier_scripts)) == 7


def test_an_earlier_version_can_be_restored(backend):
    reel = backend.new_reel(use_rewrite=True)
    reel = backend.reels.restore(ALICE, reel.production_id, 1)
    assert reel.final_script == SCRIPT
    assert reel.versions[-1].origin == "restore"


def test_restoring_a_version_that_never_was_says_which_there_are(backend):
    reel = backend.new_reel()
    with pytest.raises(NotFound, match="versions 1 to 1"):
        backend.reels.restore(ALICE, reel.production_id, 9)


def test_an_approval_for_an_older_revision_is_refused_with_the_current_one_and_its_price(backend):
    reel = backend.new_reel(use_rewrite=True)
    with pytest.raises(StaleRevision) as refusal:
        backend.reels.approve(ALICE, reel.production_id, 1, None)
    estimate = backend.stored(reel).estimate()
    assert refusal.value.facts == {"revision": 2, "amount": estimate.amount / 1e6, "estimate": estimate}


def test_an_approval_below_the_price_is_refused_with_the_price(backend):
    reel = backend.new_reel()
    with pytest.raises(PriceChanged) as refusal:
        backend.reels.approve(ALICE, reel.production_id, None, 10)
    estimate = reel.estimate()
    assert refusal.value.facts == {"revision": 1, "amount": estimate.amount / 1e6, "estimate": estimate}


def test_an_approval_holds_the_price_and_lets_the_workflow_on(backend):
    reel = backend.new_reel()
    backend.wait_for_approval(reel)
    reel = backend.reels.approve(ALICE, reel.production_id, 1, None)
    assert reel.status is Status.RUNNING
    assert backend.credits.balance("acme", "alice").held == reel.estimate().amount
    assert backend.workflows.answers == [("doorbell", "succeeded", "")]


def test_an_approval_is_found_by_a_workflow_that_reaches_its_wait_later(backend):
    reel = backend.approved_reel()
    backend.wait_for_approval(reel)
    assert backend.workflows.answers == [("doorbell", "succeeded", "")]


def test_an_approval_whose_workflow_died_starts_another(backend):
    reel = backend.new_reel()
    backend.workflows.running.clear()
    reel = backend.reels.approve(ALICE, reel.production_id, None, None)
    assert backend.workflows.started == [f"{reel.production_id}-1", f"{reel.production_id}-2"]


def test_a_second_approval_is_refused(backend):
    reel = backend.approved_reel()
    with pytest.raises(InvalidTransition, match="is running"):
        backend.reels.approve(ALICE, reel.production_id, None, None)
    assert len(backend.credits.entries) == 1


def test_an_approval_without_enough_credits_says_what_is_missing(backend):
    backend.credits.starting = 5
    reel = backend.new_reel()
    with pytest.raises(InsufficientCredits) as refusal:
        backend.reels.approve(ALICE, reel.production_id, None, None)
    assert refusal.value.facts["available"] == pytest.approx(0.000005)
    assert backend.stored(reel).status is Status.AWAITING_APPROVAL


def test_an_edit_after_approval_and_failure_asks_for_approval_again(backend):
    reel = backend.approved_reel()
    backend.lifecycle.fail_at(reel.production_id, reel.execution, "SpeakScript", {"Error": "x", "Cause": "?"})
    reel = backend.reels.edit(ALICE, reel.production_id, "Something else entirely.", None)
    assert reel.status is Status.AWAITING_APPROVAL
    assert reel.approval is None
    assert reel.error is None
    assert reel.run == 2


def test_an_edit_of_an_older_revision_is_refused(backend):
    reel = backend.new_reel(use_rewrite=True)
    with pytest.raises(StaleRevision):
        backend.reels.edit(ALICE, reel.production_id, "Hello there.", 1)


def test_a_reel_that_is_being_made_cannot_be_rewritten(backend):
    reel = backend.approved_reel()
    with pytest.raises(InvalidTransition, match="cancel it first"):
        backend.reels.rewrite(ALICE, reel.production_id, "regenerate", None, None, None)


def test_a_reel_that_is_being_made_cannot_be_deleted(backend):
    reel = backend.approved_reel()
    with pytest.raises(InvalidTransition, match="cancel it first"):
        backend.reels.delete(ALICE, reel.production_id)


def test_generating_without_approval_is_refused(backend):
    reel = backend.new_reel()
    with pytest.raises(InvalidTransition, match="approve it first"):
        backend.reels.generate(ALICE, reel.production_id)


def test_a_failed_reel_is_generated_again_and_paid_once(backend):
    reel = backend.approved_reel()
    backend.lifecycle.fail_at(reel.production_id, reel.execution, "SpeakScript", {"Error": "x", "Cause": "?"})
    assert backend.credits.balance("acme", "alice").held == 0
    reel = backend.reels.generate(ALICE, reel.production_id)
    done = backend.make(reel)
    assert done.status is Status.SUCCEEDED
    movements = [entry.movement.value for entry in backend.credits.entries]
    assert movements == ["hold", "release", "hold", "settle"]
    assert backend.credits.balance("acme", "alice").held == 0


@pytest.mark.parametrize("stranger", [BOB, MALLORY])
def test_somebody_elses_reel_is_not_found(backend, stranger):
    reel = backend.new_reel()
    with pytest.raises(NotFound):
        backend.reels.get(stranger, reel.production_id)


def test_a_language_that_is_not_spoken_names_the_engines_that_do(backend):
    with pytest.raises(Invalid, match="engines that do: openai"):
        backend.new_reel(language="de-DE", script="Guten Tag, wie geht es Ihnen?")


def test_an_unknown_voice_names_those_there_are(backend):
    with pytest.raises(Invalid, match="it has heart"):
        backend.new_reel(voice="darth")


def test_a_deleted_reel_leaves_no_file_behind(backend):
    done = backend.make(backend.approved_reel())
    backend.reels.delete(ALICE, done.production_id)
    assert [name for name in backend.media.files if "/tmp/" not in name] == []


def test_deleting_keeps_files_that_another_reel_uses(backend):
    first, second = (backend.make(backend.approved_reel()) for _ in range(2))
    backend.reels.delete(ALICE, first.production_id)
    assert any("result.json" in name for name in backend.media.files)
    assert backend.stored(second).output("video")


def test_a_reel_whose_rewrite_fails_leaves_no_portrait_behind(backend):
    with pytest.raises(Invalid, match="language"):
        backend.new_reel(use_rewrite=True, script="Bonjour tout le monde, nous sommes ici avec vous pour la fête.")
    assert [name for name in backend.media.files if "/tmp/" not in name] == []


def test_a_reel_whose_workflow_does_not_start_can_still_be_approved(backend):
    start = backend.workflows.start

    def refuse(family, execution, production_id):
        raise ConnectionError("no workflows today")

    backend.workflows.start = refuse
    reel = backend.new_reel()
    backend.workflows.start = start
    reel = backend.reels.approve(ALICE, reel.production_id, None, None)
    assert reel.status is Status.RUNNING
    assert backend.workflows.started == [f"{reel.production_id}-2"]


def test_a_reel_keeps_no_more_text_than_fits_into_its_item(backend):
    reel = backend.new_reel()
    text = "word " * 990
    for number in range(40):
        backend.reels.edit(ALICE, reel.production_id, f"Number {number}. {text}", None)
    with pytest.raises(Conflict, match="41 versions"):
        backend.reels.edit(ALICE, reel.production_id, text, None)


def test_two_who_regenerate_at_once_get_two_texts(backend):
    reel = backend.new_reel()
    writer = backend.reels.writer
    second = replace(backend.reels, writer=writer)

    class Interrupted:
        def rewrite(self, request):
            text = writer.rewrite(request)
            if len(request.earlier) == 1:
                second.rewrite(ALICE, reel.production_id, "regenerate", None, None, None)
            return text

    first = replace(backend.reels, writer=Interrupted())
    first.rewrite(ALICE, reel.production_id, "regenerate", None, None, None)
    texts = backend.stored(reel).earlier_scripts
    assert len(set(texts)) == len(texts) == 3
