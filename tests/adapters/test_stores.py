"""What every store promises, asked of the memory twin and of the AWS adapter alike."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from greenlight.domain.credits import LedgerEntry, Movement
from greenlight.domain.errors import ConcurrentChange, Conflict, InsufficientCredits, Invalid, NotFound
from greenlight.domain.jobs import JobRecord, JobState, Waiter
from greenlight.domain.production import Failure, StepResult
from greenlight.domain.reel import Engines, Portrait, Reel
from greenlight.domain.status import Status

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)

FORGERIES: dict[str, Callable[[str], str]] = {
    "no cursor at all": lambda _: "%%%",
    "letters of no alphabet": lambda _: "\u00e9\ud800",
    "cut off": lambda given: given[:-1],
    "only signed": lambda given: given[:22],
    "one letter changed": lambda given: given[:30] + ("A" if given[30] != "A" else "B") + given[31:],
    "signature changed": lambda given: ("A" if given[0] != "A" else "B") + given[1:],
    "spelt otherwise": lambda given: given + "=",
    "longer": lambda given: given + "AAAA",
    "twice": lambda given: given * 2,
}


def reel(number: int = 1, account: str = "acme", user: str = "alice", at: datetime = NOW) -> Reel:
    made = Reel(
        production_id=f"00000000-0000-4000-8000-{number:012d}",
        account_id=account,
        user_id=user,
        created_at=at,
        updated_at=at,
        approve_by=at,
        portrait=Portrait("s3://media/p.png", "0" * 64, 10, 20, {"x": 1, "y": 2, "width": 3, "height": 4}),
        engines=Engines("hibari", "landmark_warp"),
        original_script="Hello there, everybody.",
    )
    made.propose("Hello there, everybody.", "original", None, at)
    return made


def job(**changes: object) -> JobRecord:
    record = JobRecord("j1", "acme", "media", "ffmpeg", {"a": 1.5}, {"x": "s3://b/x"}, "s3://b/o/", "key", NOW, NOW)
    return replace(record, **changes)  # type: ignore[arg-type]


def entry(identity: str, movement: Movement, amount: int, held: int = 0) -> LedgerEntry:
    return LedgerEntry(identity, "acme", "alice", movement, amount, NOW, held, "p1")


# -- productions -------------------------------------------------------------------------------------------------------
def test_what_was_added_is_read_back_whole(stores):
    written = reel()
    written.results["speak_script"] = StepResult("j", {"speech": "s3://b/s.wav"}, {"speech": "ab"}, {"duration": 4.25})
    written.error = Failure("code", "A sentence.", "SpeakScript", retryable=True)
    stores.productions.add(written)
    assert stores.productions.get(written.production_id) == written


def test_an_unknown_production_is_not_found(stores):
    with pytest.raises(NotFound):
        stores.productions.get("nobody")


def test_another_accounts_production_is_not_found(stores):
    stores.productions.add(reel())
    with pytest.raises(NotFound):
        stores.productions.get(reel().production_id, "rivals")


def test_a_write_over_a_newer_version_is_refused_and_tells_no_event(stores):
    stores.productions.add(reel())
    first, second = (stores.productions.get(reel().production_id) for _ in range(2))
    first.propose("One text.", "edit", None, NOW)
    second.propose("Another text.", "edit", None, NOW)
    stores.productions.save(first)
    told = stores.productions.events(first.production_id)
    with pytest.raises(ConcurrentChange):
        stores.productions.save(second)
    assert stores.productions.events(first.production_id) == told
    assert stores.productions.get(first.production_id).final_script == "One text."


def test_adding_the_same_id_twice_is_refused(stores):
    stores.productions.add(reel())
    with pytest.raises(ConcurrentChange):
        stores.productions.add(reel())


def test_events_come_in_order_and_from_where_the_reader_was(stores):
    written = reel()
    stores.productions.add(written)
    written.propose("Another text.", "edit", None, NOW)
    stores.productions.save(written)
    events = stores.productions.events(written.production_id)
    assert [event.data["revision"] for _, event in events] == [1, 2]
    assert stores.productions.events(written.production_id, after=events[0][0]) == events[1:]


def test_lists_are_newest_first_and_paged_without_gaps(stores):
    for number in range(5):
        stores.productions.add(reel(number, at=NOW + timedelta(minutes=number)))
    seen, cursor = [], None
    while True:
        page = stores.productions.page("acme", "reel", user_id=None, status=None, limit=2, cursor=cursor)
        seen += [int(found.production_id[-3:]) for found in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [4, 3, 2, 1, 0]


def test_lists_show_only_the_account_user_and_status_asked_for(stores):
    stores.productions.add(reel(1))
    stores.productions.add(reel(2, user="bob"))
    stores.productions.add(reel(3, account="rivals"))
    cancelled = reel(4)
    cancelled.cancel(NOW)
    stores.productions.add(cancelled)

    def ids(**wishes: str | None) -> set[int]:
        page = stores.productions.page(
            "acme", "reel", **{"user_id": None, "status": None, **wishes}, limit=10, cursor=None
        )
        return {int(found.production_id[-3:]) for found in page.items}

    assert ids() == {1, 2, 4}
    assert ids(user_id="bob") == {2}
    assert ids(status="cancelled") == {4}


def wide_list(stores: Any, cursor: str | None = None, account: str = "acme", **narrowed: str) -> Any:
    return stores.productions.page(
        account, "reel", **{"user_id": None, "status": None, **narrowed}, limit=1, cursor=cursor
    )


@pytest.mark.parametrize("spoil", FORGERIES.values(), ids=FORGERIES)
def test_a_cursor_that_no_list_gave_out_is_refused(stores, spoil):
    for number in range(3):
        stores.productions.add(reel(number, at=NOW + timedelta(minutes=number)))
        stores.credits.write(replace(entry(f"g{number}", Movement.GRANT, 5), at=NOW + timedelta(seconds=number)))
    given = wide_list(stores).next_cursor
    assert wide_list(stores, given).items
    with pytest.raises(Invalid, match="cursor"):
        wide_list(stores, spoil(given))
    given = stores.credits.ledger("acme", "alice", limit=1, cursor=None).next_cursor
    assert stores.credits.ledger("acme", "alice", limit=1, cursor=given).items
    with pytest.raises(Invalid, match="cursor"):
        stores.credits.ledger("acme", "alice", limit=1, cursor=spoil(given))


def test_a_cursor_of_another_list_is_refused(stores):
    for number in range(3):
        for place, account in enumerate(("acme", "rivals")):
            stores.productions.add(reel(10 * place + number, account, at=NOW + timedelta(minutes=number)))
    given = wide_list(stores).next_cursor
    for other in ({"account": "rivals"}, {"user_id": "alice"}, {"status": "awaiting_approval"}):
        assert wide_list(stores, **other).items
        with pytest.raises(Invalid):
            wide_list(stores, given, **other)


def test_a_ledger_cursor_of_another_user_is_refused(stores):
    for number in range(3):
        for user in ("alice", "bob"):
            stores.credits.write(replace(entry(f"{user}{number}", Movement.GRANT, 5), user_id=user))
    given = stores.credits.ledger("acme", "alice", limit=1, cursor=None).next_cursor
    with pytest.raises(Invalid):
        stores.credits.ledger("acme", "bob", limit=1, cursor=given)


def test_a_list_goes_on_behind_what_was_deleted_meanwhile(stores):
    for number in range(3):
        stores.productions.add(reel(number, at=NOW + timedelta(minutes=number)))
    first = wide_list(stores)
    stores.productions.delete(first.items[0])
    assert [found.production_id for found in wide_list(stores, first.next_cursor).items] == [reel(1).production_id]


def test_only_unfinished_productions_that_are_due_are_due(stores):
    due, later, done = reel(1), reel(2), reel(3)
    later.approve_by = NOW + timedelta(days=30)
    done.cancel(NOW)
    for production in (due, later, done):
        stores.productions.add(production)
    after = max(due.approve_by, NOW) + timedelta(days=8)
    assert set(stores.productions.due(after)) == {due.production_id}
    assert set(stores.productions.due(None)) == {due.production_id, later.production_id}


def test_a_deleted_production_is_gone_with_its_events(stores):
    written = reel()
    stores.productions.add(written)
    stores.productions.delete(written)
    assert stores.productions.events(written.production_id) == []
    with pytest.raises(NotFound):
        stores.productions.get(written.production_id)


def test_a_hold_that_does_not_fit_writes_nothing(stores):
    written = reel()
    stores.productions.add(written)
    written.approve("alice", NOW, None, None)
    with pytest.raises(InsufficientCredits):
        stores.productions.save(written)
    assert stores.productions.get(written.production_id).status is Status.AWAITING_APPROVAL


def test_a_hold_is_written_with_the_approval(stores):
    stores.credits.open("acme", "alice")
    written = reel()
    stores.productions.add(written)
    written.approve("alice", NOW, None, None)
    stores.productions.save(written)
    assert written.approval is not None
    price = written.approval.price
    assert stores.credits.balance("acme", "alice").held == price
    assert stores.credits.balance("acme", "alice").available == 1_000_000 - price


# -- credits -----------------------------------------------------------------------------------------------------------
def test_a_user_first_seen_has_what_the_stage_gives_once(stores):
    for _ in range(2):
        stores.credits.open("acme", "alice")
    assert stores.credits.balance("acme", "alice").available == 1_000_000


def test_a_settlement_spends_the_price_and_frees_the_rest(stores):
    stores.credits.open("acme", "alice")
    stores.credits.write(entry("h", Movement.HOLD, 600_000))
    stores.credits.write(entry("s", Movement.SETTLE, 400_000, held=600_000))
    balance = stores.credits.balance("acme", "alice")
    assert (balance.available, balance.held) == (600_000, 0)


def test_an_entry_is_written_once(stores):
    stores.credits.open("acme", "alice")
    stores.credits.write(entry("g", Movement.GRANT, 5))
    with pytest.raises(ConcurrentChange):
        stores.credits.write(entry("g", Movement.GRANT, 5))
    assert stores.credits.balance("acme", "alice").available == 1_000_005


def test_the_ledger_is_paged(stores):
    stores.credits.open("acme", "alice")
    for number in range(3):
        stores.credits.write(replace(entry(f"g{number}", Movement.GRANT, 5), at=NOW + timedelta(seconds=number)))
    page = stores.credits.ledger("acme", "alice", limit=2, cursor=None)
    rest = stores.credits.ledger("acme", "alice", limit=2, cursor=page.next_cursor)
    assert [e.entry_id for e in page.items + rest.items] == ["g2", "g1", "g0"]
    assert rest.next_cursor is None


# -- jobs --------------------------------------------------------------------------------------------------------------
def test_a_job_is_added_once(stores):
    assert stores.jobs.add(job()) is True
    assert stores.jobs.add(job()) is False


def test_a_job_comes_back_as_it_was_written(stores):
    stores.jobs.add(job(facts={"duration": 1.25}))
    assert stores.jobs.get("j1") == job(facts={"duration": 1.25}, version=1)


def test_of_two_writers_of_a_job_one_wins(stores):
    stores.jobs.add(job())
    first, second = stores.jobs.get("j1"), stores.jobs.get("j1")
    assert stores.jobs.save(replace(first, state=JobState.SUCCEEDED)) is True
    assert stores.jobs.save(replace(second, state=JobState.FAILED)) is False
    assert stores.jobs.get("j1").state is JobState.SUCCEEDED


def test_waiters_are_found_by_job_and_by_production(stores):
    waiter = Waiter("j1", "p1", "speak_script", "token", NOW)
    stores.jobs.put_waiter(waiter)
    assert list(stores.jobs.waiters("j1")) == [waiter]
    assert list(stores.jobs.of("p1")) == [waiter]


def test_an_answer_to_an_old_wait_leaves_the_new_wait_open(stores):
    old = Waiter("j1", "p1", "speak_script", "old", NOW)
    stores.jobs.put_waiter(old)
    stores.jobs.put_waiter(replace(old, token="new"))
    stores.jobs.answered(old)
    assert [w.answered for w in stores.jobs.waiters("j1")] == [False]


def test_a_job_is_forgotten_with_the_last_that_used_it(stores):
    stores.jobs.add(job())
    for production in ("p1", "p2"):
        stores.jobs.put_waiter(Waiter("j1", production, "speak_script", "t", NOW))
    assert stores.jobs.forget("j1", "p1") is False
    assert stores.jobs.forget("j1", "p2") is True
    assert stores.jobs.get("j1") is None


# -- doorbells, media --------------------------------------------------------------------------------------------------
def test_the_last_doorbell_counts(stores):
    assert stores.doorbells.get("p1") is None
    stores.doorbells.put("p1", "one")
    stores.doorbells.put("p1", "two")
    assert stores.doorbells.get("p1") == "two"


def test_files_are_kept_and_deleted_by_prefix(stores):
    for name in ("a/1", "a/2", "b/1"):
        stores.media.put(stores.media.uri(name), b"data", "text/plain")
    stores.media.delete_under(stores.media.uri("a/"))
    assert not stores.media.exists(stores.media.uri("a/1"))
    assert stores.media.read(stores.media.uri("b/1")) == b"data"
    assert stores.media.link(stores.media.uri("b/1"), "na me.txt").startswith("https://")


# -- once --------------------------------------------------------------------------------------------------------------
def test_work_under_a_key_is_done_once_and_its_answer_kept(stores):
    done = []

    def work():
        done.append(1)
        return {"count": len(done)}

    assert stores.once.run("acme", "k", {"a": 1}, None, work) == ({"count": 1}, False)
    assert stores.once.run("acme", "k", {"a": 1}, None, work) == ({"count": 1}, True)
    assert stores.once.run("rivals", "k", {"a": 1}, None, work) == ({"count": 2}, False)


def test_other_work_under_the_same_key_is_refused(stores):
    stores.once.run("acme", "k", {"a": 1}, None, dict)
    with pytest.raises(Conflict) as refusal:
        stores.once.run("acme", "k", {"a": 2}, None, dict)
    assert refusal.value.code == "idempotency_mismatch"


def test_work_that_is_still_being_done_is_not_begun_again(stores):
    seen = []

    def work():
        with pytest.raises(Conflict) as refusal:
            stores.once.run("acme", "k", {}, None, dict)
        seen.append(refusal.value.code)
        return {}

    stores.once.run("acme", "k", {}, None, work)
    assert seen == ["idempotency_in_flight"]


def test_work_that_failed_may_be_tried_again(stores):
    def fail():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        stores.once.run("acme", "k", {}, None, fail)
    assert stores.once.run("acme", "k", {}, None, dict) == ({}, False)
