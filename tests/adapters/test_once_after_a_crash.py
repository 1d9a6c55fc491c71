"""A function dies in the middle of a request: its Idempotency-Key is free again when its time would have been up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import boto3
import pytest

from greenlight.aws.idempotency import PowertoolsOnce
from greenlight.domain.errors import Conflict
from tests.support.aws import CREDENTIALS, TABLE, aws, table

IN_TIME, OUT_OF_TIME = 30_000, -1


@dataclass
class Context:
    """Lambda's, with this many milliseconds left to the invocation."""

    left: int

    def get_remaining_time_in_millis(self) -> int:
        return self.left


class Killed(BaseException):
    """Nobody cleans up after it."""


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> Iterator[PowertoolsOnce]:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    with aws():
        yield PowertoolsOnce(table())


def killed(once, left):
    def work():
        raise Killed

    with pytest.raises(Killed):
        once.run("acme", "k", {"a": 1}, Context(left), work)


def test_while_the_dead_could_still_be_at_work_its_request_is_not_begun_again(once):
    killed(once, IN_TIME)
    with pytest.raises(Conflict) as refusal:
        once.run("acme", "k", {"a": 1}, Context(IN_TIME), dict)
    assert (refusal.value.code, refusal.value.facts) == ("idempotency_in_flight", {"retry_after": 1})


def test_when_its_time_is_up_the_request_is_done_anew_and_then_kept(once):
    killed(once, OUT_OF_TIME)
    assert once.run("acme", "k", {"a": 1}, Context(IN_TIME), lambda: {"done": 1}) == ({"done": 1}, False)
    assert once.run("acme", "k", {"a": 1}, Context(IN_TIME), dict) == ({"done": 1}, True)


def test_a_key_is_held_no_longer_than_the_invocation_may_last(once):
    killed(once, IN_TIME)
    (item,) = boto3.client("dynamodb").scan(TableName=TABLE)["Items"]
    latest = datetime.now(UTC).timestamp() * 1000 + IN_TIME
    assert int(item["in_progress_expiration"]["N"]) <= latest
