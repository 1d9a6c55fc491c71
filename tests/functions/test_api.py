"""The HTTP edge: identity, routing, errors, and what the API tells about itself."""

import json
import logging
import re
from io import StringIO

import pytest
from openapi_spec_validator import validate

from greenlight.observability import logger
from tests.functions.calls import EVENTS, Api, Context, on_aws, on_both

ID = "00000000-0000-4000-8000-000000000001"


def operations(api: Api) -> list[tuple[str, str, bool]]:
    document = api("GET", "/openapi.json")[1]
    return [
        (method.upper(), re.sub(r"{\w+}", ID, path), described.get("security") == [])
        for path, methods in document["paths"].items()
        for method, described in methods.items()
    ]


@on_aws
def test_every_route_but_the_public_ones_wants_a_key(api):
    for method, path, public in operations(api):
        status, body, headers = api(method, path, body={} if method in {"POST", "PATCH"} else None)
        if public:
            # What is shown of an object without a key is not there for an id that nobody has; and of what a stage
            # depends on, no more than the table and the bucket is here.
            assert status == (404 if ID in path else 503 if path == "/health" else 200), path
        else:
            assert (status, body["code"]) == (401, "unauthenticated"), path
            assert headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("key", ["gl_service_nonsense", "nonsense", "gl_" + "x" * 5000, "\u00e9"])
def test_a_bad_key_is_refused_on_every_route(api, key):
    for method, path, public in operations(api):
        if not public:
            assert api(method, path, key=key)[0] == 401, path


@pytest.mark.parametrize("kind", ["application/json", "text/plain"])
def test_who_asks_comes_before_what_is_asked(api, kind):
    assert api("POST", "/api/reels", body=b"{", content_type=kind)[0] == 401


@on_both
def test_a_user_key_that_names_another_user_is_refused(api):
    assert api("GET", "/api/reels", key="alice", query="user_id=bob")[0] == 403
    assert api("GET", "/api/reels", key="alice", query="user_id=alice")[0] == 200


@on_both
def test_a_grant_shows_in_the_balance_and_the_ledger(api):
    assert api("POST", "/api/v1/credits/grants", key="acme", body={"user_id": "bob", "amount": 2.5})[0] == 201
    assert api("GET", "/api/v1/credits", key="acme", query="user_id=bob")[1]["balance"] == 2.5
    ledger = api("GET", "/api/v1/credits/ledger", key="acme", query="user_id=bob")[1]
    assert [(entry["movement"], entry["amount"]) for entry in ledger["items"]] == [("grant", 2.5)]
    assert api("GET", "/api/v1/credits", key="rivals", query="user_id=bob")[1]["balance"] == 0


@pytest.mark.parametrize("amount", [-1, 0, 1e12, "NaN", "many", None])
def test_a_grant_of_an_impossible_amount_is_refused(api, amount):
    assert api("POST", "/api/v1/credits/grants", key="acme", body={"user_id": "bob", "amount": amount})[0] == 400


def test_slashes_at_the_end_do_not_matter(api):
    for path in ("/api/reels", "/api/reels/", "/api/reels//"):
        assert api("GET", path, key="acme")[0] == 200


def test_a_repeated_query_name_keeps_its_last_value(api):
    event = json.loads((EVENTS / "get_reels_with_repeated_query.json").read_text())
    event["headers"]["authorization"] = f"Bearer {api.keys['acme']}"
    assert api.handler(event, Context())["statusCode"] == 200


def test_an_unknown_route_is_a_problem_that_says_where_to_look(api):
    status, body, headers = api("GET", "/api/nothing", key="acme")
    assert (status, body["code"]) == (404, "not_found")
    assert headers["content-type"] == "application/problem+json"
    assert "/openapi.json" in body["detail"]


def test_a_wrong_method_names_the_right_ones(api):
    status, _, headers = api("PUT", "/api/reels", key="acme")
    assert (status, headers["allow"]) == (405, "GET, HEAD, POST")


@on_both
def test_a_head_is_that_of_its_get_and_has_no_body(api):
    for path in ("/health", "/api/reels", f"/api/reels/{ID}"):
        got, _, expected = api("GET", path, key="acme")
        status, body, headers = api("HEAD", path, key="acme")
        assert (status, body, headers.keys()) == (got, {}, expected.keys()), path
    assert api("HEAD", "/api/v1/credits/grants", key="acme")[0] == 405


