"""What clients' conversations are told: a copy of each event, numbered without a gap, written with the event itself.

A number is taken in the very write that uses it, so whoever has read up to one has missed nothing before it.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from greenlight.aws.table import Table, put_write, update_write
from greenlight.domain.chats import ChatEvent
from greenlight.domain.events import Event
from greenlight.domain.production import Production

# Not EVENT#: these are copies, and the stream must not tell the bus of them.
TOLD = "TOLD#"
KEPT = timedelta(days=90)


def chat_writes(table: Table, production: Production, events: Sequence[Event]) -> list[dict[str, Any]]:
    """Nothing where it is part of no chat. The counter first: it is refused where somebody else took the number."""
    if production.chat is None or not events:
        return []
    pk = _pk(production.account_id, production.chat)
    last = int((table.get(pk, "CHAT") or {}).get("told", 0))
    ttl = int((events[-1].at + KEPT).timestamp())
    condition, seen = ("told = :last", {"last": last}) if last else ("attribute_not_exists(told)", {})
    counter = update_write(pk, "CHAT", "SET told = :next", condition, next=last + len(events), **seen)
    return [counter, *(put_write(_item(pk, production, event, last + n, ttl)) for n, event in enumerate(events, 1))]


def read_chat(table: Table, account_id: str, chat_id: str, after: int) -> list[ChatEvent]:
    pk = _pk(account_id, chat_id)
    seen = _read(table, pk, after)
    if not seen or seen[-1].number - after == len(seen):
        return seen
    # A partition is not read at one moment. What was written behind our back before the last that we saw is there now;
    # what is missing still went with its time.
    return [event for event in _read(table, pk, after) if event.number <= seen[-1].number]


def _read(table: Table, pk: str, after: int) -> list[ChatEvent]:
    return [_from_item(item) for item in table.query(pk, TOLD, after=f"{TOLD}{after:010d}")]


def _item(pk: str, production: Production, event: Event, number: int, ttl: int) -> dict[str, Any]:
    return {
        "pk": pk,
        "sk": f"{TOLD}{number:010d}",
        "family": production.family,
        "production_id": production.production_id,
        "user_id": production.user_id,
        "body": json.dumps({"type": event.type, "at": event.at.isoformat(), "data": event.data}),
        "ttl": ttl,
    }


def _from_item(item: dict[str, Any]) -> ChatEvent:
    body = json.loads(item["body"])
    event = Event(body["type"], datetime.fromisoformat(body["at"]), body["data"])
    number = int(item["sk"].removeprefix(TOLD))
    return ChatEvent(number, item["family"], item["production_id"], item["user_id"], event)


def _pk(account_id: str, chat_id: str) -> str:
    return f"A#{account_id}#CHAT#{chat_id}"
