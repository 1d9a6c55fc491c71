"""Webhooks in the table: an account's lie together; how a receiver does is beside what its owner wrote, not in it."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from greenlight.aws.table import Item, Table
from greenlight.domain.errors import ConcurrentChange, NotFound
from greenlight.domain.webhooks import Health, Webhook

TIMES = ("created_at", "updated_at", "previous_until")
HEALTH_TIMES = ("failing_since", "quick_at", "rests_until")
STORE_APART = ("health", "version")


@dataclass(frozen=True)
class DynamoWebhooks:
    table: Table

    def add(self, webhook: Webhook) -> None:
        key = {"pk": _pk(webhook.account_id), "sk": _sk(webhook.webhook_id)}
        self.table.put({**key, "body": _body(webhook), "version": 1}, "attribute_not_exists(pk)")

    def get(self, account_id: str, webhook_id: str) -> Webhook:
        item = self.table.get(_pk(account_id), _sk(webhook_id))
        if item is None:
            raise NotFound(f"There is no webhook {webhook_id}.")
        return _from_item(item)

    def list(self, account_id: str) -> list[Webhook]:
        found = map(_from_item, self.table.query(_pk(account_id), "WEBHOOK#"))
        return sorted(found, key=lambda webhook: webhook.created_at, reverse=True)

    def save(self, webhook: Webhook) -> None:
        written = self.table.update(
            _pk(webhook.account_id),
            _sk(webhook.webhook_id),
            "SET body = :body, version = :next",
            "version = :version",
            body=_body(webhook),
            next=webhook.version + 1,
            version=webhook.version,
        )
        if not written:
            raise ConcurrentChange("Somebody else changed this webhook at the same moment; try again.")

    def delete(self, account_id: str, webhook_id: str) -> None:
        self.table.delete(_pk(account_id), _sk(webhook_id))

    def note(self, webhook: Webhook, health: Health) -> None:
        values = asdict(health)
        times = {name: values[name].isoformat() for name in HEALTH_TIMES if values[name]}
        self.table.update(
            _pk(webhook.account_id),
            _sk(webhook.webhook_id),
            "SET health = :health, rests_until = :rests_until",
            # Deleted meanwhile, it must not come back as half an item.
            "attribute_exists(pk)",
            health=json.dumps({**values, **times}),
            rests_until=times.get("rests_until", ""),
        )

    def claim(self, webhook: Webhook, now: datetime, until: datetime) -> bool:
        return self.table.update(
            _pk(webhook.account_id),
            _sk(webhook.webhook_id),
            "SET rests_until = :until",
            "attribute_exists(pk) AND (attribute_not_exists(rests_until) OR rests_until <= :now)",
            now=now.isoformat(),
            until=until.isoformat(),
        )


def _pk(account_id: str) -> str:
    return f"A#{account_id}#WEBHOOKS"


def _sk(webhook_id: str) -> str:
    return f"WEBHOOK#{webhook_id}"


def _body(webhook: Webhook) -> str:
    values = {name: value for name, value in asdict(webhook).items() if name not in STORE_APART}
    times = {name: values[name].isoformat() for name in TIMES if values[name]}
    return json.dumps({**values, **times})


def _from_item(item: Item) -> Webhook:
    body = json.loads(item["body"])
    times = {name: datetime.fromisoformat(body[name]) for name in TIMES if body[name]}
    body |= {**times, "events": tuple(body["events"])}
    return Webhook(**body, health=_health(item), version=int(item["version"]))


def _health(item: Item) -> Health:
    values = json.loads(item.get("health", "{}"))
    times = {name: datetime.fromisoformat(values[name]) for name in HEALTH_TIMES if values.get(name)}
    rests_until = item.get("rests_until")
    return replace(
        Health(**{**values, **times}), rests_until=datetime.fromisoformat(rests_until) if rests_until else None
    )
