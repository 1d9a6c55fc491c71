"""The bus: what happened to productions, for whoever listens on AWS."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

AT_ONCE = 10


@dataclass(frozen=True)
class EventBridgeBus:
    client: Any
    name: str

    def publish(self, events: Sequence[dict[str, Any]]) -> None:
        entries = [
            {
                "EventBusName": self.name,
                "Source": "greenlight",
                "DetailType": event["type"],
                "Detail": json.dumps(event),
            }
            for event in events
        ]
        for start in range(0, len(entries), AT_ONCE):
            answer = self.client.put_events(Entries=entries[start : start + AT_ONCE])
            if answer["FailedEntryCount"]:
                raise RuntimeError(f"{answer['FailedEntryCount']} events were not taken by the bus")
