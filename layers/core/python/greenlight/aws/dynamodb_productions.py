"""Productions in the table: the item, its events and its ledger entries are written in one transaction."""

import json
import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from greenlight.aws.dynamodb_chats import chat_writes, read_chat
from greenlight.aws.dynamodb_credits import ledger_writes
from greenlight.aws.dynamodb_places import in_line, line_writes, place_writes
from greenlight.aws.dynamodb_shorts import short_writes
from greenlight.aws.listing import Listing, page_of
from greenlight.aws.table import Item, Refused, Table, put_write
from greenlight.documents import from_document, to_document
from greenlight.domain.chats import ChatEvent
from greenlight.domain.cursors import Cursors
from greenlight.domain.errors import ConcurrentChange, InsufficientCredits, NoPlace, NotFound
from greenlight.domain.events import Event
from greenlight.domain.money import usd
from greenlight.domain.production import Production
from greenlight.domain.status import Status
from greenlight.ports import Page

# Unfinished productions are spread over this many index partitions, so that no one of them is hot.
SHARDS = 8
EVENTS_KEPT = timedelta(days=90)
# Seconds, of what is about as long as reading and writing take; all eight attempts of a change wait 5 s at most.
WAY = 0.02
# How often a write takes a new number in a chat where others are as quick; each that is taken is another's success.
NUMBERS_TRIED = 20


@dataclass(frozen=True)
class DynamoProductions:
    """`places` is how many productions of an account may be at work at once, 0 for any number."""

    table: Table
    cursors: Cursors
    places: int = 0

    def add(self, production: Production) -> None:
        self._write(production, "attribute_not_exists(pk)")

    def save(self, production: Production) -> None:
        self._write(production, "version = :version", version=production.version)

    def get(self, production_id: str, account_id: str | None = None) -> Production:
        item = self.table.get(_pk(production_id), "PRODUCTION")
        if item is None or account_id not in {None, item["account_id"]}:
            raise NotFound(f"There is nothing called {production_id}.")
        return _from_item(item)

    def make_way(self, attempt: int) -> None:
        threading.Event().wait(random.uniform(0, WAY * 2**attempt))  # noqa: S311  (not a secret)

    def delete(self, production: Production) -> None:
        pk = _pk(production.production_id)
        for item in self.table.query(pk):
            if item["sk"] != "PRODUCTION":
                self.table.delete(pk, item["sk"])
        # Last, so that reconcile finds what a crash has left.
        self.table.delete(pk, "PRODUCTION")

    def page(
        self, account_id: str, family: str, *, user_id: str | None, status: str | None, limit: int, cursor: str | None
    ) -> Page[Production]:
        values = {":user": user_id, ":status": status}
        wanted = [f for f, value in (("user_id = :user", user_id), ("#s = :status", status)) if value]
        partition = _listing(account_id, family)
        listing = Listing(
            partition,
            (partition, user_id, status),
            lambda position: (_pk(position.split("#", 1)[1]), "PRODUCTION"),
            wanted,
            {name: value for name, value in values.items() if value},
            {"#s": "status"} if status else {},
        )
        found = page_of(self.table, self.cursors, listing, limit, cursor)
        return Page([_from_item(item) for item in found.items], found.next_cursor)

    def due(self, now: datetime | None) -> Iterator[str]:
        lines: set[str] = set()
        for shard in range(SHARDS):
            values = {":pk": f"OPEN#{shard}", ":now": (now or datetime.max).isoformat()}
            for item in self.table.index_items("gsi2", "gsi2pk = :pk AND gsi2sk <= :now", values):
                if _is_first(item, lines):
                    yield item["production_id"]

    def in_line(self, account_id: str) -> list[str]:
        return in_line(self.table, account_id, self.places)

    def events(self, production_id: str, after: str | None = None) -> list[tuple[str, Event]]:
        found = []
        for item in self.table.query(_pk(production_id), "EVENT#", after=f"EVENT#{after}" if after else ""):
            body = json.loads(item["body"])
            event = Event(body["type"], datetime.fromisoformat(body["at"]), body["data"])
            found.append((item["sk"].removeprefix("EVENT#"), event))
        return found

    def chat(self, account_id: str, chat_id: str, after: int = 0) -> list[ChatEvent]:
        return read_chat(self.table, account_id, chat_id, after)

    def count(self, production_id: str, what: str) -> None:
        self.table.update(_pk(production_id), f"COUNT#{what}", "ADD counted :one", one=1)

    def counted(self, production_id: str, what: str) -> int:
        item = self.table.get(_pk(production_id), f"COUNT#{what}") or {}
        return int(item.get("counted", 0))

    # -- inner workings ----------------------------------------------------------------------------------------------
    def _write(self, production: Production, condition: str, **values: Any) -> None:
        events, movements = production.written()
        body = [put_write(_to_item(production), condition, **values)]
        body += [put_write(_event_item(production, event, i)) for i, event in enumerate(events)]
        body += line_writes(production) + short_writes(production)
        places = place_writes(production, self.places)
        # The account's own item is written last.
        ledger = ledger_writes(*movements)
        for _ in range(NUMBERS_TRIED):
            chat = chat_writes(self.table, production, events)
            try:
                self.table.transact([*body, *places, *chat, *ledger])
            except Refused as refusal:
                if chat and refusal.failed == [len(body) + len(places)]:
                    # Another event of the chat took the number.
                    continue
                if places and refusal.failed == [len(body)]:
                    raise NoPlace("As many are being made as this account may have at once.") from refusal
                # All else is refused only when somebody else wrote first.
                if movements and refusal.failed == [len(body) + len(places) + len(chat) + len(ledger) - 1]:
                    self._refuse_without_credits(production, movements[-1].amount)
                raise ConcurrentChange("Somebody else changed this at the same moment; try again.") from refusal
            production.stored(production.version + 1)
            return
        raise ConcurrentChange("Too much happens in this chat at the same moment; try again.")

    def _refuse_without_credits(self, production: Production, amount: int) -> None:
        balance = self.table.get(f"A#{production.account_id}#U#{production.user_id}", "CREDITS") or {}
        available, required = usd(int(balance.get("available", 0))), usd(amount)
        if available < required:
            message = f"This costs {required:.6f} USD, but only {available:.6f} USD of credits are left."
            raise InsufficientCredits(message, required=required, available=available)


