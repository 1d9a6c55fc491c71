"""Many at once: one wish sent two hundred times is done once, and no balance is ever overdrawn."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import requests
from botocore.config import Config

from greenlight.aws.dynamodb_credits import DynamoCredits
from greenlight.aws.idempotency import PowertoolsOnce
from greenlight.aws.table import Table
from greenlight.domain.credits import LedgerEntry, Movement
from greenlight.domain.cursors import Cursors
from greenlight.domain.errors import ConcurrentChange, Conflict
from greenlight.domain.money import micro_usd, usd
from local.stack import Stack
from tests.e2e.people import SCRIPT, Person
from tests.support.sample_files import small_portrait

CROWD, AT_A_TIME = 200, 10


def at_once(count: int, ask: Callable[[int], Any]) -> list[Any]:
    """What `count` threads got that began in the same moment."""
    gate = threading.Barrier(count)

    def begin(number: int) -> Any:
        gate.wait()
        return ask(number)

    with ThreadPoolExecutor(count) as crowd:
        return list(crowd.map(begin, range(count)))


def table_of(stack: Stack) -> Table:
    config = Config(max_pool_connections=CROWD)
    client = stack.session.client("dynamodb", endpoint_url=stack.endpoint, config=config)
    return Table(client, stack.deployed.outputs["TableName"])


def credits_of(stack: Stack) -> DynamoCredits:
    return DynamoCredits(table_of(stack), 0, Cursors(lambda: b"pepper"))


def test_one_wish_sent_two_hundred_times_is_one_reel(stack):
    def post(_: int = 0) -> requests.Response:
        wish = {"data": {"script": SCRIPT, "user_id": "impatient"}, "files": {"image": ("face.jpg", small_portrait())}}
        headers = {"Idempotency-Key": "the same wish"}
        return Person(stack.base_url, stack.service_key).ask("POST", "/api/reels/", headers=headers, **wish)

    # The function that looks at portraits takes its time to start: not while the crowd keeps all others busy.
    Person(stack.base_url, stack.service_key).created(user_id="patient")
    # More at a time than functions run at once on this machine; the test below has all two hundred in one moment.
    with ThreadPoolExecutor(AT_A_TIME) as crowd:
        answers = list(crowd.map(post, range(CROWD)))
    made = [answer for answer in answers if answer.status_code == 201]
    waiting = [answer for answer in answers if answer.status_code == 409]
    assert [answer.text for answer in answers if answer.status_code not in {201, 409}] == []
    assert sum("Idempotent-Replayed" not in answer.headers for answer in made) == 1
    assert {answer.json()["code"] for answer in waiting} <= {"idempotency_in_flight"}
    assert all(int(answer.headers["Retry-After"]) >= 1 for answer in waiting)
    again = post()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert all(answer.json() == again.json() for answer in made)
    reels = Person(stack.base_url, stack.service_key).ask("GET", "/api/reels/?user_id=impatient&limit=100").json()
    assert [reel["id"] for reel in reels["items"]] == [again.json()["id"]]


@dataclass
class Context:
    """Lambda's, with half a minute left."""

    def get_remaining_time_in_millis(self) -> int:
        return 30_000


def test_work_that_two_hundred_begin_in_one_moment_is_done_once(stack: Stack) -> None:
    once = PowertoolsOnce(table_of(stack))
    done: list[int] = []

    def work(number: int) -> dict[str, Any]:
        done.append(number)
        return {"by": number}

    def ask(number: int) -> dict[str, Any] | str:
        try:
            return once.run("acme", "crowd", {"a": 1}, Context(), lambda: work(number))[0]
        except Conflict as refusal:
            return refusal.code

    answers = at_once(CROWD, ask)
    (by,) = done
    assert {"by": by} in answers
    assert all(answer in ({"by": by}, "idempotency_in_flight") for answer in answers)
    assert ask(CROWD) == {"by": by}


def test_two_hundred_holds_at_once_take_what_is_there_and_not_a_cent_more(stack: Stack) -> None:
    credits = credits_of(stack)
    now = datetime.now(UTC)

    def move(name: str, movement: Movement, amount: int) -> LedgerEntry:
        return LedgerEntry(f"crowd-{name}", "acme", "crowd", movement, amount, now)

    def hold(number: int) -> bool:
        while credits.balance("acme", "crowd").available >= 3:
            try:
                credits.write(move(str(number), Movement.HOLD, 3))
            except ConcurrentChange:
                continue
            return True
        return False

    credits.write(move("grant", Movement.GRANT, 100))
    assert sum(at_once(CROWD, hold)) == 33
    balance = credits.balance("acme", "crowd")
    assert (balance.available, balance.held) == (1, 99)
    ledger = credits.ledger("acme", "crowd", limit=100, cursor=None).items
    assert sorted(entry.amount for entry in ledger) == [3] * 33 + [100]


def test_of_reels_approved_at_once_those_are_made_that_can_be_paid(stack):
    payer = Person(stack.base_url, stack.service_key)
    reels = [payer.created(user_id="careful") for _ in range(5)]
    price = micro_usd(reels[0]["estimate"]["amount"])
    credits = credits_of(stack)
    # Whatever the stage gives to begin with: two and a half prices are left.
    surplus = payer.ask("GET", "/api/v1/credits?user_id=careful").json()["balance"]
    elsewhere = micro_usd(surplus) - 5 * price // 2
    credits.write(LedgerEntry("elsewhere", "main", "careful", Movement.HOLD, elsewhere, datetime.now(UTC)))

    def approve(number: int) -> requests.Response:
        return Person(stack.base_url, stack.service_key).act(reels[number], "approve-script", revision=1)

    answers = at_once(len(reels), approve)
    assert sorted(answer.status_code for answer in answers) == [200] * 2 + [402] * 3
    refused = [answer.json() for answer in answers if answer.status_code == 402]
    assert all(problem["required"] == usd(price) > problem["available"] >= 0 for problem in refused)
    for answer in answers:
        if answer.status_code == 200:
            payer.wait_for(answer.json(), "done")
    balance = credits.balance("main", "careful")
    ledger = credits.ledger("main", "careful", limit=100, cursor=None).items
    holds = [entry.amount for entry in ledger if entry.movement is Movement.HOLD]
    settled = [entry.amount for entry in ledger if entry.movement is Movement.SETTLE]
    assert (sorted(holds), len(settled)) == ([price, price, elsewhere], 2)
    assert (balance.available, balance.held) == (micro_usd(surplus) - elsewhere - sum(settled), elsewhere)


def test_a_revoked_key_is_refused_by_the_functions_that_just_served_it(stack):
    keeper = Person(stack.base_url, stack.service_key)
    made = keeper.ask("POST", "/api/v1/keys", json={"name": "x", "kind": "user", "user_id": "bob"}).json()
    holder = Person(stack.base_url, made["key"])
    assert {answer.status_code for answer in at_once(8, lambda _: holder.ask("GET", "/api/reels/"))} == {200}
    assert keeper.ask("DELETE", f"/api/v1/keys/{made['id']}").status_code == 204
    assert {answer.status_code for answer in at_once(8, lambda _: holder.ask("GET", "/api/reels/"))} == {401}
