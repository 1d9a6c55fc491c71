"""Progress events: nothing lost, nothing twice, and an end."""

from datetime import timedelta

import pytest

from greenlight.domain.errors import Invalid, NotFound
from greenlight.domain.keys import Identity
from greenlight.services.progress import ProgressEvents
from tests.support.backend import ALICE, Backend


@pytest.fixture
def backend() -> Backend:
    return Backend()


def following(backend: Backend, pause=None) -> ProgressEvents:
    return ProgressEvents(
        backend.productions, backend.clock, pause or (lambda s: backend.clock.forward(timedelta(seconds=s)))
    )


def test_a_client_that_comes_back_gets_each_event_once(backend):
    reel = backend.new_reel()
    events = following(backend)
    seen = events.after(ALICE, reel.production_id, None)
    backend.make(backend.reels.approve(ALICE, reel.production_id, None, None))
    while (more := events.after(ALICE, reel.production_id, seen[-1][0])) is not None:
        seen += more
    assert seen == backend.productions.events(reel.production_id)
    assert seen[-1][1].type == "reel.completed"


def test_a_client_waits_for_what_happens_next(backend):
    reel = backend.new_reel()
    (first,) = following(backend).after(ALICE, reel.production_id, None)
    pauses = []

    def pause(seconds):
        pauses.append(seconds)
        if len(pauses) == 3:
            backend.reels.cancel(ALICE, reel.production_id)

    (told,) = following(backend, pause).after(ALICE, reel.production_id, first[0])
    assert told[1].type == "reel.cancelled"
    assert len(pauses) == 3


def test_an_answer_ends_after_a_while_without_news(backend):
    reel = backend.new_reel()
    (first,) = following(backend).after(ALICE, reel.production_id, None)
    assert following(backend).after(ALICE, reel.production_id, first[0]) == []


def test_another_users_job_is_not_found(backend):
    reel = backend.new_reel()
    for stranger in (Identity("acme", "bob", "k"), Identity("rivals", None, "k")):
        with pytest.raises(NotFound):
            following(backend).after(stranger, reel.production_id, None)


@pytest.mark.parametrize("last", ["1", "x", "99999999.99", "00000001.01", "00000001.00\n", "٠٠٠٠٠٠٠١.٠٠", "0" * 500])
def test_a_forged_last_event_id_is_refused(backend, last):
    reel = backend.new_reel()
    with pytest.raises(Invalid, match="Last-Event-ID"):
        following(backend).after(ALICE, reel.production_id, last)


def test_a_client_may_begin_anew_from_before_the_first_event(backend):
    reel = backend.new_reel()
    assert following(backend).after(ALICE, reel.production_id, "00000000.00") == backend.productions.events(
        reel.production_id
    )


def test_a_stranger_is_told_that_there_is_no_such_job_before_anything_else(backend):
    reel = backend.new_reel()
    with pytest.raises(NotFound):
        following(backend).after(Identity("rivals", None, "k"), reel.production_id, "x")
