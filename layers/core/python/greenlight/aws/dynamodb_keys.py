"""API keys in the table, found by their hash and listed by their account."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from greenlight.aws.table import Item, Table
from greenlight.domain.errors import NotFound
from greenlight.domain.keys import ApiKey, KeyKind

TIMES = ("created_at", "expires_at", "revoked_at")


@dataclass(frozen=True)
class DynamoKeys:
    table: Table

    def add(self, key: ApiKey) -> None:
        self.save(key)

    def save(self, key: ApiKey) -> None:
        self.table.put(_to_item(key))

    def find(self, hashed: str) -> ApiKey | None:
        item = self.table.get(f"K#{hashed}", "KEY")
        return _from_item(item) if item else None

    def get(self, account_id: str, key_id: str) -> ApiKey:
        for key in self.list(account_id):
            if key.key_id == key_id:
                return key
        raise NotFound(f"There is no key {key_id}.")

    def list(self, account_id: str) -> list[ApiKey]:
        page = self.table.query_index(
            "gsi1",
            "gsi1pk = :pk",
            ExpressionAttributeValues={":pk": f"A#{account_id}#KEYS"},
            ScanIndexForward=False,
        )
        return [_from_item(item) for item in page["Items"]]


def _to_item(key: ApiKey) -> Item:
    values = asdict(key)
    times = {name: values[name].isoformat() for name in TIMES if values[name]}
    return {
        "pk": f"K#{key.hashed}",
        "sk": "KEY",
        "gsi1pk": f"A#{key.account_id}#KEYS",
        "gsi1sk": key.created_at.isoformat(),
        "body": json.dumps({**values, "kind": key.kind.value, **times}),
    }


def _from_item(item: Item) -> ApiKey:
    body = json.loads(item["body"])
    times = {name: datetime.fromisoformat(body[name]) for name in TIMES if body[name]}
    return ApiKey(**{**body, "kind": KeyKind(body["kind"]), **times})
