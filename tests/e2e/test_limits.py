"""Limits on the whole stack: a key that asks too often, and an account that may make one thing at a time."""

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from greenlight.aws.dynamodb_productions import DynamoProductions
from greenlight.aws.table import Table
from greenlight.domain.cursors import Cursors
from greenlight.services.productions import change
from local.logs import events as log_lines
from local.stack import Stack
from local.waiting import wait_until
from tests.e2e.people import Person

SETTINGS = {"RATE_LIMIT_PER_SECOND": "10", "RATE_LIMIT_BURST": "20", "CONCURRENT_PRODUCTIONS": "1"}


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack with limits that a test can reach."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in SETTINGS.items():
            patch.setenv(name, value)
        with Stack(tmp_path_factory.mktemp("narrow")) as running:
            yield running


def made_key(stack: Stack, name: str) -> str:
    owner = Person(stack.base_url, stack.service_key)
    return str(owner.ask("POST", "/api/v1/keys", json={"name": name, "kind": "service"}).json()["key"])


def events(person: Person, reel: dict[str, Any]) -> list[dict[str, Any]]:
    told = person.ask("GET", f"/api/v1/jobs/{reel['id']}/events").text
    return [json.loads(line.removeprefix("data: ")) for line in told.splitlines() if line.startswith("data: ")]


def test_a_flood_is_refused_and_a_client_that_waits_as_told_is_answered(narrow: Stack) -> None:
    key = made_key(narrow, "flood")

    def ask(_: int) -> requests.Response:
        return Person(narrow.base_url, key).ask("GET", "/api/v1/webhooks")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(200)))
    counted = Counter(answer.status_code for answer in answers)
    assert set(counted) == {200, 429}
    assert counted[200] >= int(SETTINGS["RATE_LIMIT_BURST"])
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused.json()["code"] == "rate_limited"
    assert int(refused.headers["Retry-After"]) >= 1
    assert refused.headers["RateLimit-Policy"] == '"default";q=20;w=2'

    patient = Person(narrow.base_url, key)
    patient.session.mount("http://", HTTPAdapter(max_retries=Retry(5, status_forcelist=[429], backoff_factor=0)))
    assert patient.ask("GET", "/api/v1/webhooks").status_code == 200


def test_a_flood_of_one_key_is_nothing_to_another(narrow: Stack) -> None:
    key = made_key(narrow, "quiet")
    noisy = Person(narrow.base_url, made_key(narrow, "noisy"))
    assert 429 in {noisy.ask("GET", "/api/v1/webhooks").status_code for _ in range(100)}
    assert Person(narrow.base_url, key).ask("GET", "/api/v1/webhooks").status_code == 200


def test_of_two_approved_reels_the_second_waits_for_its_turn_and_then_runs_by_itself(narrow: Stack) -> None:
    person = Person(narrow.base_url, made_key(narrow, "reels"))
    first, second, third = (person.created() for _ in range(3))
    approved = [person.act(reel, "approve-script").json() for reel in (first, second, third)]
    assert [reel["status"] for reel in approved] == ["processing", "script_approved", "script_approved"]
    listed = person.ask("GET", "/api/reels/?status=script_approved").json()["items"]
    assert {reel["id"] for reel in listed} == {second["id"], third["id"]}
    assert person.act(third, "cancel").json()["status"] == "cancelled"
    ended = [person.wait_for(reel, "done") for reel in (first, second)]
    started = next(told for told in events(person, second) if told.get("current_step") == "Starting")
    assert started["at"] > ended[0]["completed_at"]
    assert [event["type"] for event in events(person, third)][-2:] == ["reel.approved", "reel.cancelled"]
    held = wait_until(lambda: person.ask("GET", "/api/v1/credits").json()["held"] == 0 or None, what="nothing held")
    assert held


def test_what_was_approved_by_somebody_who_died_at_that_moment_starts_all_the_same(narrow: Stack) -> None:
    person = Person(narrow.base_url, made_key(narrow, "dying"))
    reel = person.created()
    person.ask("GET", "/api/v1/credits")
    table = Table(narrow.client("dynamodb"), narrow.deployed.outputs["TableName"])
    store = DynamoProductions(table, Cursors(lambda: b""), places=1)
    # Its workflow may be about to note that it waits.
    change(store, store.get(reel["id"]), lambda p: p.approve("somebody", datetime.now(UTC), None, None))
    assert person.wait_for(reel, "done")["script_approved"]
    logged = [line for _, line in log_lines(narrow.client("logs"), "on_place_free", 0) if '"started":1' in line]
    assert logged
