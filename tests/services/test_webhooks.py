"""Webhooks from the event to the receiver: signed, tried again, isolated from each other, given up."""

import json
from datetime import timedelta
from itertools import pairwise

import pytest
from standardwebhooks import Webhook as Signer

from greenlight.domain.addresses import UrlRefused
from greenlight.domain.deliveries import DeliveryStatus, Reply
from greenlight.domain.errors import Conflict, Invalid, NotFound
from greenlight.domain.keys import Identity
from greenlight.memory import MemoryResolver
from tests.support.webhooks import SERVICE, Switchboard

QUICKLY, HANGING = timedelta(milliseconds=20), timedelta(seconds=60)
DOWN, UP = (Reply(503), QUICKLY), (Reply(200, b"thanks"), QUICKLY)
ALICE, BOB = Identity("acme", "alice", "key-a"), Identity("acme", "bob", "key-b")


@pytest.fixture
def board() -> Switchboard:
    return Switchboard()


def signed_by(secret: str, board: Switchboard, place: int = -1) -> bool:
    _, headers, body = board.poster.posted[place]
    name, at = headers["webhook-id"], board.clock.now()
    # The library compares with the real clock, so the signature is made again at the time that the header names.
    at = at.fromtimestamp(int(headers["webhook-timestamp"]), at.tzinfo)
    return Signer(secret).sign(name, at, body.decode()) in headers["webhook-signature"].split(" ")


# -- telling -----------------------------------------------------------------------------------------------------------
def test_an_event_reaches_each_webhook_that_wants_it_once(board):
    first, second = board.register("one.example", "reel.*"), board.register("two.example", "script.*")
    for _ in range(2):
        board.tell()
    board.work()
    assert [destination.target.host for destination, _, _ in board.poster.posted] == ["one.example"]
    assert [d.status for d in board.log(first)] == [DeliveryStatus.DELIVERED]
    assert board.log(second) == []


def test_an_event_reaches_nobody_of_another_account(board):
    board.register()
    board.tell(account_id="rivals")
    assert board.queue.waiting == []


def test_a_users_webhook_hears_of_that_user_only(board):
    board.register("alice.example", identity=ALICE)
    board.tell(1, user_id="bob")
    board.tell(2, user_id="alice")
    board.work()
    assert [json.loads(body)["data"]["number"] for _, _, body in board.poster.posted] == [2]


def test_a_message_says_what_happened_when_and_to_what(board):
    board.register()
    board.tell(7)
    board.work()
    (_, headers, body) = board.poster.posted[0]
    assert json.loads(body) == {
        "type": "reel.completed",
        "timestamp": "2026-01-01T00:00:00+00:00",
        "data": {"number": 7, "job_id": "p", "user_id": "alice"},
    }
    assert headers["webhook-id"] == "evt_p_00000007_00"


def test_a_message_lost_between_the_table_and_the_queue_is_sent_when_the_event_comes_again(board):
    webhook = board.register()
    board.tell()
    board.queue.waiting.clear()
    board.tell()
    board.work()
    assert board.log(webhook)[0].status is DeliveryStatus.DELIVERED


def test_a_message_that_the_queue_lost_is_picked_up_a_minute_later(board):
    webhook = board.register()
    board.tell()
    board.queue.waiting.clear()
    board.pass_time(timedelta(seconds=59))
    assert board.log(webhook)[0].attempts == ()
    board.pass_time(timedelta(seconds=2))
    assert board.log(webhook)[0].status is DeliveryStatus.DELIVERED


def test_a_message_that_comes_twice_makes_one_attempt(board):
    webhook = board.register()
    board.tell()
    board.queue.waiting *= 2
    assert board.work() == ["delivered", "went_on"]
    assert len(board.log(webhook)[0].attempts) == 1


# -- signatures --------------------------------------------------------------------------------------------------------
def test_both_secrets_sign_until_a_day_after_a_rotation(board):
    old = board.register()
    new = board.owner.rotate(SERVICE, old.webhook_id)
    board.tell(1)
    board.work()
    assert signed_by(old.secret, board)
    assert signed_by(new.secret, board)
    board.clock.forward(timedelta(hours=24))
    board.tell(2)
    board.work()
    assert not signed_by(old.secret, board)
    assert signed_by(new.secret, board)


