"""Deliveries in the table: by webhook, newest first, and by when they are due; the log of attempts is in the item."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from greenlight.aws.listing import Listing, page_of
from greenlight.aws.table import Item, Table
from greenlight.domain.cursors import Cursors
from greenlight.domain.deliveries import Attempt, Delivery, DeliveryStatus
from greenlight.domain.errors import NotFound
from greenlight.ports import Page

SHARDS = 8
KEPT = timedelta(days=30)


@dataclass(frozen=True)
class DynamoDeliveries:
    table: Table
    cursors: Cursors

    def add(self, delivery: Delivery) -> Delivery | None:
        return self._write(delivery, "attribute_not_exists(pk)")

    def get(self, webhook_id: str, delivery_id: str) -> Delivery:
        item = self.table.get(_pk(webhook_id), f"DELIVERY#{delivery_id}")
        if item is None:
            raise NotFound(f"There is no delivery {delivery_id}.")
        return _from_item(item)

    def save(self, delivery: Delivery) -> Delivery | None:
        return self._write(delivery, "version = :version", version=delivery.version)

    def page(self, webhook_id: str, *, status: str | None, limit: int, cursor: str | None) -> Page[Delivery]:
        listing = Listing(
            f"{_pk(webhook_id)}#LOG",
            (_pk(webhook_id), status),
            lambda position: (_pk(webhook_id), f"DELIVERY#{position.split('#', 1)[1]}"),
            ["#s = :status"] if status else [],
            {":status": status} if status else {},
            {"#s": "status"} if status else {},
        )
        found = page_of(self.table, self.cursors, listing, limit, cursor)
        return Page([_from_item(item) for item in found.items], found.next_cursor)

    def due(self, before: datetime) -> Iterator[Delivery]:
        for shard in range(SHARDS):
            values = {":pk": f"DELIVERIES#{shard}", ":before": before.isoformat()}
            yield from map(_from_item, self.table.index_items("gsi2", "gsi2pk = :pk AND gsi2sk <= :before", values))

    def _write(self, delivery: Delivery, condition: str, **values: Any) -> Delivery | None:
        stored = replace(delivery, version=delivery.version + 1)
        return stored if self.table.put(_to_item(stored), condition, **values) else None


def _pk(webhook_id: str) -> str:
    return f"W#{webhook_id}"


def _to_item(delivery: Delivery) -> Item:
    shard = int(delivery.delivery_id[:2], 16) % SHARDS
    due = delivery.due_at and delivery.due_at.isoformat()
    body = {**asdict(delivery), "created_at": delivery.created_at.isoformat(), "due_at": due}
    body["attempts"] = [{**asdict(attempt), "at": attempt.at.isoformat()} for attempt in delivery.attempts]
    return {
        "pk": _pk(delivery.webhook_id),
        "sk": f"DELIVERY#{delivery.delivery_id}",
        "gsi1pk": f"{_pk(delivery.webhook_id)}#LOG",
        "gsi1sk": f"{delivery.created_at.isoformat()}#{delivery.delivery_id}",
        "gsi2pk": f"DELIVERIES#{shard}" if due else None,
        "gsi2sk": due,
        "status": delivery.status.value,
        "version": delivery.version,
        "body": json.dumps(body),
        "ttl": int((delivery.created_at + KEPT).timestamp()),
    }


def _from_item(item: Item) -> Delivery:
    body = json.loads(item["body"])
    attempts = tuple(Attempt(**{**a, "at": datetime.fromisoformat(a["at"])}) for a in body["attempts"])
    due = body["due_at"] and datetime.fromisoformat(body["due_at"])
    created = datetime.fromisoformat(body["created_at"])
    status = DeliveryStatus(body["status"])
    return Delivery(**{**body, "attempts": attempts, "due_at": due, "created_at": created, "status": status})
