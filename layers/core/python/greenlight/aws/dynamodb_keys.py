"""API keys in the table: each is one item, found by its id and listed by its account."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from greenlight.aws.listing import Listing, page_of
from greenlight.aws.table import Item, Table
from greenlight.domain.cursors import Cursors
from greenlight.domain.errors import NotFound
from greenlight.domain.keys import NOTED_EVERY, ApiKey, KeyKind, KeyStatus
from greenlight.domain.scopes import Scope
from greenlight.ports import Page

TIMES = ("created_at", "expires_at", "revoked_at", "previous_until")
# Beside the body, where a write can look at them.
APART = ("last_used_at", "version")
FILTERS = {
    KeyStatus.ACTIVE: "attribute_not_exists(revoked_at) AND (attribute_not_exists(expires_at) OR expires_at > :now)",
    KeyStatus.REVOKED: "attribute_exists(revoked_at)",
    KeyStatus.EXPIRED: "attribute_not_exists(revoked_at) AND expires_at <= :now",
}


@dataclass(frozen=True)
class DynamoKeys:
    table: Table
    cursors: Cursors

    def add(self, key: ApiKey) -> ApiKey:
        stored = replace(key, version=1)
        self.table.put(_to_item(stored), "attribute_not_exists(pk)")
        return stored

    def find(self, key_id: str) -> ApiKey | None:
        item = self.table.get(_pk(key_id), "KEY")
        return _from_item(item) if item else None

    def get(self, account_id: str, key_id: str) -> ApiKey:
        key = self.find(key_id)
        if key is None or key.account_id != account_id:
            raise NotFound(f"There is no key {key_id}.")
        return key

    def save(self, key: ApiKey) -> ApiKey | None:
        stored = replace(key, version=key.version + 1)
        return stored if self.table.put(_to_item(stored), "version = :version", version=key.version) else None

    def note_use(self, key: ApiKey, now: datetime) -> None:
        self.table.update(
            _pk(key.key_id),
            "KEY",
            "SET last_used_at = :now",
            "attribute_exists(pk) AND (attribute_not_exists(last_used_at) OR last_used_at <= :before)",
            now=now.isoformat(),
            before=(now - NOTED_EVERY).isoformat(),
        )

    def page(
        self,
        account_id: str,
        now: datetime,
        *,
        kind: KeyKind | None,
        user_id: str | None,
        status: KeyStatus | None,
        limit: int,
        cursor: str | None,
    ) -> Page[ApiKey]:
        exact = {"kind": kind, "user_id": user_id}
        wanted = [f"{name} = :{name}" for name, value in exact.items() if value]
        values: dict[str, Any] = {f":{name}": value for name, value in exact.items() if value}
        if status:
            wanted.append(FILTERS[status])
            values |= {":now": now.isoformat()} if ":now" in FILTERS[status] else {}
        partition = _listing(account_id)
        listing = Listing(partition, (partition, kind, user_id, status), _key_of, wanted, values)
        found = page_of(self.table, self.cursors, listing, limit, cursor)
        return Page([_from_item(item) for item in found.items], found.next_cursor)


def _pk(key_id: str) -> str:
    return f"K#{key_id}"


def _listing(account_id: str) -> str:
    return f"A#{account_id}#KEYS"


def _key_of(position: str) -> tuple[str, str]:
    return _pk(position.split("#", 1)[1]), "KEY"


def _to_item(key: ApiKey) -> Item:
    values = asdict(key)
    times = {name: values[name].isoformat() for name in (*TIMES, "last_used_at") if values[name]}
    body = {name: value for name, value in {**values, **times}.items() if name not in APART}
    return {
        "pk": _pk(key.key_id),
        "sk": "KEY",
        "gsi1pk": _listing(key.account_id),
        "gsi1sk": f"{key.created_at.isoformat()}#{key.key_id}",
        "kind": key.kind.value,
        "user_id": key.user_id,
        "expires_at": times.get("expires_at"),
        "revoked_at": times.get("revoked_at"),
        "last_used_at": times.get("last_used_at"),
        "version": key.version,
        "body": json.dumps(body | {"scopes": sorted(key.scopes) if key.scopes is not None else None}),
    }


def _from_item(item: Item) -> ApiKey:
    body = json.loads(item["body"]) | {"last_used_at": item.get("last_used_at")}
    times = {name: datetime.fromisoformat(body[name]) for name in (*TIMES, "last_used_at") if body[name]}
    scopes = frozenset(map(Scope, body["scopes"])) if body["scopes"] is not None else None
    return ApiKey(**{**body, **times, "kind": KeyKind(body["kind"]), "scopes": scopes, "version": int(item["version"])})
