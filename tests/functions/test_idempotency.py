"""A POST with an Idempotency-Key is done once."""

import json

import boto3
import pytest

from tests.functions.calls import on_aws, on_both
from tests.support.aws import TABLE

KEYS = "/api/v1/keys"
BODY = {"name": "x", "kind": "user", "user_id": "bob"}


def post(api, key="acme", body=None, idempotency="one", path=KEYS):
    return api("POST", path, key=key, body=body or BODY, headers={"idempotency-key": idempotency})


@on_both
def test_the_same_request_again_gets_the_stored_answer(api):
    first, again = post(api), post(api)
    assert (first[0], again[0]) == (201, 201)
    assert again[1]["id"] == first[1]["id"]
    assert "idempotent-replayed" not in first[2]
    assert again[2]["idempotent-replayed"] == "true"
    assert len(api("GET", KEYS, key="acme")[1]["items"]) == 3


@on_both
def test_the_same_key_for_another_body_is_refused(api):
    post(api)
    status, problem, _ = post(api, body={**BODY, "user_id": "eve"})
    assert (status, problem["code"]) == (409, "idempotency_mismatch")


@on_both
def test_the_same_key_on_another_route_is_refused(api):
    post(api)
    status, problem, _ = post(api, path="/api/v1/credits/grants", body={"user_id": "bob", "amount": 1})
    assert (status, problem["code"]) == (409, "idempotency_mismatch")


@on_both
def test_keys_of_two_accounts_have_nothing_to_do_with_each_other(api):
    assert post(api)[1]["id"] != post(api, key="rivals")[1]["id"]


@on_both
def test_a_refused_request_may_be_sent_again_under_its_key(api):
    assert post(api, body={**BODY, "user_id": ""})[0] == 400
    assert post(api)[0] == 201


@on_both
def test_another_multipart_boundary_is_the_same_request(api):
    def form(boundary):
        part = 'Content-Disposition: form-data; name="script"\r\n\r\nHello there.\r\n'
        return f"--{boundary}\r\n{part}--{boundary}--\r\n".encode()

    for boundary in ("one", "two"):
        status, problem, _ = api(
            "POST",
            "/api/reels",
            key="acme",
            body=form(boundary),
            content_type=f"multipart/form-data; boundary={boundary}",
            headers={"idempotency-key": "form"},
        )
        assert (status, problem["code"]) == (400, "image_missing")


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb", "\u00e9"])
@on_both
def test_a_key_that_is_no_key_is_refused(api, key):
    status, problem, _ = post(api, idempotency=key)
    assert (status, problem["errors"][0]["field"]) == (400, "Idempotency-Key")


@on_both
def test_a_user_never_gets_what_another_caller_of_the_account_was_answered(api):
    assert post(api)[0] == 201
    status, problem, _ = post(api, key="alice")
    assert status == 403, problem


@on_aws
def test_a_secret_is_stored_nowhere_and_null_when_the_request_is_repeated(api):
    first = post(api)[1]
    assert first["key"].startswith("gl_user_")
    scan = boto3.client("dynamodb").scan(TableName=TABLE)
    assert first["key"] not in json.dumps(scan["Items"], default=str)
    assert post(api)[1] == {**first, "key": None}
