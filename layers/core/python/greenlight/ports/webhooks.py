"""Events on their way to the bus and to receivers."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from greenlight.domain.addresses import Destination
from greenlight.domain.deliveries import Delivery, Reply
from greenlight.domain.webhooks import Health, Webhook
from greenlight.ports.basics import Page


class EventBus(Protocol):
    def publish(self, events: Sequence[dict[str, Any]]) -> None: ...


class Webhooks(Protocol):
    """`save` raises ConcurrentChange when somebody else wrote first; it leaves the health alone, which `note` writes.

    `claim` gives the one attempt that an unproven receiver is tried by, until `until`; False while another has it.
    """

    def add(self, webhook: Webhook) -> None: ...

    def get(self, account_id: str, webhook_id: str) -> Webhook: ...

    def list(self, account_id: str) -> list[Webhook]:
        """Newest first."""

    def save(self, webhook: Webhook) -> None: ...

    def delete(self, account_id: str, webhook_id: str) -> None: ...

    def note(self, webhook: Webhook, health: Health) -> None: ...

    def claim(self, webhook: Webhook, now: datetime, until: datetime) -> bool: ...


class Deliveries(Protocol):
    """`add` and `save` answer what is stored now; None when it was there already, or somebody else wrote first."""

    def add(self, delivery: Delivery) -> Delivery | None: ...

    def get(self, webhook_id: str, delivery_id: str) -> Delivery: ...

    def save(self, delivery: Delivery) -> Delivery | None: ...

    def page(self, webhook_id: str, *, status: str | None, limit: int, cursor: str | None) -> Page[Delivery]: ...

    def due(self, before: datetime) -> Iterator[Delivery]:
        """Deliveries whose next attempt should have been made before."""


class WebhookQueue(Protocol):
    """Says when a delivery is to be tried; told of one that waits longer than `longest`, it would not know."""

    @property
    def longest(self) -> timedelta: ...

    def send(self, delivery: Delivery, wait: timedelta) -> None: ...


class Resolver(Protocol):
    """Every address of a host, at this moment; none where it has none or nobody knows in time."""

    def addresses(self, host: str) -> Sequence[str]: ...


class Poster(Protocol):
    """POSTs to one of the addresses that were checked, and to no other; follows nothing, never raises."""

    def post(self, destination: Destination, headers: Mapping[str, str], body: bytes, within: timedelta) -> Reply: ...