def test_a_body_over_the_limit_names_the_way_for_larger_files(api):
    status, body, _ = api("POST", "/api/reels", key="acme", body=b"x" * 4_600_000, content_type="multipart/form-data")
    assert status == 413
    assert "/api/v1/uploads" in body["detail"]


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"<xml/>", "application/xml", 415),
        (b"--x", "multipart/form-data", 400),
        (b"--x\r\nbroken", "multipart/form-data; boundary=y", 400),
        (b"script=hello", "application/x-www-form-urlencoded", 415),
    ],
)
def test_a_malformed_body_is_refused_in_words(api, body, content_type, status):
    got, problem, _ = api("POST", "/api/reels", key="acme", body=body, content_type=content_type)
    assert got == status, problem
    assert problem["detail"].endswith(".") or problem["errors"]


def test_every_bad_field_is_named_at_once(api):
    wrong = {
        "script": "",
        "max_seconds": "long",
        "captions": "karaoke",
        "aspect_ratio": "0:0",
        "use_rewrite": "perhaps",
    }
    status, body, _ = api("POST", f"/api/reels/{ID}/regenerate-script", key="acme", body={"max_seconds": 1, "tone": 7})
    assert status == 400
    assert {error["field"] for error in body["errors"]} == {"max_seconds", "tone"}
    boundary = "xyz"
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in wrong.items()]
    form = "".join([*parts, f"--{boundary}--\r\n"]).encode()
    status, body, _ = api(
        "POST", "/api/reels", key="acme", body=form, content_type=f"multipart/form-data; boundary={boundary}"
    )
    assert status == 400
    assert {error["field"] for error in body["errors"]} == set(wrong)


@pytest.mark.parametrize("reel_id", [ID, "not-a-uuid", "..%2F..%2Fetc", "%00", "1", "a" * 2000, "{}"])
def test_an_id_that_names_no_reel_is_not_found(api, reel_id):
    assert api("GET", f"/api/reels/{reel_id}", key="acme")[0] == 404


@pytest.mark.parametrize("etag", ["abc", '"1', "-1", '"99999999999999999999"', "\u0663"])
def test_a_malformed_if_match_is_refused(api, etag):
    answer = api("PATCH", f"/api/reels/{ID}", key="acme", body={"final_script": "Hi."}, headers={"if-match": etag})
    assert answer[0] in {400, 404}


def test_an_unknown_status_filter_names_the_known_ones(api):
    status, body, _ = api("GET", "/api/reels", key="acme", query="status=sleeping")
    assert status == 400
    assert "script_pending_approval" in body["detail"]


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "cursor=%25%25"])
def test_a_list_that_is_asked_for_wrongly_is_refused(api, query):
    assert api("GET", "/api/reels", key="acme", query=query)[0] == 400


def test_the_openapi_document_is_valid(api):
    status, document, _ = api("GET", "/openapi.json")
    assert status == 200
    assert document["openapi"] == "3.1.0"
    validate(document)


@on_aws
def test_an_error_on_our_side_leaks_nothing(api, monkeypatch):
    monkeypatch.setenv("TABLE_NAME", "gone")
    api.stage.table.cache_clear()
    status, body, _ = api("GET", "/api/v1/keys", key="acme")
    assert (status, body["code"]) == (500, "internal_error")
    assert "gone" not in json.dumps(body)


def test_no_key_is_ever_logged(api):
    heard = StringIO()
    handler = logging.StreamHandler(heard)
    handler.setFormatter(logger.registered_formatter)
    logger.addHandler(handler)
    api("GET", "/api/reels", key="acme")
    api("GET", "/api/reels", key="gl_service_guess")
    logger._logger.removeHandler(handler)
    logged = heard.getvalue()
    assert '"route":"/api/reels"' in logged
    assert api.keys["acme"] not in logged
    assert "gl_service_guess" not in logged


@on_both
def test_a_reel_of_an_unknown_asset_is_refused(api):
    body = {"script": "Hello there.", "image_asset_id": ID}
    status, problem, _ = api("POST", "/api/reels", key="acme", body=body)
    assert (status, problem["errors"][0]["field"]) == (400, "image_asset_id")
