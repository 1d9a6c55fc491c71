"""Webhooks over HTTP: who may have them, what they may be, and what is never shown."""

import json
from datetime import UTC, datetime

import boto3
import pytest

from greenlight.domain.deliveries import of_event
from tests.domain.test_addresses import CLOSED, HOSTILE
from tests.domain.test_webhooks import EVENT
from tests.functions.calls import on_aws, on_both

WEBHOOKS = "/api/v1/webhooks"
# An address, so that no test asks a resolver.
URL = "https://93.184.216.34/hook"
UNKNOWN = "00000000-0000-4000-8000-000000000001"


def registered(api, key="acme", **changes):
    status, body, _ = api("POST", WEBHOOKS, key=key, body={"url": URL, "events": ["reel.*"], **changes})
    assert status == 201, body
    return body


def delivered(api, webhook):
    stored = api.stage.deliveries_store().add(of_event(webhook["id"], EVENT, datetime.now(UTC)))
    api.stage.deliveries_store().save(stored.given_up("timeout"))
    return stored.delivery_id


@on_both
def test_a_webhook_is_registered_shown_changed_and_deleted(api):
    made = registered(api, description="ours")
    shown = api("GET", f"{WEBHOOKS}/{made['id']}", key="acme")[1]
    assert shown == {name: value for name, value in made.items() if name != "secret"}
    assert api("GET", WEBHOOKS, key="acme")[1]["items"] == [shown]
    change = {"events": ["*"], "enabled": False}
    changed = api("PATCH", f"{WEBHOOKS}/{made['id']}", key="acme", body=change)[1]
    assert (changed["events"], changed["enabled"], changed["url"]) == (["*"], False, URL)
    assert "owner" in changed["disabled_reason"]
    assert api("DELETE", f"{WEBHOOKS}/{made['id']}", key="acme")[0] == 204
    assert api("GET", f"{WEBHOOKS}/{made['id']}", key="acme")[0] == 404


def test_a_secret_is_shown_at_creation_and_rotation_and_nowhere_else(api, webhook_queue):
    made = registered(api)
    one = f"{WEBHOOKS}/{made['id']}"
    rotated = api("POST", f"{one}/rotate-secret", key="acme")[1]
    assert made["secret"].startswith("whsec_")
    assert rotated["secret"] not in {made["secret"], None}
    asked = [api("GET", WEBHOOKS, key="acme"), api("GET", one, key="acme"), api("GET", f"{one}/deliveries", key="acme")]
    asked += [api("PATCH", one, key="acme", body={"description": "x"}), api("POST", f"{one}/test", key="acme")]
    assert all(200 <= status < 300 for status, _, _ in asked)
    assert "whsec_" not in json.dumps([body for _, body, _ in asked])


def test_every_hostile_url_is_refused(api):
    made = registered(api)
    for shape, url in HOSTILE.items():
        for method, path in (("POST", WEBHOOKS), ("PATCH", f"{WEBHOOKS}/{made['id']}")):
            status, body, _ = api(method, path, key="acme", body={"url": url, "events": ["*"]})
            assert (status, body["errors"][0]["field"]) == (400, "url"), shape
    assert [webhook["url"] for webhook in api("GET", WEBHOOKS, key="acme")[1]["items"]] == [URL]


def test_every_address_that_is_not_everybodys_is_refused(api):
    for address in filter(None, CLOSED):
        host = f"[{address}]" if ":" in address else address
        status, body, _ = api("POST", WEBHOOKS, key="acme", body={"url": f"https://{host}/", "events": ["*"]})
        assert (status, body["code"]) == (400, "webhook_url_refused"), address


def test_loopback_is_closed_unless_the_stage_opens_it_to_http(api, monkeypatch):
    body = {"url": "http://127.0.0.1:9/", "events": ["*"]}
    assert api("POST", WEBHOOKS, key="acme", body=body)[0] == 400
    monkeypatch.setenv("WEBHOOK_ALLOW_LOOPBACK", "true")
    monkeypatch.setattr("chalicelib.services.webhooks", api.stage.webhooks)
    assert api("POST", WEBHOOKS, key="acme", body=body)[0] == 201
    for url in ("http://10.0.0.1/", "http://169.254.169.254/", "https://127.0.0.1/", "http://93.184.216.34/"):
        assert api("POST", WEBHOOKS, key="acme", body={**body, "url": url})[0] == 400, url


