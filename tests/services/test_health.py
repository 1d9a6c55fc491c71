"""Health: what is down is named, nobody waits long for it, and a flood of questions is one round."""

import threading
from datetime import timedelta

import pytest

from greenlight.memory import FixedClock
from greenlight.services.health import KEPT, Check, Health, asked


def broken() -> None:
    raise RuntimeError("arn:aws:secret:123456789012")


def test_what_answers_is_well_and_what_refuses_is_named_without_its_words():
    well, ill = asked([("table", lambda: None), ("media", broken)], 5)
    assert well == Check("table", True, "It answered.")
    assert (ill.name, ill.ok) == ("media", False)
    assert "arn" not in ill.detail


def test_what_does_not_answer_is_left_behind():
    hangs = threading.Event()
    try:
        (ill,) = asked([("queues", hangs.wait)], 0.05)
    finally:
        hangs.set()
    assert ill == Check("queues", False, "It did not answer within 0.05 s.")


@pytest.fixture
def rounds() -> list[int]:
    return []


def test_many_questions_are_one_round_until_its_time_is_over(rounds):
    clock = FixedClock()
    health = Health([("table", lambda: rounds.append(1))], clock)
    for _ in range(100):
        assert health.checks()[0].ok
    assert len(rounds) == 1
    clock.forward(KEPT + timedelta(seconds=1))
    health.checks()
    assert len(rounds) == 2
    health.fresh()
    assert len(rounds) == 3
