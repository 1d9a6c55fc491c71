"""Credits in the table: a user's balance is one item, each movement another, written together or not at all."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from greenlight.aws.table import Item, Refused, Table, put_write, update_write
from greenlight.domain.credits import Balance, LedgerEntry, Movement
from greenlight.domain.errors import ConcurrentChange, Invalid
from greenlight.ports import Page


def ledger_writes(entry: LedgerEntry) -> list[dict[str, Any]]:
    """The entry, then the balance it changes; a balance that a hold would bring below zero refuses the last write."""
    holds = entry.movement is Movement.HOLD
    values: dict[str, Any] = {"available": entry.available_delta, "held": entry.held_delta}
    if holds:
        values["needed"] = entry.amount
    return [
        put_write(_to_item(entry), "attribute_not_exists(pk)"),
        update_write(
            _pk(entry.account_id, entry.user_id),
            "CREDITS",
            "ADD available :available, held :held",
            "available >= :needed" if holds else None,
            **values,
        ),
    ]


@dataclass(frozen=True)
class DynamoCredits:
    """`starting` is what a user has when first seen, in micro-USD."""

    table: Table
    starting: int

    def open(self, account_id: str, user_id: str) -> None:
        item = {"pk": _pk(account_id, user_id), "sk": "CREDITS", "available": self.starting, "held": 0}
        self.table.put(item, "attribute_not_exists(pk)")

    def balance(self, account_id: str, user_id: str) -> Balance:
        item = self.table.get(_pk(account_id, user_id), "CREDITS") or {}
        return Balance(int(item.get("available", 0)), int(item.get("held", 0)))

    def write(self, entry: LedgerEntry) -> None:
        try:
            self.table.transact(ledger_writes(entry))
        except Refused as refusal:
            raise ConcurrentChange("This entry is in the ledger already.") from refusal

    def ledger(self, account_id: str, user_id: str, *, limit: int, cursor: str | None) -> Page[LedgerEntry]:
        pk = f"{_pk(account_id, user_id)}#LEDGER"
        options: dict[str, Any] = {
            "ExpressionAttributeValues": {":pk": pk},
            "ScanIndexForward": False,
            "Limit": limit + 1,
        }
        if cursor:
            options["ExclusiveStartKey"] = _start(pk, cursor)
        items = self.table.query_index("gsi1", "gsi1pk = :pk", **options)["Items"]
        shown = items[:limit]
        following = urlsafe_b64encode(shown[-1]["gsi1sk"].encode()).decode() if len(items) > limit else None
        return Page([_from_item(item) for item in shown], following)


def _pk(account_id: str, user_id: str) -> str:
    return f"A#{account_id}#U#{user_id}"


def _to_item(entry: LedgerEntry) -> Item:
    body = {**asdict(entry), "movement": entry.movement.value, "at": entry.at.isoformat()}
    return {
        "pk": f"L#{entry.entry_id}",
        "sk": "LEDGER",
        "gsi1pk": f"{_pk(entry.account_id, entry.user_id)}#LEDGER",
        "gsi1sk": f"{entry.at.isoformat()}|{entry.entry_id}",
        "body": json.dumps(body),
    }


def _from_item(item: Item) -> LedgerEntry:
    body = json.loads(item["body"])
    return LedgerEntry(**{**body, "movement": Movement(body["movement"]), "at": datetime.fromisoformat(body["at"])})


def _start(pk: str, cursor: str) -> dict[str, Any]:
    try:
        sort = urlsafe_b64decode(cursor.encode()).decode()
        entry_id = sort.split("|", 1)[1]
    except (ValueError, IndexError):
        raise Invalid("This cursor is not one that a list gave out; begin without a cursor.", field="cursor") from None
    key = {"gsi1pk": pk, "gsi1sk": sort, "pk": f"L#{entry_id}", "sk": "LEDGER"}
    return {name: {"S": value} for name, value in key.items()}
