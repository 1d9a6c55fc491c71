"""The twins, in memory, of what webhooks need: stores, a queue whose messages tests hand on, receivers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from greenlight.domain.addresses import Destination
from greenlight.domain.deliveries import Delivery, Reply
from greenlight.domain.errors import ConcurrentChange, NotFound
from greenlight.domain.webhooks import Health, Webhook
from greenlight.memory.basics import FixedClock, page_of
from greenlight.ports import Page


@dataclass
class MemoryBus:
    published: list[dict[str, Any]] = field(default_factory=list)

    def publish(self, events: Sequence[dict[str, Any]]) -> None:
        self.published += events


@dataclass
class MemoryWebhooks:
    webhooks: dict[tuple[str, str], Webhook] = field(default_factory=dict)

    def add(self, webhook: Webhook) -> None:
        self.webhooks[webhook.account_id, webhook.webhook_id] = replace(webhook, version=1)

    def get(self, account_id: str, webhook_id: str) -> Webhook:
        if (account_id, webhook_id) not in self.webhooks:
            raise NotFound(f"There is no webhook {webhook_id}.")
        return self.webhooks[account_id, webhook_id]

    def list(self, account_id: str) -> list[Webhook]:
        mine = [webhook for (owner, _), webhook in self.webhooks.items() if owner == account_id]
        return sorted(mine, key=lambda webhook: webhook.created_at, reverse=True)

    def save(self, webhook: Webhook) -> None:
        stored = self.webhooks.get((webhook.account_id, webhook.webhook_id))
        if stored is None or stored.version != webhook.version:
            raise ConcurrentChange("Somebody else changed this webhook at the same moment; try again.")
        self._put(replace(webhook, health=stored.health, version=webhook.version + 1))

    def delete(self, account_id: str, webhook_id: str) -> None:
        self.webhooks.pop((account_id, webhook_id), None)

    def note(self, webhook: Webhook, health: Health) -> None:
        stored = self.webhooks.get((webhook.account_id, webhook.webhook_id))
        if stored is not None:
            self._put(replace(stored, health=health))

    def claim(self, webhook: Webhook, now: datetime, until: datetime) -> bool:
        stored = self.webhooks.get((webhook.account_id, webhook.webhook_id))
        if stored is None or (stored.health.rests_until is not None and stored.health.rests_until > now):
            return False
        self._put(replace(stored, health=replace(stored.health, rests_until=until)))
        return True

    def _put(self, webhook: Webhook) -> None:
        self.webhooks[webhook.account_id, webhook.webhook_id] = webhook


@dataclass
class MemoryDeliveries:
    deliveries: dict[tuple[str, str], Delivery] = field(default_factory=dict)

    def add(self, delivery: Delivery) -> Delivery | None:
        return self._put(delivery, 0, self._version(delivery))

    def get(self, webhook_id: str, delivery_id: str) -> Delivery:
        if (webhook_id, delivery_id) not in self.deliveries:
            raise NotFound(f"There is no delivery {delivery_id}.")
        return self.deliveries[webhook_id, delivery_id]

    def save(self, delivery: Delivery) -> Delivery | None:
        return self._put(delivery, delivery.version, self._version(delivery))

    def page(self, webhook_id: str, *, status: str | None, limit: int, cursor: str | None) -> Page[Delivery]:
        mine = {
            f"{delivery.created_at.isoformat()}#{delivery.delivery_id}": delivery
            for delivery in self.deliveries.values()
            if delivery.webhook_id == webhook_id and status in {None, delivery.status.value}
        }
        return page_of(mine, ("deliveries", webhook_id, status), limit, cursor)

    def due(self, before: datetime) -> Iterator[Delivery]:
        for delivery in list(self.deliveries.values()):
            if delivery.due_at is not None and delivery.due_at <= before:
                yield delivery

    def _version(self, delivery: Delivery) -> int:
        known = self.deliveries.get((delivery.webhook_id, delivery.delivery_id))
        return known.version if known else 0

    def _put(self, delivery: Delivery, expected: int, found: int) -> Delivery | None:
        if expected != found:
            return None
        stored = replace(delivery, version=found + 1)
        self.deliveries[delivery.webhook_id, delivery.delivery_id] = stored
        return stored


@dataclass
class MemoryWebhookQueue:
    """Messages with the time from which on they are there; `take` hands them out."""

    clock: FixedClock
    longest: timedelta = timedelta(minutes=15)
    waiting: list[tuple[datetime, str, str, int]] = field(default_factory=list)

    def send(self, delivery: Delivery, wait: timedelta) -> None:
        at = self.clock.now() + wait
        self.waiting.append((at, delivery.webhook_id, delivery.delivery_id, delivery.version))

    def take(self) -> list[tuple[str, str, int]]:
        now = self.clock.now()
        ready = sorted(message for message in self.waiting if message[0] <= now)
        self.waiting = [message for message in self.waiting if message[0] > now]
        return [message[1:] for message in ready]


@dataclass
class MemoryPoster:
    """Has `answer` say what a host's receiver replies, and how long it takes for that."""

    clock: FixedClock
    answer: Callable[[str], tuple[Reply, timedelta]] = lambda _: (Reply(200), timedelta(milliseconds=20))
    posted: list[tuple[Destination, dict[str, str], bytes]] = field(default_factory=list)

    def post(self, destination: Destination, headers: Mapping[str, str], body: bytes, within: timedelta) -> Reply:
        self.posted.append((destination, dict(headers), body))
        reply, took = self.answer(destination.target.host)
        self.clock.forward(min(took, within))
        return Reply(error="timeout") if took > within else reply
