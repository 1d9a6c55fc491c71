"""A thousand events to a receiver that is down half of the time, and their way through the whole local stack.

Prints, for each case, how many arrived and verified, how long that took, and how many requests it needed; the baseline
is a receiver that is never down.
"""

import json
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests
from standardwebhooks import Webhook

from benchmarks._command import parser, say
from benchmarks._stack import running
from local.stack import Stack
from local.waiting import wait_until

PATIENCE = 300.0
EVENTS, FEWEST_EVENTS = 1000, 1


def receiver(take: Callable[[dict[str, str], bytes], int]) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(take(dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def measure(stack: Stack, events: int, down_first: int) -> dict[str, Any]:
    """`down_first` requests for each message find the receiver down."""
    requested: Counter[str] = Counter()
    verified: set[str] = set()
    secret: list[str] = []

    def take(headers: dict[str, str], body: bytes) -> int:
        Webhook(secret[0]).verify(body, headers)
        message_id = {name.lower(): value for name, value in headers.items()}["webhook-id"]
        requested[message_id] += 1
        if requested[message_id] <= down_first:
            return 503
        verified.add(message_id)
        return 200

    server = receiver(take)
    api = f"{stack.base_url}/api/v1/webhooks"
    key = {"Authorization": f"Bearer {stack.service_key}"}
    wanted = {"url": f"http://127.0.0.1:{server.server_port}/", "events": ["script.completed"]}
    webhook = requests.post(api, json=wanted, headers=key, timeout=30).json()
    secret.append(webhook["secret"])
    began = time.monotonic()
    publish(stack, events)
    wait_until(lambda: len(verified) >= events, PATIENCE, what=f"{events} messages")
    seconds = time.monotonic() - began
    requests.delete(f"{api}/{webhook['id']}", headers=key, timeout=30)
    server.shutdown()
    return {
        "case": "down half of the time" if down_first else "never down",
        "events": events,
        "arrived": len(verified),
        "requests": requested.total(),
        "seconds": round(seconds, 2),
        "events_per_second": round(events / seconds, 1),
    }


def publish(stack: Stack, count: int) -> None:
    bus, client = stack.deployed.outputs["EventBusName"], stack.client("events")
    for start in range(0, count, 10):
        entries = [
            {"EventBusName": bus, "Source": "greenlight", "DetailType": "script.completed", "Detail": _event()}
            for _ in range(min(10, count - start))
        ]
        client.put_events(Entries=entries)


def _event() -> str:
    number = str(uuid.uuid4())
    event = {
        "id": f"{number}:00000001.00",
        "type": "script.completed",
        "at": "2026-01-01T00:00:00+00:00",
        "production_id": number,
        "account_id": "main",
        "user_id": "demo",
        "data": {"status": "succeeded"},
    }
    return json.dumps(event)


def main(arguments: Sequence[str] | None = None, given: Stack | None = None) -> None:
    options = parser("webhooks", __doc__)
    options.add_argument("--events", type=int, help=f"by default {EVENTS}")
    asked = options.parse_args(arguments)
    events = asked.events or (FEWEST_EVENTS if asked.smallest else EVENTS)
    with running(given) as stack:
        never_down = measure(stack, events, 0)
        say(**never_down)
        say(**measure(stack, events, 1), never_down_seconds=never_down["seconds"])


if __name__ == "__main__":
    main()
