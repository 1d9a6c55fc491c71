"""Places and lines: the memory twin and the table keep the same promises."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from greenlight.aws.dynamodb_credits import DynamoCredits
from greenlight.aws.dynamodb_productions import DynamoProductions
from greenlight.domain.cursors import Cursors
from greenlight.domain.errors import ConcurrentChange, NoPlace
from greenlight.domain.production import Failure
from greenlight.domain.reel import Engines, Portrait, Reel
from greenlight.memory import MemoryCredits, MemoryProductions
from tests.support.aws import CREDENTIALS, aws, table

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
FAILURE = Failure("x", "It failed.", "SpeakScript", retryable=True)
PLACES = 2


@pytest.fixture(params=["memory", "aws"])
def productions(request, monkeypatch) -> Iterator[Any]:
    if request.param == "memory":
        credits = MemoryCredits(1_000_000)
        for account in ("acme", "rivals"):
            credits.open(account, "alice")
        yield MemoryProductions(credits, PLACES)
        return
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    with aws():
        cursors = Cursors(lambda: b"pepper")
        for account in ("acme", "rivals"):
            DynamoCredits(table(), 1_000_000, cursors).open(account, "alice")
        yield DynamoProductions(table(), cursors, PLACES)


def queued(productions, number: int, account: str = "acme") -> Reel:
    """A reel that was approved `number` seconds after noon and waits for its turn."""
    at = NOW + timedelta(seconds=number)
    reel = Reel(
        production_id=f"00000000-0000-4000-8000-{number:012d}",
        account_id=account,
        user_id="alice",
        created_at=NOW,
        updated_at=NOW,
        approve_by=NOW + timedelta(days=1),
        portrait=Portrait("s3://media/p.png", "0" * 64, 10, 20, {"x": 1, "y": 2, "width": 3, "height": 4}),
        engines=Engines("hibari", "landmark_warp"),
        original_script="Hello there, everybody.",
    )
    reel.propose("Hello there, everybody.", "original", None, NOW)
    productions.add(reel)
    reel.approve("alice", at, None, None)
    productions.save(reel)
    return reel


def line(productions, account: str = "acme") -> list[int]:
    return [int(production_id[-3:]) for production_id in productions.in_line(account)]


def start(productions, reel) -> None:
    reel.start(NOW)
    productions.save(reel)


def test_the_longest_waiting_come_first_and_as_many_as_there_are_places(productions):
    for number in (3, 1, 2):
        queued(productions, number)
    assert line(productions) == [1, 2]
    assert line(productions, "rivals") == []


def test_who_starts_leaves_the_line_and_takes_a_place(productions):
    reels = [queued(productions, number) for number in (1, 2, 3)]
    start(productions, reels[0])
    assert line(productions) == [2]
    start(productions, reels[1])
    assert line(productions) == []
    with pytest.raises(NoPlace):
        start(productions, reels[2])
    assert productions.get(reels[2].production_id).status.value == "queued"


def test_who_waits_no_more_is_not_in_line(productions):
    reels = [queued(productions, number) for number in (1, 2)]
    reels[0].cancel(NOW)
    productions.save(reels[0])
    assert line(productions) == [2]


def test_a_place_comes_back_however_its_production_ends_and_only_once(productions):
    reels = [queued(productions, number) for number in range(1, 6)]
    start(productions, reels[0])
    start(productions, reels[1])
    for reel in reels[:2]:
        reel.request_cancel(NOW)
        productions.save(reel)
        assert line(productions) == []
    reels[0].cancel(NOW)
    productions.save(reels[0])
    assert line(productions) == [3]
    reels[1].fail(FAILURE, NOW)
    productions.save(reels[1])
    reels[1].delete(NOW)
    productions.save(reels[1])
    productions.delete(reels[1])
    assert line(productions) == [3, 4]


def test_what_somebody_else_changed_first_neither_takes_nor_gives_back_a_place(productions):
    reel = queued(productions, 1)
    stale = productions.get(reel.production_id)
    start(productions, reel)
    with pytest.raises(ConcurrentChange):
        start(productions, stale)
    ended, again = (productions.get(reel.production_id) for _ in range(2))
    ended.fail(FAILURE, NOW)
    productions.save(ended)
    again.fail(FAILURE, NOW)
    with pytest.raises(ConcurrentChange):
        productions.save(again)
    for number in (2, 3, 4):
        queued(productions, number)
    assert line(productions) == [2, 3]


def test_of_many_that_all_saw_a_free_place_exactly_as_many_start_as_there_are(productions):
    waiting = [productions.get(queued(productions, number).production_id) for number in range(12)]
    started = 0
    for reel in waiting:
        with suppress(NoPlace):
            start(productions, reel)
            started += 1
    assert started == PLACES
    assert line(productions) == []


def test_places_may_be_unlimited(productions):
    productions = (
        MemoryProductions(productions.credits)
        if isinstance(productions, MemoryProductions)
        else DynamoProductions(productions.table, productions.cursors)
    )
    reels = [queued(productions, number) for number in range(4)]
    assert line(productions) == [0, 1, 2, 3]
    for reel in reels:
        start(productions, reel)
    assert line(productions) == []


def test_of_a_line_one_is_due_however_long_it_is(productions):
    for number in range(1, 4):
        queued(productions, number)
    theirs = queued(productions, 4, "rivals")
    due = list(productions.due(None))
    assert len(due) == 2
    assert theirs.production_id in due
