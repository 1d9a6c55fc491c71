"""Rate limits as clients meet them: where they stand, when to come back, and what a flood costs the table."""

import re
from collections import Counter

import pytest

from greenlight import bootstrap
from greenlight.aws.dynamodb_rate_limits import DynamoRateBuckets
from greenlight.domain.rate_limits import RateLimit
from greenlight.memory import FixedClock
from greenlight.services.rate_limits import RateLimiter
from tests.functions.calls import on_aws
from tests.support.aws import counted

pytestmark = on_aws

WRITES = {"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem"}
ID = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def limits(api, monkeypatch):
    """The limits that a stage has by default, by a clock that stands still; and the table's calls, counted by name."""
    from chalicelib import services

    calls = Counter()
    limiter = RateLimiter(DynamoRateBuckets(bootstrap.table()), RateLimit(10, 50), FixedClock())
    monkeypatch.setattr(services, "rate_limiter", lambda: limiter)
    counted(bootstrap.table(), calls)
    return calls


def flood(api, requests: int, key: str = "acme"):
    return [api("GET", "/api/v1/webhooks", key=key) for _ in range(requests)]


def test_an_answer_tells_where_its_key_stands(api, limits):
    _, _, headers = api("GET", "/api/reels", key="acme")
    assert headers["ratelimit-policy"] == '"default";q=50;w=5'
    assert headers["ratelimit"] == '"default";r=49;t=1'
    assert "retry-after" not in headers


def test_a_refusal_of_another_kind_tells_it_too(api, limits):
    status, _, headers = api("GET", f"/api/reels/{ID}", key="acme")
    assert status == 404
    assert headers["ratelimit"].startswith('"default";r=49')


def test_who_asks_too_often_is_told_when_to_come_back_and_is_answered_then(api, limits):
    answers = flood(api, 51)
    assert {status for status, _, _ in answers[:50]} == {200}
    status, problem, headers = answers[50]
    assert (status, problem["code"], problem["retryable"]) == (429, "rate_limited", True)
    assert (headers["retry-after"], headers["ratelimit"]) == ("1", '"default";r=0;t=1')
    assert headers["content-type"] == "application/problem+json"


def test_a_flood_is_refused_without_a_write(api, limits):
    flood(api, 50)
    limits.clear()
    assert {status for status, _, _ in flood(api, 200)} == {429}
    assert not WRITES & set(limits)
    # Who asks is looked up each time; how often they ask only once.
    assert limits == {"GetItem": 201}


def test_a_thousand_requests_with_guessed_keys_write_nothing(api, limits):
    for number in range(1_000):
        assert api("GET", "/api/reels", key=f"gl_user_{number}")[0] == 401
    assert not WRITES & set(limits)


def test_one_keys_flood_is_nothing_to_another_key_of_its_account(api, limits):
    flood(api, 60)
    assert api("GET", "/api/v1/webhooks", key="alice")[0] == 200


def test_what_needs_no_key_is_not_counted(api, limits):
    for _ in range(60):
        status, _, headers = api("GET", "/", key="acme")
        assert (status, "ratelimit" in headers) == (200, False)
    assert not limits


def test_a_refused_request_does_nothing_and_may_be_sent_again_under_its_idempotency_key(api, limits):
    from chalicelib import services

    flood(api, 50)
    grant = {"user_id": "bob", "amount": 1}
    again = {"idempotency-key": "one"}
    assert api("POST", "/api/v1/credits/grants", key="acme", body=grant, headers=again)[0] == 429
    services.rate_limiter().clock.forward(services.rate_limiter().limit.window)
    status, _, headers = api("POST", "/api/v1/credits/grants", key="acme", body=grant, headers=again)
    assert (status, "idempotent-replayed" in headers) == (201, False)
    status, _, headers = api("POST", "/api/v1/credits/grants", key="acme", body=grant, headers=again)
    assert (status, headers["idempotent-replayed"]) == (201, "true")
    # Where the key stands now, and not where it stood at the first answer.
    assert headers["ratelimit"].startswith('"default";r=48')


def test_a_stage_may_limit_nobody(api, monkeypatch):
    monkeypatch.setenv("RATE_LIMIT_PER_SECOND", "0")
    assert bootstrap.rate_limiter() is None
    assert "ratelimit" not in api("GET", "/api/reels", key="acme")[2]


def test_every_operation_with_a_key_says_that_it_may_refuse_so_and_describes_the_fields(api):
    document = api("GET", "/openapi.json")[1]
    described = document["components"]["headers"]
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            limited = one.get("security") != []
            assert ("429" in one["responses"]) == limited, (method, path)
            good = next(response for status, response in one["responses"].items() if status[0] in "23")
            assert ({"RateLimit", "RateLimit-Policy"} <= set(good.get("headers", {}))) == limited, (method, path)
    assert "Retry-After" in document["components"]["responses"]["429"]["headers"]
    answer = api("GET", "/api/reels", key="acme")[2]
    for name in ("RateLimit", "RateLimit-Policy"):
        assert re.fullmatch(described[name]["schema"]["pattern"], answer[name.lower()])
