"""Webhooks on the whole stack: from productions, or from the bus, to receivers that verify, fail, hang and rotate."""

import json
import threading
import time
import uuid
from collections import Counter

import pytest

from local.waiting import wait_until
from tests.e2e.boards import Boards
from tests.e2e.people import Person
from tests.support.receiver import Message, Receiver

WEBHOOKS = "/api/v1/webhooks"


@pytest.fixture
def backend(stack):
    """A customer's backend with a service key; its webhooks are gone when the test is over."""
    person = Person(stack.base_url, stack.service_key)
    yield person
    for webhook in person.ask("GET", WEBHOOKS).json()["items"]:
        person.ask("DELETE", f"{WEBHOOKS}/{webhook['id']}")


def register(backend, receiver, *events):
    answer = backend.ask("POST", WEBHOOKS, json={"url": receiver.url, "events": list(events)})
    assert answer.status_code == 201, answer.text
    webhook = answer.json()
    receiver.secret = webhook["secret"]
    return webhook


def publish(stack, count):
    """Puts so many events on the bus as productions would; their message ids."""
    numbers = [str(uuid.uuid4()) for _ in range(count)]
    entries = [
        {
            "EventBusName": stack.deployed.outputs["EventBusName"],
            "Source": "greenlight",
            "DetailType": "script.completed",
            "Detail": json.dumps(
                {
                    "id": f"{number}:00000001.00",
                    "type": "script.completed",
                    "at": "2026-01-01T00:00:00+00:00",
                    "production_id": number,
                    "account_id": "main",
                    "user_id": "demo",
                    "data": {"status": "succeeded"},
                }
            ),
        }
        for number in numbers
    ]
    for start in range(0, count, 10):
        stack.client("events").put_events(Entries=entries[start : start + 10])
    return {f"evt_{number}_00000001_00" for number in numbers}


def test_a_receiver_hears_of_a_reel_and_can_verify_it(stack, backend):
    with Receiver() as receiver:
        webhook = register(backend, receiver, "reel.awaiting_approval", "reel.cancelled")
        reel = backend.created()
        backend.act(reel, "cancel")
        wait_until(lambda: len(receiver.taken) >= 2, 240, what="both messages")
        assert {m.body["type"] for m in receiver.taken.values()} == {"reel.awaiting_approval", "reel.cancelled"}
        assert {m.body["data"]["job_id"] for m in receiver.taken.values()} == {reel["id"]}
        assert receiver.refused == []
        log = wait_until(lambda: delivered(backend, webhook, 2), 240, what="both in the log")
        attempt = log[0]["attempts"][0]
        assert (attempt["status"], attempt["response"], attempt["error"]) == (200, "noted", None)


def test_a_receiver_hears_of_a_storyboard_and_of_its_exports(stack, backend):
    boards = Boards(stack.base_url, stack.service_key)
    told = {"storyboard.awaiting_approval", "storyboard.approved", "storyboard.completed", "export.completed"}
    with Receiver() as receiver:
        register(backend, receiver, "storyboard.*", "export.*")
        board = boards.rendered(boards.drawn(duration=5, transition="cut"))
        assert boards.exported(board, "mp4", "low").status_code == 200
        wait_until(lambda: told <= {m.body["type"] for m in list(receiver.taken.values())}, 240, what="all four")
        assert {str(m.body["data"]["job_id"]) for m in receiver.taken.values()} == {str(board["job_id"])}
        (export,) = [m.body["data"] for m in receiver.taken.values() if m.body["type"] == "export.completed"]
        assert (export["format"], export["quality"]) == ("mp4", "low")
        assert receiver.refused == []


def delivered(backend, webhook, count):
    answer = backend.ask("GET", f"{WEBHOOKS}/{webhook['id']}/deliveries?status=delivered&limit=100")
    items = answer.json()["items"]
    return items if len(items) >= count else None


def test_while_a_secret_rotates_a_receiver_may_check_by_either(stack, backend):
    with Receiver() as receiver:
        webhook = register(backend, receiver, "*")
        new = backend.ask("POST", f"{WEBHOOKS}/{webhook['id']}/rotate-secret").json()["secret"]
        for secret in (webhook["secret"], new):
            receiver.secret, before = secret, len(receiver.taken)
            assert backend.ask("POST", f"{WEBHOOKS}/{webhook['id']}/test").status_code == 202
            wait_until(lambda before=before: len(receiver.taken) > before, 240, what="the test message")
        assert {message.signatures for message in receiver.taken.values()} == {2}
        assert receiver.refused == []


def test_a_replay_comes_with_the_same_id(stack, backend):
    with Receiver() as receiver:
        webhook = register(backend, receiver, "*")
        test = backend.ask("POST", f"{WEBHOOKS}/{webhook['id']}/test").json()
        wait_until(lambda: delivered(backend, webhook, 1), 240, what="the test message")
        replayed = backend.ask("POST", f"{WEBHOOKS}/{webhook['id']}/deliveries/{test['id']}/replay")
        assert replayed.status_code == 202, replayed.text
        wait_until(lambda: len(receiver.messages) == 2, 240, what="the replay")
        assert {message.message_id for message in receiver.messages} == {test["message_id"]}


def test_events_all_reach_a_receiver_that_is_down_half_of_the_time(stack, backend):
    tries = Counter()
    count = 120

    def answer(message: Message) -> int | None:
        """Takes each message the second time: half of all requests find the receiver down, in one way or another."""
        tries[message.message_id] += 1
        downs = (503, None, 500, 429)
        return 200 if tries[message.message_id] > 1 else downs[len(tries) % len(downs)]

    with Receiver(answer) as receiver:
        webhook = register(backend, receiver, "script.*")
        sent = publish(stack, count)
        wait_until(lambda: len(receiver.taken) >= count, 240, what="all messages")
        assert set(receiver.taken) == sent
        assert receiver.refused == []
        shown = backend.ask("GET", f"{WEBHOOKS}/{webhook['id']}").json()
        assert (shown["enabled"], shown["disabled_reason"]) == (True, None)


def test_a_receiver_that_never_answers_delays_nobody(stack, backend):
    over = threading.Event()

    def hang(message: Message) -> int | None:
        over.wait(60)
        return None

    with Receiver(hang) as dead, Receiver() as good:
        register(backend, dead, "script.*")
        register(backend, good, "script.*")
        began = time.monotonic()
        sent = publish(stack, 40)
        wait_until(lambda: len(good.taken) >= len(sent), 240, what="all messages at the good receiver")
        took = time.monotonic() - began
        hanging = len(dead.messages)
        over.set()
    assert set(good.taken) == sent
    # Forty messages of ten seconds each would have kept every worker for a while.
    assert hanging <= 1 + took // 10, (hanging, took)


def test_a_receiver_that_is_gone_is_told_nothing_more(stack, backend):
    with Receiver(lambda _: 410) as receiver:
        webhook = register(backend, receiver, "script.*")
        publish(stack, 1)
        gone = wait_until(lambda: disabled(backend, webhook), 240, what="the webhook to be disabled")
        assert "410" in gone["disabled_reason"]
        refused = backend.ask("POST", f"{WEBHOOKS}/{webhook['id']}/test")
        assert (refused.status_code, refused.json()["code"]) == (409, "webhook_disabled")


def disabled(backend, webhook):
    shown = backend.ask("GET", f"{WEBHOOKS}/{webhook['id']}").json()
    return None if shown["enabled"] else shown
