"""What a webhook hears of, when it is tried again, and when it hears of nothing any more."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook as Signer

from greenlight.domain.deliveries import WAITS, Attempt, Delivery, DeliveryStatus, Reply, of_event, of_test
from greenlight.domain.errors import Conflict, Invalid
from greenlight.domain.webhooks import FAMILIES, HAPPENINGS, Health, Webhook, refuse_unknown_patterns, written_secret

NOW = datetime(2026, 1, 1, tzinfo=UTC)
QUICKLY, SLOWLY = timedelta(milliseconds=50), timedelta(seconds=10)
EVENT = {
    "id": "5f0c:00000003.01",
    "type": "reel.completed",
    "at": NOW.isoformat(),
    "production_id": "5f0c",
    "account_id": "acme",
    "user_id": "alice",
    "data": {"status": "succeeded"},
}


def webhook(*events: str, user: str | None = None) -> Webhook:
    return Webhook("w1", "acme", user, "https://example.com/", events or ("*",), "", "whsec_bmV3", NOW, NOW)


def failed(delivery: Delivery, at: datetime = NOW, chance: float = 0.5) -> Delivery:
    return delivery.tried(Attempt(at, 12, 500, "", "refused"), chance)


@pytest.mark.parametrize("pattern", ["*", *(f"{f}.*" for f in FAMILIES), *(f"reel.{what}" for what in HAPPENINGS)])
def test_every_documented_pattern_is_taken(pattern):
    refuse_unknown_patterns([pattern])


@pytest.mark.parametrize(
    "pattern", ["", "reel", "reel.", ".completed", "*.completed", "reel.*.*", "reel.done", "REEL.*"]
)
def test_what_no_event_is_called_is_refused(pattern):
    with pytest.raises(Invalid):
        refuse_unknown_patterns(["reel.completed", pattern])


def test_a_refusal_names_what_there_is():
    with pytest.raises(Invalid, match="storyboard"):
        refuse_unknown_patterns(["movie.completed"])
    with pytest.raises(Invalid, match="awaiting_approval"):
        refuse_unknown_patterns(["reel.finished"])


@pytest.mark.parametrize(
    ("pattern", "hears"),
    [("*", True), ("reel.*", True), ("reel.completed", True), ("reel.failed", False), ("script.*", False)],
)
def test_a_webhook_hears_what_its_patterns_match(pattern, hears):
    assert webhook(pattern).wants("reel.completed", "alice") is hears


def test_a_users_webhook_hears_of_that_user_only():
    assert webhook(user="alice").wants("reel.completed", "alice")
    assert not webhook(user="alice").wants("reel.completed", "bob")


def test_a_disabled_webhook_hears_nothing_and_keeps_its_first_reason():
    disabled = webhook().disabled("Gone.", NOW).disabled("Another reason.", NOW)
    assert not disabled.wants("reel.completed", "alice")
    assert disabled.disabled_reason == "Gone."


def test_the_old_secret_signs_for_a_day_after_a_rotation():
    rotated = webhook().rotated("whsec_bmV3ZXI=", NOW)
    assert rotated.secrets(NOW + timedelta(hours=23, minutes=59)) == ("whsec_bmV3ZXI=", "whsec_bmV3")
    assert rotated.secrets(NOW + timedelta(hours=24)) == ("whsec_bmV3ZXI=",)


def test_secrets_are_as_the_library_takes_them_and_not_in_a_repr():
    secret = written_secret("x" * 43)
    assert Signer(secret).sign("m", NOW, "{}").startswith("v1,")
    assert secret not in repr(replace(webhook(), secret=secret, previous_secret=secret))


def test_an_event_makes_the_same_delivery_however_often_it_is_told():
    first, second = (of_event("w1", EVENT, NOW + timedelta(seconds=s)) for s in (0, 9))
    assert (first.delivery_id, first.message_id, first.body) == (second.delivery_id, second.message_id, second.body)
    assert first.delivery_id != of_event("w2", EVENT, NOW).delivery_id
    assert first.message_id == of_event("w2", EVENT, NOW).message_id


def test_a_message_id_has_no_dot_since_dots_part_what_is_signed():
    assert of_event("w1", EVENT, NOW).message_id == "evt_5f0c_00000003_01"
    assert "." not in of_test("w1", "acme", "1234", NOW).message_id


@pytest.mark.parametrize(("chance", "factor"), [(0.0, 0.9), (0.5, 1.0), (1.0, 1.1)])
def test_waits_grow_as_documented_give_or_take_a_tenth(chance, factor):
    delivery, waits = of_event("w1", EVENT, NOW), []
    while delivery.due_at:
        delivery = failed(delivery, chance=chance)
        waits.append(delivery.due_at and (delivery.due_at - NOW).total_seconds())
    documented = [5, 30, 120, 900, 3600, 14400, 43200, 86400]
    assert waits[:-1] == pytest.approx([wait * factor for wait in documented])
    assert (delivery.status, len(delivery.attempts)) == (DeliveryStatus.FAILED, len(WAITS) + 1)


def test_a_delivery_that_was_taken_is_over():
    done = failed(of_event("w1", EVENT, NOW)).tried(Reply(204).attempt(NOW, QUICKLY), 0.5)
    assert (done.status, done.due_at, done.error) == (DeliveryStatus.DELIVERED, None, None)
    assert [attempt.status for attempt in done.attempts] == [500, 204]


def test_a_replay_is_the_same_message_with_a_new_round_of_attempts():
    done = of_event("w1", EVENT, NOW).tried(Reply(200).attempt(NOW, QUICKLY), 0.5)
    again = done.again(NOW)
    assert (again.status, again.tries, again.due_at) == (DeliveryStatus.PENDING, 0, NOW)
    assert (again.message_id, again.attempts) == (done.message_id, done.attempts)


def test_what_was_never_tried_is_not_replayed():
    with pytest.raises(Conflict):
        of_event("w1", EVENT, NOW).again(NOW)


def test_the_log_of_a_delivery_keeps_its_latest_attempts():
    delivery = of_event("w1", EVENT, NOW)
    for second in range(30):
        delivery = failed(delivery.again(NOW) if delivery.tries else delivery, NOW + timedelta(seconds=second))
    assert len(delivery.attempts) == 20
    assert delivery.attempts[-1].at == NOW + timedelta(seconds=29)


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(200), None),
        (Reply(299), None),
        (Reply(302), "redirected"),
        (Reply(404), "refused"),
        (Reply(500), "refused"),
        (Reply(error="timeout"), "timeout"),
    ],
)
def test_an_attempt_says_in_a_word_what_went_wrong(reply, error):
    assert reply.attempt(NOW, QUICKLY).error == error


def test_an_answer_is_kept_up_to_its_first_kilobyte_whatever_it_is_made_of():
    attempt = Reply(200, b"\xff" * 5000).attempt(NOW, timedelta(seconds=1.25))
    assert len(attempt.response) == 1024
    assert attempt.latency_ms == 1250


# -- health ------------------------------------------------------------------------------------------------------------
def test_a_receiver_is_proven_for_two_minutes_after_a_quick_end():
    assert not Health().is_proven(NOW)
    quick = Health().after(NOW, QUICKLY, taken=False)
    assert quick.is_proven(NOW + timedelta(seconds=119))
    assert not quick.is_proven(NOW + timedelta(minutes=2))


def test_a_thousand_quick_deliveries_change_a_health_once_a_minute():
    health = Health().after(NOW, QUICKLY, taken=True)
    assert health.after(NOW + timedelta(seconds=59), QUICKLY, taken=True) == health
    assert health.after(NOW + timedelta(seconds=60), QUICKLY, taken=True) != health


def test_a_receiver_that_hangs_rests_longer_each_time_up_to_a_quarter_of_an_hour():
    health, rests = Health(), []
    for _ in range(10):
        health = health.after(NOW, SLOWLY, taken=False)
        rests.append(health.rests_until and (health.rests_until - NOW).total_seconds())
    assert rests == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]
    assert not health.is_proven(NOW)


def test_a_receiver_that_takes_messages_slowly_does_not_rest_but_is_not_proven():
    health = Health().after(NOW, timedelta(seconds=4), taken=True)
    assert health.rests_until == NOW
    assert not health.is_proven(NOW)


def test_a_success_forgets_all_failures():
    health = Health().after(NOW, SLOWLY, taken=False).after(NOW, QUICKLY, taken=True)
    assert (health.failing_since, health.slow) == (None, 0)


def test_gone_is_the_end():
    assert "410" in (Health().verdict(410, NOW) or "")


def test_a_week_of_failures_is_the_end_and_a_day_less_is_not():
    health = Health().after(NOW, QUICKLY, taken=False)
    assert health.verdict(500, NOW + timedelta(days=6, hours=23)) is None
    assert "a week" in (health.verdict(500, NOW + timedelta(days=7)) or "")