# -- trying again ------------------------------------------------------------------------------------------------------
def test_attempts_come_at_the_documented_times(board):
    board.poster.answer = lambda _: DOWN
    webhook = board.register()
    board.tell()
    board.work()
    board.pass_time(timedelta(minutes=20))
    # Longer waits are found by the schedule, a minute at a time.
    board.pass_time(timedelta(hours=48), step=timedelta(minutes=1))
    (delivery,) = board.log(webhook)
    times = [attempt.at for attempt in delivery.attempts]
    waits = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
    for wait, documented in zip(waits, [5, 30, 120, 900, 3600, 14400, 43200, 86400], strict=True):
        assert documented <= wait <= documented + 125
    assert (delivery.status, delivery.error) == (DeliveryStatus.FAILED, "refused")


def test_every_attempt_is_in_the_log_with_what_was_answered(board):
    answers = iter([(Reply(500, b"broken"), timedelta(seconds=1)), (Reply(error="tls_failed"), QUICKLY), UP])
    board.poster.answer = lambda _: next(answers)
    webhook = board.register()
    board.tell()
    board.work()
    board.pass_time(timedelta(minutes=1))
    (delivery,) = board.log(webhook)
    assert [(a.status, a.response, a.error) for a in delivery.attempts] == [
        (500, "broken", "refused"),
        (None, "", "tls_failed"),
        (200, "thanks", None),
    ]
    assert delivery.attempts[0].latency_ms == 1000


def test_a_message_keeps_its_id_and_body_at_every_attempt_and_in_a_replay(board):
    answers = iter([DOWN, UP, UP])
    board.poster.answer = lambda _: next(answers)
    webhook = board.register()
    board.tell()
    board.work()
    board.pass_time(timedelta(seconds=6))
    board.owner.replay(SERVICE, webhook.webhook_id, board.log(webhook)[0].delivery_id)
    board.work()
    assert len(board.poster.posted) == 3
    assert len({(headers["webhook-id"], body) for _, headers, body in board.poster.posted}) == 1


def test_a_receiver_that_is_down_half_of_the_time_gets_everything(board):
    board.poster.answer = lambda _: UP if board.clock.now().second % 20 < 10 else DOWN
    webhook = board.register()
    for number in range(100):
        board.tell(number)
        board.pass_time(timedelta(seconds=1))
    board.pass_time(timedelta(hours=2), step=timedelta(seconds=7))
    assert {delivery.status for delivery in board.log(webhook)} == {DeliveryStatus.DELIVERED}
    assert any(len(delivery.attempts) > 1 for delivery in board.log(webhook))


# -- isolation ---------------------------------------------------------------------------------------------------------
def test_a_receiver_that_hangs_is_tried_by_one_delivery_while_others_get_theirs(board):
    board.poster.answer = lambda host: (Reply(200), HANGING) if host == "dead.example" else UP
    dead, good = board.register("dead.example"), board.register("good.example")
    for number in range(50):
        board.tell(number)
    board.work()
    assert {delivery.status for delivery in board.log(good)} == {DeliveryStatus.DELIVERED}
    assert sum(len(delivery.attempts) for delivery in board.log(dead)) == 1


def test_a_receiver_that_hangs_costs_ever_less(board):
    board.poster.answer = lambda _: (Reply(200), HANGING)
    board.register("dead.example")
    for number in range(20):
        board.tell(number)
    board.pass_time(timedelta(hours=1))
    hanging = len(board.poster.posted) * 10
    assert 60 <= hanging <= 200


def test_a_receiver_that_comes_back_gets_what_waited(board):
    board.poster.answer = lambda _: (Reply(200), HANGING)
    webhook = board.register("dead.example")
    for number in range(20):
        board.tell(number)
    board.pass_time(timedelta(minutes=10))
    board.poster.answer = lambda _: UP
    board.pass_time(timedelta(hours=5), step=timedelta(seconds=30))
    assert {delivery.status for delivery in board.log(webhook)} == {DeliveryStatus.DELIVERED}


def test_a_claim_whose_holder_died_is_free_again_by_itself(board):
    webhook = board.register()
    assert board.webhooks.claim(webhook, board.clock.now(), board.clock.now() + timedelta(seconds=15))
    board.tell()
    assert board.work() == ["put_off"]
    board.pass_time(timedelta(seconds=20))
    assert board.log(webhook)[0].status is DeliveryStatus.DELIVERED


# -- the end -----------------------------------------------------------------------------------------------------------
def test_410_disables_at_once_and_says_so(board):
    board.poster.answer = lambda _: (Reply(410), QUICKLY)
    webhook = board.register()
    board.tell(1)
    board.tell(2)
    board.work()
    assert "410" in (board.stored(webhook).disabled_reason or "")
    assert {(d.status, d.error) for d in board.log(webhook)} == {
        (DeliveryStatus.FAILED, "refused"),
        (DeliveryStatus.FAILED, "webhook_disabled"),
    }