def _pk(production_id: str) -> str:
    return f"P#{production_id}"


def _listing(account_id: str, family: str) -> str:
    return f"A#{account_id}#{family}"


def _to_item(production: Production) -> Item:
    is_open = production.is_open
    shard = sum(production.production_id.encode()) % SHARDS
    return {
        "pk": _pk(production.production_id),
        "sk": "PRODUCTION",
        "gsi1pk": _listing(production.account_id, production.family),
        "gsi1sk": f"{production.created_at.isoformat()}#{production.production_id}",
        "gsi2pk": f"OPEN#{shard}" if is_open else None,
        "gsi2sk": production.check_at.isoformat() if is_open else None,
        "production_id": production.production_id,
        "account_id": production.account_id,
        "user_id": production.user_id,
        "family": production.family,
        "status": production.status.value,
        "version": production.version + 1,
        "body": json.dumps(to_document(production), ensure_ascii=False),
    }


def _from_item(item: Item) -> Production:
    return from_document(item["family"], json.loads(item["body"]), int(item["version"]))


def _is_first(item: Item, lines: set[str]) -> bool:
    """Whether it waits in no line, or in one of which nobody was seen yet."""
    if item["status"] != Status.QUEUED:
        return True
    is_first = item["account_id"] not in lines
    lines.add(item["account_id"])
    return is_first


def _event_item(production: Production, event: Event, place: int) -> Item:
    return {
        "pk": _pk(production.production_id),
        "sk": f"EVENT#{production.version + 1:08d}.{place:02d}",
        "production_id": production.production_id,
        "account_id": production.account_id,
        "user_id": production.user_id,
        "body": json.dumps({"type": event.type, "at": event.at.isoformat(), "data": event.data}),
        "ttl": int((event.at + EVENTS_KEPT).timestamp()),
    }
