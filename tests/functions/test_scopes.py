"""What a key may do: each operation needs a scope, and a key without it is refused before anything is read."""

import importlib
import re

import pytest

from greenlight.domain.scopes import ALL, MEANINGS, OF_USERS, Scope

ID = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def operations(api):
    return importlib.import_module("chalicelib.contract").OPERATIONS


def needed(operations, method, path):
    (found,) = [one.scope for one in operations if (one.method, one.path) == (method, path)]
    return found


def test_every_operation_that_wants_a_key_wants_a_scope(operations, api):
    document = api("GET", "/openapi.json")[1]
    for one in operations:
        told = document["paths"][one.path][one.method.lower()]["security"]
        assert told == ([] if one.public else [{"key": [one.scope]}]), one.path
        assert one.public or one.scope in ALL, one.path


def test_only_what_the_contract_names_is_public(operations):
    named = {"/", "/health", "/openapi.json", "/docs", "/api/v2/jobs/{job_id}/metadata"}
    assert {one.path for one in operations if one.public} <= named


def test_whatever_spends_needs_the_scope_to_approve(operations):
    spending = [one for one in operations if re.search("approve|generate-video|render$", one.path)]
    assert len(spending) >= 4
    assert {one.scope for one in spending} == {Scope.PRODUCTIONS_APPROVE}


def test_reading_needs_no_scope_that_makes_or_spends_anything(operations):
    reading = {one.scope for one in operations if one.method == "GET"}
    assert reading.isdisjoint({Scope.PRODUCTIONS_WRITE, Scope.PRODUCTIONS_APPROVE, Scope.CREDITS_GRANT})


def test_money_and_keys_have_scopes_of_their_own(operations):
    assert needed(operations, "POST", "/api/v1/credits/grants") is Scope.CREDITS_GRANT
    assert needed(operations, "GET", "/api/v1/credits") is Scope.CREDITS_READ
    assert needed(operations, "POST", "/api/v1/keys") is Scope.KEYS_MANAGE
    assert needed(operations, "POST", "/api/v1/uploads") is Scope.UPLOADS_WRITE
    assert needed(operations, "GET", "/api/v1/webhooks") is Scope.WEBHOOKS_MANAGE


def test_every_scope_is_used_and_explained(operations, api):
    assert {one.scope for one in operations} - {None} == ALL == set(MEANINGS)
    explained = api("GET", "/openapi.json")[1]["components"]["securitySchemes"]["key"]["description"]
    assert all(f"`{scope}`" in explained for scope in Scope)
    assert all("service keys only" in MEANINGS[scope] for scope in ALL - OF_USERS)
