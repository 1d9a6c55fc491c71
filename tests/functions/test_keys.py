"""Keys over HTTP: made, limited, rotated, listed, revoked."""

import json
from datetime import UTC, datetime, timedelta

import boto3
import pytest

from greenlight.domain.keys import KeyKind
from greenlight.domain.scopes import OF_USERS
from tests.functions.calls import on_aws, on_both
from tests.support.aws import TABLE

KEYS = "/api/v1/keys"
ID = "00000000-0000-4000-8000-000000000001"
BOB = {"name": "x", "kind": "user", "user_id": "bob"}


def make(api, by="acme", **wishes):
    status, body, _ = api("POST", KEYS, key=by, body={**BOB, **wishes})
    assert status == 201, body
    return body


def service(api, **wishes):
    return make(api, kind="service", user_id=None, **wishes)


def rotate(api, key, by="acme", **wishes):
    return api("POST", f"{KEYS}/{key['id']}/rotate", key=by, body=wishes)


def opens(api, secret):
    return api("GET", "/api/reels", key=secret)[0] == 200


def in_time(**ahead):
    return (datetime.now(UTC) + timedelta(**ahead)).isoformat()


# -- scopes ------------------------------------------------------------------------------------------------------------
def test_a_key_without_scopes_may_do_what_its_kind_may(api):
    assert make(api)["scopes"] == sorted(OF_USERS)
    assert {"keys:manage", "credits:grant"} <= set(service(api)["scopes"])


def test_a_key_does_what_its_scopes_say_and_is_told_which_one_it_lacks(api):
    reader = make(api, scopes=["productions:read"])["key"]
    assert opens(api, reader)
    for method, path, scope in [
        ("POST", "/api/reels", "productions:write"),
        ("POST", f"/api/reels/{ID}/approve-script", "productions:approve"),
        ("POST", f"/api/reels/{ID}/generate-video", "productions:approve"),
        ("POST", "/api/v1/uploads", "uploads:write"),
        ("GET", "/api/v1/credits", "credits:read"),
        ("GET", "/api/v1/webhooks", "webhooks:manage"),
        ("DELETE", f"{KEYS}/{ID}", "keys:manage"),
    ]:
        status, problem, _ = api(method, path, key=reader)
        assert (status, problem["code"], problem["scope"]) == (403, "missing_scope", scope), path
        assert scope in problem["detail"]


def test_a_key_that_may_write_and_not_approve_spends_nothing(api):
    writer = make(api, scopes=["productions:read", "productions:write"])["key"]
    assert api("POST", f"/api/reels/{ID}/cancel", key=writer)[0] == 404
    assert api("POST", f"/api/reels/{ID}/approve-script", key=writer)[0] == 403


def test_a_scope_that_there_is_not_and_one_that_the_kind_may_not_have_are_refused_by_name(api):
    status, problem, _ = api("POST", KEYS, key="acme", body={**BOB, "scopes": ["reels:read"]})
    assert (status, problem["errors"][0]["field"]) == (400, "scopes.0")
    assert "productions:read" in problem["detail"]
    status, problem, _ = api("POST", KEYS, key="acme", body={**BOB, "scopes": ["credits:grant", "credits:read"]})
    assert (status, problem["errors"][0]["field"]) == (400, "scopes")
    assert "credits:grant" in problem["detail"]
    assert api("POST", KEYS, key="acme", body={**BOB, "scopes": []})[0] == 400


def test_a_user_key_cannot_manage_keys_nor_grant_credits(api):
    assert api("GET", KEYS, key="alice")[1]["scope"] == "keys:manage"
    grant = {"user_id": "alice", "amount": 5}
    assert api("POST", "/api/v1/credits/grants", key="alice", body=grant)[1]["scope"] == "credits:grant"


