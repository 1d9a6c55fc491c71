"""From an event to its receivers: told to each webhook that wants it, tried, put off, tried again, given up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from standardwebhooks import Webhook as Signer

from greenlight.domain.addresses import UrlRefused
from greenlight.domain.deliveries import Delivery, DeliveryStatus, Reply, of_event
from greenlight.domain.errors import NotFound
from greenlight.domain.webhooks import Webhook
from greenlight.ports import Clock, Deliveries, Poster, WebhookQueue, Webhooks
from greenlight.services.destinations import Destinations
from greenlight.services.webhooks import change

LIMIT = timedelta(seconds=10)
# Longer than any attempt: who has it and dies loses it by itself.
CLAIM = timedelta(seconds=15)
PUT_OFF = timedelta(seconds=2)
# What the queue should have brought is not looked for before this.
LATE = timedelta(minutes=1)
# Behind a queue that is itself late, the same delivery is not sent each minute.
PATIENCE = timedelta(minutes=10)
AT_ONCE = 500


@dataclass(frozen=True)
class DeliveryService:
    """`chance` gives numbers from 0 to 1."""

    webhooks: Webhooks
    deliveries: Deliveries
    queue: WebhookQueue
    destinations: Destinations
    poster: Poster
    clock: Clock
    chance: Callable[[], float]

    def tell(self, event: Mapping[str, Any]) -> None:
        """Takes an event as the bus tells it, once or several times."""
        for webhook in self.webhooks.list(event["account_id"]):
            if webhook.wants(event["type"], event["user_id"]):
                self._tell(of_event(webhook.webhook_id, event, self.clock.now()))

    def attempt(self, webhook_id: str, delivery_id: str, version: int) -> str:
        """Tries a delivery that is still as it was when the queue was told of it; says in a word what came of it."""
        try:
            delivery = self.deliveries.get(webhook_id, delivery_id)
        except NotFound:
            return "unknown"
        if delivery.status is not DeliveryStatus.PENDING or delivery.version != version:
            return "went_on"
        try:
            webhook = self.webhooks.get(delivery.account_id, webhook_id)
        except NotFound:
            return self._give_up(delivery, "webhook_deleted")
        if not webhook.is_active:
            return self._give_up(delivery, "webhook_disabled")
        now = self.clock.now()
        proven = webhook.health.is_proven(now)
        if proven or self.webhooks.claim(webhook, now, now + CLAIM):
            return self._try(webhook, delivery, now, claimed=not proven)
        rest = max(webhook.health.rests_until or now, now) - now
        return self._put_off(delivery, now + rest + PUT_OFF * (1 + self.chance()))

    def pick_up(self) -> int:
        """Sends what waited too long for the queue, and what the queue has lost; how many they were."""
        now = self.clock.now()
        late = list(islice(self.deliveries.due(now - LATE), AT_ONCE))
        for delivery in late:
            stored = self.deliveries.save(replace(delivery, due_at=now + PATIENCE))
            if stored:
                self.queue.send(stored, timedelta())
        return len(late)

    # -- inner workings ----------------------------------------------------------------------------------------------
    def _tell(self, delivery: Delivery) -> None:
        stored = self.deliveries.add(delivery) or self.deliveries.get(delivery.webhook_id, delivery.delivery_id)
        if stored.status is DeliveryStatus.PENDING and stored.tries == 0:
            # Also when it was there before: who wrote it may have died before the queue knew.
            self.queue.send(stored, timedelta())

    def _try(self, webhook: Webhook, delivery: Delivery, began: datetime, *, claimed: bool) -> str:
        reply = self._post(webhook, delivery, began)
        took = self.clock.now() - began
        health = webhook.health.after(began + took, took, taken=reply.taken)
        if claimed or health != webhook.health:
            self.webhooks.note(webhook, health)
        tried = delivery.tried(reply.attempt(began, took), self.chance())
        reason = health.verdict(reply.status, began + took)
        if reason:
            change(self.webhooks, webhook, lambda current: current.disabled(reason, began + took))
            tried = tried.given_up(tried.error or "webhook_disabled")
        self._keep(tried)
        return tried.error or "delivered"

    def _give_up(self, delivery: Delivery, why: str) -> str:
        self._keep(delivery.given_up(why))
        return why

    def _post(self, webhook: Webhook, delivery: Delivery, began: datetime) -> Reply:
        try:
            destination = self.destinations.find(webhook.url)
        except UrlRefused:
            return Reply(error="address_refused")
        within = LIMIT - (self.clock.now() - began)
        return self.poster.post(destination, self._headers(webhook, delivery, began), delivery.body.encode(), within)

    def _headers(self, webhook: Webhook, delivery: Delivery, now: datetime) -> dict[str, str]:
        signatures = [Signer(secret).sign(delivery.message_id, now, delivery.body) for secret in webhook.secrets(now)]
        return {
            "Content-Type": "application/json",
            "webhook-id": delivery.message_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": " ".join(signatures),
        }

    def _put_off(self, delivery: Delivery, until: datetime) -> str:
        self._keep(replace(delivery, due_at=until))
        return "put_off"

    def _keep(self, delivery: Delivery) -> None:
        """Another attempt may have been noted meanwhile; then that one says how it goes on."""
        stored = self.deliveries.save(delivery)
        if stored is None or stored.due_at is None:
            return
        wait = stored.due_at - self.clock.now()
        # `pick_up` finds those that wait longer.
        if wait <= self.queue.longest:
            self.queue.send(stored, max(wait, timedelta()))
