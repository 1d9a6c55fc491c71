"""What the stores of webhooks and deliveries promise, asked of the memory twins and of the AWS adapters alike."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from greenlight.domain.deliveries import Delivery, DeliveryStatus, Reply, of_test
from greenlight.domain.errors import ConcurrentChange, Invalid, NotFound
from greenlight.domain.webhooks import Health, Webhook

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
SOON = NOW + timedelta(seconds=15)


def webhook(number: int = 1, account: str = "acme") -> Webhook:
    at = NOW + timedelta(minutes=number)
    return Webhook(f"w{number}", account, None, "https://example.com/", ("reel.*", "*"), "", "whsec_a", at, at)


def delivery(number: int = 1, webhook_id: str = "w1") -> Delivery:
    return of_test(webhook_id, "acme", str(number), NOW + timedelta(minutes=number))


# -- webhooks ----------------------------------------------------------------------------------------------------------
def test_a_webhook_comes_back_as_it_was_written(stores):
    written = replace(webhook().rotated("whsec_b", NOW), user_id="alice", disabled_reason="Gone.")
    stores.webhooks.add(written)
    assert stores.webhooks.get("acme", "w1") == replace(written, version=1)


def test_webhooks_are_listed_by_account_and_newest_first(stores):
    for number in (2, 3, 1):
        stores.webhooks.add(webhook(number))
    stores.webhooks.add(webhook(4, "rivals"))
    assert [found.webhook_id for found in stores.webhooks.list("acme")] == ["w3", "w2", "w1"]


def test_another_accounts_webhook_is_not_found(stores):
    stores.webhooks.add(webhook())
    with pytest.raises(NotFound):
        stores.webhooks.get("rivals", "w1")


def test_of_two_who_change_a_webhook_the_second_is_refused(stores):
    stores.webhooks.add(webhook())
    first, second = (stores.webhooks.get("acme", "w1") for _ in range(2))
    stores.webhooks.save(replace(first, description="first"))
    with pytest.raises(ConcurrentChange):
        stores.webhooks.save(replace(second, description="second"))
    assert stores.webhooks.get("acme", "w1").description == "first"


def test_a_deleted_webhook_does_not_come_back(stores):
    stores.webhooks.add(webhook())
    read = stores.webhooks.get("acme", "w1")
    stores.webhooks.delete("acme", "w1")
    stores.webhooks.note(read, Health(quick_at=NOW))
    assert stores.webhooks.claim(read, NOW, SOON) is False
    with pytest.raises(ConcurrentChange):
        stores.webhooks.save(read)
    assert stores.webhooks.list("acme") == []


def test_health_is_kept_beside_what_the_owner_wrote(stores):
    stores.webhooks.add(webhook())
    read = stores.webhooks.get("acme", "w1")
    health = Health(failing_since=NOW, quick_at=SOON, slow=3, rests_until=SOON)
    stores.webhooks.note(read, health)
    stores.webhooks.save(replace(read, description="changed", health=Health()))
    assert stores.webhooks.get("acme", "w1").health == health


def test_one_of_two_gets_the_claim_and_the_next_when_its_time_is_over(stores):
    stores.webhooks.add(webhook())
    read = stores.webhooks.get("acme", "w1")
    assert [stores.webhooks.claim(read, NOW, SOON) for _ in range(2)] == [True, False]
    assert stores.webhooks.get("acme", "w1").health.rests_until == SOON
    assert stores.webhooks.claim(read, SOON, SOON + timedelta(seconds=15)) is True


def test_a_health_that_was_noted_ends_the_claim(stores):
    stores.webhooks.add(webhook())
    read = stores.webhooks.get("acme", "w1")
    stores.webhooks.claim(read, NOW, SOON)
    stores.webhooks.note(read, Health(quick_at=NOW))
    assert stores.webhooks.claim(read, NOW, SOON) is True


# -- deliveries --------------------------------------------------------------------------------------------------------
def test_a_delivery_comes_back_with_its_attempts(stores):
    stored = stores.deliveries.add(delivery())
    tried = stored.tried(Reply(500, b"no").attempt(NOW, timedelta(seconds=1)), 0.5)
    assert stores.deliveries.save(tried) == replace(tried, version=2)
    assert stores.deliveries.get("w1", delivery().delivery_id) == replace(tried, version=2)


def test_a_delivery_is_added_once(stores):
    assert stores.deliveries.add(delivery()) == replace(delivery(), version=1)
    assert stores.deliveries.add(delivery()) is None


def test_of_two_who_write_a_delivery_the_second_is_told_so(stores):
    stored = stores.deliveries.add(delivery())
    assert stores.deliveries.save(stored.given_up("first")) is not None
    assert stores.deliveries.save(stored.given_up("second")) is None
    assert stores.deliveries.get("w1", stored.delivery_id).error == "first"


def test_an_unknown_delivery_is_not_found(stores):
    stores.deliveries.add(delivery())
    with pytest.raises(NotFound):
        stores.deliveries.get("w2", delivery().delivery_id)


def test_a_log_is_newest_first_paged_and_that_of_one_webhook(stores):
    for number in range(5):
        stores.deliveries.add(delivery(number))
    stores.deliveries.add(delivery(9, "w2"))
    seen, cursor = [], None
    while True:
        page = stores.deliveries.page("w1", status=None, limit=2, cursor=cursor)
        seen += [found.message_id for found in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [f"test_{number}" for number in (4, 3, 2, 1, 0)]


def test_a_log_shows_only_the_status_asked_for(stores):
    for number in range(4):
        stored = stores.deliveries.add(delivery(number))
        if number % 2:
            stores.deliveries.save(stored.given_up("gone"))
    page = stores.deliveries.page("w1", status="failed", limit=1, cursor=None)
    rest = stores.deliveries.page("w1", status="failed", limit=1, cursor=page.next_cursor)
    assert [found.message_id for found in page.items + rest.items] == ["test_3", "test_1"]
    assert rest.next_cursor is None


def test_a_cursor_of_another_log_is_refused(stores):
    for number in range(3):
        stores.deliveries.add(delivery(number))
    given = stores.deliveries.page("w1", status=None, limit=1, cursor=None).next_cursor
    for webhook_id, status in (("w2", None), ("w1", "failed")):
        with pytest.raises(Invalid):
            stores.deliveries.page(webhook_id, status=status, limit=1, cursor=given)


def test_only_deliveries_that_wait_and_are_late_are_due(stores):
    late, later, done = (stores.deliveries.add(delivery(number)) for number in (1, 30, 2))
    stores.deliveries.save(done.given_up("gone"))
    assert [found.delivery_id for found in stores.deliveries.due(NOW + timedelta(minutes=10))] == [late.delivery_id]
    assert {found.delivery_id for found in stores.deliveries.due(NOW + timedelta(minutes=30))} == {
        late.delivery_id,
        later.delivery_id,
    }
    assert done.status is DeliveryStatus.PENDING
