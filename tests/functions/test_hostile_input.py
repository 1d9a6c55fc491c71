"""Requests as nobody should send them: each is refused in words, none is our fault, and none leaves anything behind."""

import json
from dataclasses import replace
from urllib.parse import quote

import pytest

from tests.adapters.test_stores import FORGERIES, reel
from tests.functions.calls import on_both

KEYS, GRANTS, REELS, HOOKS = "/api/v1/keys", "/api/v1/credits/grants", "/api/reels", "/api/v1/webhooks"
DEEP = 60_000
LONG_AGO, LATER = "1999-01-01T00:00:00Z", "2099-01-01T00:00:00Z"


@pytest.fixture
def made(api):
    stored = reel()
    stored.portrait = replace(stored.portrait, uri=api.stage.media().uri("productions/p.png"))
    api.stage.productions().add(stored)
    return f"{REELS}/{stored.production_id}"


def refused(answer, status=400):
    """One sentence for a person, whose words are of the problem and not of Python."""
    got, problem, headers = answer
    assert got == status, problem
    assert headers["content-type"] == "application/problem+json"
    assert len(problem["detail"]) > 20
    assert len(json.dumps(problem)) < 4_000
    assert not {"Traceback", "pydantic", "Exception", "NoneType", "codec"} & set(problem["detail"].split())
    return problem


@pytest.mark.parametrize("key", ["", "x" * 256, "x" * 300, "caf\u00e9", "a\tb", "a\x00b", "a\x7fb", "\u2028", " "])
def test_an_idempotency_key_that_is_none_is_refused_and_nothing_is_done(api, key):
    body = {"user_id": "bob", "amount": 1}
    problem = refused(api("POST", GRANTS, key="acme", body=body, headers={"idempotency-key": key}))
    assert problem["errors"][0]["field"] == "Idempotency-Key"
    assert api("GET", "/api/v1/credits", key="acme", query="user_id=bob")[1]["balance"] == 0


def test_an_idempotency_key_of_another_body_is_refused_and_says_what_to_do(api):
    headers = {"idempotency-key": "once"}
    assert api("POST", GRANTS, key="acme", body={"user_id": "bob", "amount": 1}, headers=headers)[0] == 201
    problem = refused(api("POST", GRANTS, key="acme", body={"user_id": "bob", "amount": 2}, headers=headers), 409)
    assert problem["code"] == "idempotency_mismatch"
    assert api("GET", "/api/v1/credits", key="acme", query="user_id=bob")[1]["balance"] == 1


@pytest.mark.parametrize(
    "amount",
    [
        *("-1", "-0.0", "0", "1e400", "-1e400", "1e300", "1e-9", "1" * 400, "1" * 5_000, "NaN", "Infinity"),
        *('"5"', '"NaN"', "true", "[]", "{}", "null", "0x10", "1_000", "+1", ".5", "1.", "01"),
    ],
)
def test_an_amount_that_is_none_is_refused_and_nothing_is_granted(api, amount):
    body = b'{"user_id": "bob", "amount": %s}' % amount.encode()
    refused(api("POST", GRANTS, key="acme", body=body))
    assert api("GET", "/api/v1/credits", key="acme", query="user_id=bob")[1]["balance"] == 0


@pytest.mark.parametrize("amount", ["-1", "1e400", "NaN", '"1"', "1" * 400, "true"])
def test_a_limit_that_is_no_amount_approves_nothing(api, made, amount):
    refused(api("POST", f"{made}/approve-script", key="acme", body=b'{"max_amount": %s}' % amount.encode()))
    assert api("GET", made, key="acme")[1]["script_approved"] is False


BODIES = {
    "nothing but depth": b"[" * DEEP,
    "a field that is deep": b'{"user_id": "bob", "amount": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    "an object that is deep": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "no UTF-8": b'{"user_id": "\xff\xfe", "amount": 1}',
    "half a surrogate": b'{"user_id": "\\ud800", "amount": 1}',
    "a zero byte": b'{"user_id": "a\\u0000b", "amount": 1}',
    "UTF-16": '{"user_id": "bob", "amount": -1}'.encode("utf-16"),
    "a huge integer": b'{"user_id": "bob", "amount": ' + b"9" * 10_000 + b"}",
    "a list": b"[1]",
    "a number": b"1",
    "two objects": b'{"user_id": "bob", "amount": 1}{}',
    "a comment": b'{"user_id": "bob", /* one */ "amount": 1}',
    "a comma too many": b'{"user_id": "bob", "amount": 1,}',
    "a name that is there twice": b'{"user_id": "bob", "amount": 1, "amount": 2}',
    "a name that is there twice, inside": b'{"user_id": "bob", "amount": 1, "more": {"a": 1, "a": 2}}',
    "no quotes": b"{user_id: 'bob'}",
    "white space": b"   \n",
}


@pytest.mark.parametrize("what", BODIES)
def test_a_body_that_is_no_json_of_ours_is_refused(api, what):
    refused(api("POST", GRANTS, key="acme", body=BODIES[what]))
    assert api("GET", "/api/v1/credits", key="acme", query="user_id=bob")[1]["balance"] == 0