def test_a_key_makes_none_that_may_do_more_than_itself(api):
    keeper = service(api, scopes=["keys:manage", "productions:read"])["key"]
    assert make(api, by=keeper, scopes=["productions:read"])["scopes"] == ["productions:read"]
    for wanted in ({}, {"scopes": ["productions:read", "credits:read"]}):
        status, problem, _ = api("POST", KEYS, key=keeper, body={**BOB, **wanted})
        assert (status, problem["code"]) == (403, "missing_scope")
        assert "credits:read" in problem["scope"]


def test_a_key_neither_makes_nor_rotates_one_that_lives_longer(api):
    keeper = service(api, expires_at=in_time(days=1))["key"]
    assert make(api, by=keeper, expires_at=in_time(hours=1))["status"] == "active"
    status, problem, _ = api("POST", KEYS, key=keeper, body=BOB)
    assert (status, problem["code"]) == (403, "outlives_its_maker")
    assert rotate(api, make(api), by=keeper)[1]["code"] == "outlives_its_maker"


def test_a_key_rotates_itself_and_none_that_may_do_more(api):
    keeper = service(api, scopes=["keys:manage"])
    status, problem, _ = rotate(api, make(api), by=keeper["key"])
    assert (status, problem["code"]) == (403, "missing_scope")
    assert rotate(api, keeper, by=keeper["key"])[0] == 200


# -- the end of a key --------------------------------------------------------------------------------------------------
@on_both
def test_a_revoked_key_is_refused_by_the_process_that_just_served_it(api):
    made = make(api)
    assert opens(api, made["key"])
    assert api("DELETE", f"{KEYS}/{made['id']}", key="acme")[0] == 204
    status, problem, headers = api("GET", "/api/reels", key=made["key"])
    assert (status, problem["code"], headers["www-authenticate"]) == (401, "unauthenticated", "Bearer")
    assert api("DELETE", f"{KEYS}/{made['id']}", key="acme")[0] == 204
    assert api("GET", f"{KEYS}/{made['id']}", key="acme")[1]["status"] == "revoked"


def test_an_expired_key_is_refused_and_shown_as_expired(api):
    key, secret = api.stage.keys().create("acme", "x", KeyKind.USER, "bob", datetime.now(UTC) - timedelta(seconds=1))
    assert not opens(api, secret)
    assert api("GET", f"{KEYS}/{key.key_id}", key="acme")[1]["status"] == "expired"


def test_a_key_made_for_a_while_works_for_that_while(api):
    assert opens(api, make(api, expires_at=in_time(seconds=30))["key"])


@pytest.mark.parametrize("end", ["2020-01-01T00:00:00Z", "2999-01-01T00:00:00", "tomorrow", 5])
def test_an_end_that_cannot_be_is_refused(api, end):
    status, problem, _ = api("POST", KEYS, key="acme", body={**BOB, "expires_at": end})
    assert (status, problem["errors"][0]["field"]) == (400, "expires_at")


# -- rotation ----------------------------------------------------------------------------------------------------------
@on_both
def test_a_rotated_key_keeps_its_id_and_its_old_secret_works_for_a_day(api):
    made = make(api, scopes=["productions:read"], expires_at=in_time(days=30))
    status, fresh, _ = rotate(api, made)
    assert status == 200
    assert {**fresh, "key": made["key"], "previous_valid_until": None} == made
    until = datetime.fromisoformat(fresh["previous_valid_until"]) - datetime.now(UTC)
    assert timedelta(hours=23) < until <= timedelta(days=1)
    assert opens(api, fresh["key"])
    assert opens(api, made["key"])


def test_a_rotation_without_overlap_ends_the_old_secret_at_once(api):
    made = make(api)
    fresh = rotate(api, made, overlap_seconds=0)[1]
    assert fresh["previous_valid_until"] is None
    assert opens(api, fresh["key"])
    assert not opens(api, made["key"])