def test_a_week_of_failures_disables(board):
    board.poster.answer = lambda _: DOWN
    webhook = board.register()
    for day in range(8):
        board.tell(day)
        board.work()
        assert board.stored(webhook).is_active is (day < 7)
        board.clock.forward(timedelta(days=1))
    assert "a week" in (board.stored(webhook).disabled_reason or "")


def test_a_success_starts_the_week_anew(board):
    webhook = board.register()
    for day in range(10):
        board.poster.answer = lambda _, day=day: UP if day == 5 else DOWN
        board.tell(day)
        board.work()
        board.clock.forward(timedelta(days=1))
    assert board.stored(webhook).is_active


def test_enabled_again_a_webhook_has_a_clean_record(board):
    board.poster.answer = lambda _: (Reply(410), QUICKLY)
    webhook = board.register()
    board.tell(1)
    board.work()
    with pytest.raises(Conflict, match="410"):
        board.owner.replay(SERVICE, webhook.webhook_id, board.log(webhook)[0].delivery_id)
    board.owner.change(SERVICE, webhook.webhook_id, {}, enabled=True)
    assert board.stored(webhook).health.failing_since is None
    board.poster.answer = lambda _: UP
    board.owner.replay(SERVICE, webhook.webhook_id, board.log(webhook)[0].delivery_id)
    board.work()
    assert board.log(webhook)[0].status is DeliveryStatus.DELIVERED


def test_what_waits_for_a_deleted_webhook_is_given_up(board):
    board.poster.answer = lambda _: DOWN
    webhook = board.register()
    board.tell()
    board.work()
    board.owner.delete(SERVICE, webhook.webhook_id)
    board.pass_time(timedelta(seconds=10))
    (delivery,) = board.deliveries.deliveries.values()
    assert (delivery.status, delivery.error) == (DeliveryStatus.FAILED, "webhook_deleted")


# -- addresses ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "fd00:ec2::254", "::ffff:127.0.0.1"])
def test_a_host_that_leads_inside_is_refused_at_registration(board, address):
    board.resolver.known = {"inside.example": [["93.184.216.34", address]]}
    with pytest.raises(UrlRefused):
        board.register("inside.example")
    assert board.webhooks.list("acme") == []


def test_a_host_that_nobody_knows_is_refused(board):
    board.resolver.known = {"nowhere.example": [[]]}
    with pytest.raises(UrlRefused, match="no address"):
        board.register("nowhere.example")


def test_a_host_that_leads_inside_later_is_not_connected_to():
    board = Switchboard(resolver=MemoryResolver({"rebinding.example": [["93.184.216.34"], ["127.0.0.1"]]}))
    webhook = board.register("rebinding.example")
    board.tell()
    board.work()
    assert board.poster.posted == []
    assert board.log(webhook)[0].attempts[0].error == "address_refused"


def test_a_delivery_looks_its_host_up_once_and_connects_to_what_was_checked():
    answers = [["93.184.216.34"], ["8.8.4.4"], ["127.0.0.1"]]
    board = Switchboard(resolver=MemoryResolver({"rebinding.example": answers}))
    board.register("rebinding.example")
    board.tell()
    board.work()
    assert [destination.addresses for destination, _, _ in board.poster.posted] == [("8.8.4.4",)]
    assert board.resolver.asked["rebinding.example"] == 2


# -- owners ------------------------------------------------------------------------------------------------------------
def test_a_bad_change_leaves_a_webhook_as_it_was(board):
    webhook = board.register()
    for wishes in ({"url": "http://example.com/"}, {"events": ("reel.done",)}):
        with pytest.raises(Invalid):
            board.owner.change(SERVICE, webhook.webhook_id, wishes, enabled=None)
    assert board.stored(webhook).url == webhook.url


def test_an_account_has_up_to_twenty_webhooks(board):
    for _ in range(20):
        board.register()
    with pytest.raises(Conflict, match="20"):
        board.register()


def test_a_user_sees_and_changes_only_what_a_key_of_theirs_made(board):
    hers = board.register(identity=ALICE)
    assert [w.webhook_id for w in board.owner.list(ALICE)] == [hers.webhook_id]
    assert board.owner.list(BOB) == []
    for ask in (board.owner.get, board.owner.delete, board.owner.rotate, board.owner.test):
        with pytest.raises(NotFound):
            ask(BOB, hers.webhook_id)
    assert [w.webhook_id for w in board.owner.list(SERVICE)] == [hers.webhook_id]