@pytest.mark.parametrize(
    "kind",
    [
        *("text/plain", "application/xml", "multipart/form-data; boundary=x", "application/json-patch+json"),
        *("application/x-www-form-urlencoded", "application/octet-stream", "x", "/", ";", "\u00e9", "a" * 10_000),
    ],
)
def test_a_media_type_that_is_not_taken_is_named_back_in_short(api, kind):
    body = json.dumps({"user_id": "bob", "amount": 1}).encode()
    assert "application/json" in refused(api("POST", GRANTS, key="acme", body=body, content_type=kind), 415)["detail"]


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON", ""])
def test_json_is_taken_however_its_type_is_spelt(api, kind):
    body = json.dumps({"user_id": "bob", "amount": 1}).encode()
    assert api("POST", GRANTS, key="acme", body=body, content_type=kind)[0] == 201


def test_a_body_of_six_megabytes_is_refused_wherever_it_goes(api, made):
    body = b'{"note": "' + b"x" * 6_000_000 + b'"}'
    for method, path in (("POST", GRANTS), ("POST", REELS), ("PATCH", made), ("POST", HOOKS)):
        problem = refused(api(method, path, key="acme", body=body), 413)
        assert "/api/v1/uploads" in problem["detail"]


@pytest.mark.parametrize("body", [b"{", b"\xff", b'{"user_id": "eve"}', b"x" * 1_000_000])
def test_the_body_of_a_get_is_passed_over(api, made, body):
    for method in ("GET", "HEAD"):
        assert api(method, made, key="alice", body=body)[0] == 200


@pytest.mark.parametrize(
    "etag", ["abc", '"1', "-1", '"' + "9" * 5_000 + '"', "\u0663", '"1", "2"', "1.0", '""', "w/1", "\x00"]
)
def test_an_if_match_that_names_no_revision_is_refused(api, made, etag):
    answer = api("PATCH", made, key="acme", body={"final_script": "Hi there."}, headers={"if-match": etag})
    assert refused(answer)["errors"][0]["field"] == "If-Match"
    assert api("GET", made, key="acme")[1]["revision"] == 1


@on_both
def test_an_if_match_that_is_stale_says_what_is_current(api, made):
    answer = api("PATCH", made, key="acme", body={"final_script": "Hi there."}, headers={"if-match": '"7"'})
    assert refused(answer, 412)["revision"] == 1


@pytest.mark.parametrize("what", FORGERIES)
def test_a_cursor_that_was_not_given_out_here_is_refused(api, what):
    for _ in range(3):
        assert api("POST", GRANTS, key="acme", body={"user_id": "bob", "amount": 1})[0] == 201
    cursor = api("GET", "/api/v1/credits/ledger", key="acme", query="user_id=bob&limit=1")[1]["next_cursor"]
    forged = quote(FORGERIES[what](cursor), errors="surrogatepass")
    problem = refused(api("GET", "/api/v1/credits/ledger", key="acme", query=f"user_id=bob&cursor={forged}"))
    assert problem["errors"][0]["field"] == "cursor"


@on_both
def test_a_cursor_of_another_account_user_or_list_is_refused(api):
    for _ in range(2):
        assert api("POST", GRANTS, key="acme", body={"user_id": "bob", "amount": 1})[0] == 201
    cursor = api("GET", "/api/v1/credits/ledger", key="acme", query="user_id=bob&limit=1")[1]["next_cursor"]
    for key, path, user in (
        ("rivals", "/api/v1/credits/ledger", "bob"),
        ("acme", "/api/v1/credits/ledger", "eve"),
        ("acme", REELS, "bob"),
        ("acme", "/api/v2/jobs", "bob"),
    ):
        refused(api("GET", path, key=key, query=f"user_id={user}&cursor={cursor}"))


@pytest.mark.parametrize(
    "query",
    [
        *("limit=-1", "limit=1e3", "limit=", "limit=1;2", "limit=%00", "limit=" + "9" * 5_000, "limit=NaN"),
        *("limit=true", "cursor=%ff", "cursor=" + "A" * 5_000, "user_id=%00", "user_id=" + "x" * 129),
        *("user_id=%0a", "status=%f0%28"),
    ],
)
def test_a_list_that_is_asked_for_impossibly_is_refused(api, query):
    refused(api("GET", REELS, key="acme", query=query))


@pytest.mark.parametrize(
    "at", [LONG_AGO, "2026-01-01", "soon", 0, -1, "9999999-01-01T00:00:00Z", "2026-13-01T00:00:00Z"]
)
def test_a_key_that_would_be_over_before_it_begins_is_refused(api, at):
    body = {"name": "x", "kind": "user", "user_id": "bob", "expires_at": at}
    refused(api("POST", KEYS, key="acme", body=body))


@pytest.mark.parametrize(
    "path", ["/api/reels/%00", "/api/reels/..", "/api/reels/%2e%2e%2f", "//", "/api//reels", "/%ff"]
)
def test_a_path_that_leads_nowhere_is_not_found(api, path):
    assert api("GET", path, key="acme")[0] in {200, 404}


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PUT", "get", "", "X" * 1_000])
def test_a_method_that_is_not_taken_is_refused_with_those_that_are(api, method):
    status, problem, headers = api(method, REELS, key="acme")
    assert (status, headers["allow"], len(problem["detail"]) < 200) == (405, "GET, HEAD, POST", True)