def test_a_revocation_ends_both_secrets(api):
    made = make(api)
    fresh = rotate(api, made)[1]
    api("DELETE", f"{KEYS}/{made['id']}", key="acme")
    assert not opens(api, fresh["key"])
    assert not opens(api, made["key"])


def test_a_revoked_key_is_not_rotated_into_a_good_one(api):
    made = make(api)
    api("DELETE", f"{KEYS}/{made['id']}", key="acme")
    status, problem, _ = rotate(api, made)
    assert (status, problem["code"]) == (409, "key_not_valid")


@pytest.mark.parametrize("overlap", [-1, 604_801, "long", None])
def test_an_overlap_that_cannot_be_is_refused(api, overlap):
    status, problem, _ = rotate(api, make(api), overlap_seconds=overlap)
    assert (status, problem["errors"][0]["field"]) == (400, "overlap_seconds")


def test_a_rotation_sent_twice_rotates_once(api):
    made = make(api)
    send = (f"{KEYS}/{made['id']}/rotate", {"idempotency-key": "again"})
    first, again = (api("POST", send[0], key="acme", body={}, headers=send[1]) for _ in range(2))
    assert again[1] == {**first[1], "key": None}
    assert opens(api, first[1]["key"])


# -- lists -------------------------------------------------------------------------------------------------------------
def test_keys_are_listed_without_their_secrets(api):
    rotate(api, make(api))
    status, body, _ = api("GET", KEYS, key="acme")
    assert (status, len(body["items"])) == (200, 3)
    assert not any(secret in json.dumps(body) for secret in api.keys.values())
    assert "hash" not in json.dumps(body)


@on_both
def test_a_list_of_keys_is_paged_and_narrowed(api):
    for number in range(3):
        make(api, name=f"bob {number}")
    first = api("GET", KEYS, key="acme", query="user_id=bob&limit=2")[1]
    rest = api("GET", KEYS, key="acme", query=f"user_id=bob&limit=2&cursor={first['next_cursor']}")[1]
    assert [key["name"] for key in first["items"] + rest["items"]] == ["bob 2", "bob 1", "bob 0"]
    assert rest["next_cursor"] is None
    assert api("GET", KEYS, key="acme", query=f"cursor={first['next_cursor']}")[1]["code"] == "invalid_cursor"
    api("DELETE", f"{KEYS}/{first['items'][0]['id']}", key="acme")
    revoked = api("GET", KEYS, key="acme", query="status=revoked&kind=user")[1]["items"]
    assert [key["name"] for key in revoked] == ["bob 2"]


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "cursor=x", "kind=root", "status=lost", "user_id="])
def test_a_list_of_keys_that_is_asked_for_wrongly_is_refused(api, query):
    assert api("GET", KEYS, key="acme", query=query)[0] == 400


@on_both
def test_the_use_of_a_key_is_shown(api):
    made = make(api)
    assert made["last_used_at"] is None
    opens(api, made["key"])
    used = api("GET", f"{KEYS}/{made['id']}", key="acme")[1]["last_used_at"]
    assert datetime.now(UTC) - datetime.fromisoformat(used) < timedelta(minutes=1)
    opens(api, made["key"])
    assert api("GET", f"{KEYS}/{made['id']}", key="acme")[1]["last_used_at"] == used


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("DELETE", ""), ("POST", "/rotate")])
def test_another_tenants_key_is_not_found(api, method, path):
    made = make(api)
    for key_id in (made["id"], ID, "nonsense", "%00"):
        assert api(method, f"{KEYS}/{key_id}{path}", key="rivals")[0] == 404
    assert opens(api, made["key"])


@on_aws
def test_no_secret_is_stored(api):
    made = make(api)
    fresh = rotate(api, made)[1]
    stored = json.dumps(boto3.client("dynamodb").scan(TableName=TABLE)["Items"], default=str)
    for secret in (made["key"], fresh["key"]):
        assert secret not in stored
        assert secret.rsplit("_", 1)[1] not in stored