def test_events_that_there_are_not_are_refused(api):
    for events in (["movie.*"], ["reel.done"], [""], [], ["reel.*"] * 51, "reel.*", None, [7], ["x" * 101]):
        status, body, _ = api("POST", WEBHOOKS, key="acme", body={"url": URL, "events": events})
        assert (status, body["errors"][0]["field"].split(".")[0]) == (400, "events"), events


def test_the_refusal_of_an_unknown_event_names_the_known_ones(api):
    detail = api("POST", WEBHOOKS, key="acme", body={"url": URL, "events": ["movie.*"]})[1]["detail"]
    assert all(family in detail for family in ("reel", "scenario", "export"))
    detail = api("POST", WEBHOOKS, key="acme", body={"url": URL, "events": ["reel.done"]})[1]["detail"]
    assert all(what in detail for what in ("completed", "awaiting_approval", "expired"))


@on_both
def test_an_account_has_up_to_twenty(api):
    for _ in range(20):
        registered(api)
    status, body, _ = api("POST", WEBHOOKS, key="acme", body={"url": URL, "events": ["*"]})
    assert (status, body["code"]) == (409, "too_many_webhooks")


@pytest.mark.parametrize("key", ["rivals", "alice"])
def test_somebody_elses_webhook_is_not_found_on_any_route(api, webhook_queue, key):
    made = registered(api)
    one, delivery = f"{WEBHOOKS}/{made['id']}", delivered(api, made)
    for method, path in (
        ("GET", one),
        ("PATCH", one),
        ("DELETE", one),
        ("POST", f"{one}/test"),
        ("POST", f"{one}/rotate-secret"),
        ("GET", f"{one}/deliveries"),
        ("POST", f"{one}/deliveries/{delivery}/replay"),
    ):
        assert api(method, path, key=key, body={} if method == "PATCH" else None)[0] == 404, path
    assert api("GET", WEBHOOKS, key=key)[1]["items"] == []
    assert api("GET", one, key="acme")[1]["enabled"] is True


@on_aws
def test_a_test_message_is_on_its_way(api, webhook_queue):
    made = registered(api)
    status, body, _ = api("POST", f"{WEBHOOKS}/{made['id']}/test", key="acme")
    assert (status, body["type"], body["status"]) == (202, "webhook.test", "pending")
    (message,) = boto3.client("sqs").receive_message(QueueUrl=webhook_queue)["Messages"]
    assert json.loads(message["Body"]) == {"webhook_id": made["id"], "delivery_id": body["id"], "version": 1}


@on_both
def test_deliveries_are_listed_by_status_and_replayed(api, webhook_queue):
    made = registered(api)
    log, delivery = f"{WEBHOOKS}/{made['id']}/deliveries", delivered(api, made)
    (failed,) = api("GET", log, key="acme", query="status=failed")[1]["items"]
    assert (failed["id"], failed["error"], failed["message_id"]) == (delivery, "timeout", "evt_5f0c_00000003_01")
    status, again, _ = api("POST", f"{log}/{delivery}/replay", key="acme")
    assert (status, again["status"], again["message_id"]) == (202, "pending", failed["message_id"])
    assert api("GET", log, key="acme", query="status=failed")[1]["items"] == []
    assert api("GET", log, key="acme", query="status=lost")[0] == 400
    assert api("GET", log, key="acme", query="limit=0")[0] == 400


def test_what_is_disabled_is_neither_tested_nor_replayed(api, webhook_queue):
    made = registered(api)
    delivery = delivered(api, made)
    api("PATCH", f"{WEBHOOKS}/{made['id']}", key="acme", body={"enabled": False})
    for path in ("test", f"deliveries/{delivery}/replay"):
        status, body, _ = api("POST", f"{WEBHOOKS}/{made['id']}/{path}", key="acme")
        assert (status, body["code"]) == (409, "webhook_disabled")


@pytest.mark.parametrize("webhook_id", [UNKNOWN, "nonsense", "%00", "x" * 3000])
def test_an_unknown_id_is_not_found(api, webhook_id):
    assert api("GET", f"{WEBHOOKS}/{webhook_id}", key="acme")[0] == 404
    made = registered(api)
    assert api("POST", f"{WEBHOOKS}/{made['id']}/deliveries/{webhook_id}/replay", key="acme")[0] == 404
