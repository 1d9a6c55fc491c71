"""From the table to the bus: every event that a write carried, told once it is stored."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from greenlight.ports import EventBus


@dataclass(frozen=True)
class Events:
    bus: EventBus

    def publish_stored(self, items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Takes event items as the table holds them; anything else that the stream brings is passed over.

        The events as the bus was told them.
        """
        told = [_told(item) for item in items if str(item.get("sk", "")).startswith("EVENT#")]
        if told:
            self.bus.publish(told)
        return told


def _told(item: Mapping[str, Any]) -> dict[str, Any]:
    body = json.loads(item["body"])
    return {
        "id": f"{item['production_id']}:{str(item['sk']).removeprefix('EVENT#')}",
        "type": body["type"],
        "at": body["at"],
        "production_id": item["production_id"],
        "account_id": item["account_id"],
        "user_id": item["user_id"],
        "data": body["data"],
    }
