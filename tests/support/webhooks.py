"""Webhooks in memory: real services on the twins of their ports, with hands to let time pass."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from greenlight.domain.deliveries import Delivery
from greenlight.domain.keys import Identity
from greenlight.domain.webhooks import Webhook
from greenlight.memory import (
    CountingIds,
    FixedClock,
    MemoryDeliveries,
    MemoryPoster,
    MemoryResolver,
    MemoryWebhookQueue,
    MemoryWebhooks,
)
from greenlight.services.deliveries import DeliveryService
from greenlight.services.destinations import Destinations
from greenlight.services.webhooks import WebhookService

SERVICE = Identity("acme", None, "key-s")


@dataclass
class Switchboard:
    clock: FixedClock = field(default_factory=FixedClock)
    ids: CountingIds = field(default_factory=CountingIds)
    webhooks: MemoryWebhooks = field(default_factory=MemoryWebhooks)
    deliveries: MemoryDeliveries = field(default_factory=MemoryDeliveries)
    resolver: MemoryResolver = field(default_factory=MemoryResolver)

    def __post_init__(self) -> None:
        self.next_sweep = self.clock.now() + timedelta(minutes=1)
        self.queue = MemoryWebhookQueue(self.clock)
        self.poster = MemoryPoster(self.clock)
        destinations = Destinations(self.resolver)
        self.owner = WebhookService(self.webhooks, self.deliveries, self.queue, destinations, self.clock, self.ids)
        self.service = DeliveryService(
            self.webhooks, self.deliveries, self.queue, destinations, self.poster, self.clock, lambda: 0.5
        )

    def register(self, host: str = "good.example", *events: str, identity: Identity = SERVICE) -> Webhook:
        return self.owner.create(identity, f"https://{host}/hook", events or ("*",), "")

    def tell(self, number: int = 0, **changes: Any) -> None:
        event = {
            "id": f"p:{number:08d}.00",
            "type": "reel.completed",
            "at": self.clock.now().isoformat(),
            "production_id": "p",
            "account_id": "acme",
            "user_id": "alice",
            "data": {"number": number},
        }
        self.service.tell(event | changes)

    def work(self) -> list[str]:
        """Handles what the queue has at this moment, one message after the other."""
        return [self.service.attempt(*message) for message in self.queue.take()]

    def pass_time(self, span: timedelta, step: timedelta = timedelta(seconds=1)) -> None:
        """Lets time pass as a stage does: the queue all the time, the schedule once a minute."""
        end = self.clock.now() + span
        while self.clock.now() < end:
            self.clock.forward(step)
            if self.clock.now() >= self.next_sweep:
                self.service.pick_up()
                self.next_sweep = self.clock.now() + timedelta(minutes=1)
            self.work()

    def log(self, webhook: Webhook) -> list[Delivery]:
        return self.owner.log(SERVICE, webhook.webhook_id, None, 100, None).items

    def stored(self, webhook: Webhook) -> Webhook:
        return self.webhooks.get(webhook.account_id, webhook.webhook_id)
