"""Credits in the table: a user's balance is one item, each movement another, written together or not at all."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from greenlight.aws.listing import Listing, page_of
from greenlight.aws.table import Item, Refused, Table, put_write, update_write
from greenlight.domain.credits import Balance, LedgerEntry, Movement
from greenlight.domain.cursors import Cursors
from greenlight.domain.errors import ConcurrentChange
from greenlight.ports import Page


def ledger_writes(*entries: LedgerEntry) -> list[dict[str, Any]]:
    """Entries of one user, then the balance that they change; one brought below zero refuses that last write.

    However many entries, the balance is written once: a transaction takes no item twice.
    """
    if not entries:
        return []
    available, held = sum(entry.available_delta for entry in entries), sum(entry.held_delta for entry in entries)
    values: dict[str, Any] = {"available": available, "held": held}
    if available < 0:
        values["needed"] = -available
    return [
        *(put_write(_to_item(entry), "attribute_not_exists(pk)") for entry in entries),
        update_write(
            _pk(entries[0].account_id, entries[0].user_id),
            "CREDITS",
            "ADD available :available, held :held",
            "available >= :needed" if available < 0 else None,
            **values,
        ),
    ]


@dataclass(frozen=True)
class DynamoCredits:
    """`starting` is what a user has when first seen, in micro-USD."""

    table: Table
    starting: int
    cursors: Cursors

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
            known = (
                "This entry is in the ledger already." if 0 in refusal.failed else "This account is busy; try again."
            )
            raise ConcurrentChange(known) from refusal

    def ledger(self, account_id: str, user_id: str, *, limit: int, cursor: str | None) -> Page[LedgerEntry]:
        pk = f"{_pk(account_id, user_id)}#LEDGER"
        listing = Listing(pk, (pk,), lambda position: (f"L#{position.split('|', 1)[1]}", "LEDGER"))
        found = page_of(self.table, self.cursors, listing, limit, cursor)
        return Page([_from_item(item) for item in found.items], found.next_cursor)


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
