"""One message to one webhook, tried until it is taken or nobody would want it any more."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any
from uuid import UUID

from greenlight.domain.errors import Conflict
from greenlight.domain.events import told_id

# After the first, second ... failed attempt.
WAITS = tuple(timedelta(seconds=s) for s in (5, 30, 120, 900, 3_600, 14_400, 43_200, 86_400))
# A wait lasts from 10 % less to 10 % more, so that what failed together does not come back together.
JITTER = 0.1
ATTEMPTS_SHOWN = 20
ANSWER_BYTES = 1_024
TEST = "webhook.test"


class DeliveryStatus(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True)
class Attempt:
    """`status` is HTTP's, None where none came; `error` is one word for why it failed, None where it did not."""

    at: datetime
    latency_ms: int
    status: int | None = None
    response: str = ""
    error: str | None = None


@dataclass(frozen=True)
class Reply:
    """What came of a POST: a status and the first kB of the answer, or one word for what went wrong."""

    status: int | None = None
    response: bytes = b""
    error: str | None = None

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    def attempt(self, at: datetime, took: timedelta) -> Attempt:
        error = self.error
        if error is None and not self.taken:
            error = "redirected" if 300 <= (self.status or 0) < 400 else "refused"
        text = self.response[:ANSWER_BYTES].decode(errors="replace")
        return Attempt(at, round(took.total_seconds() * 1000), self.status, text, error)


@dataclass(frozen=True)
class Delivery:
    """`message_id` is the `webhook-id` that receivers deduplicate by: the event's, the same at every attempt.

    `tries` counts the attempts of the current round, `due_at` is None once it is over; `body` is sent as it is.
    `version` is that of the stored item.
    """

    delivery_id: str
    webhook_id: str
    account_id: str
    message_id: str
    type: str
    body: str
    created_at: datetime
    due_at: datetime | None
    status: DeliveryStatus = DeliveryStatus.PENDING
    tries: int = 0
    attempts: tuple[Attempt, ...] = ()
    error: str | None = None
    version: int = 0

    def tried(self, attempt: Attempt, chance: float) -> "Delivery":
        """`chance` is from 0 to 1 and decides where in its span the next wait ends."""
        attempts = (*self.attempts, attempt)[-ATTEMPTS_SHOWN:]
        done = replace(self, attempts=attempts, tries=self.tries + 1, due_at=None, error=attempt.error)
        if attempt.error is None:
            return replace(done, status=DeliveryStatus.DELIVERED)
        if self.tries >= len(WAITS):
            return replace(done, status=DeliveryStatus.FAILED)
        wait = WAITS[self.tries] * (1 - JITTER + 2 * JITTER * chance)
        return replace(done, due_at=attempt.at + wait)

    def given_up(self, why: str) -> "Delivery":
        return replace(self, status=DeliveryStatus.FAILED, due_at=None, error=why)

    def again(self, now: datetime) -> "Delivery":
        """A new round of attempts, the first of them now."""
        if self.status is DeliveryStatus.PENDING and self.tries == 0:
            raise Conflict(
                "This delivery is about to be tried for the first time; wait for that.", code="not_tried_yet"
            )
        return replace(self, status=DeliveryStatus.PENDING, tries=0, due_at=now, error=None)


def of_event(webhook_id: str, event: Mapping[str, Any], now: datetime) -> Delivery:
    """The delivery of an event, as the bus tells it, to a webhook; made again it is the same one."""
    data = {**event["data"], "job_id": told_id(event["production_id"]), "user_id": event["user_id"]}
    body = {"type": event["type"], "timestamp": event["at"], "data": data}
    # Standard Webhooks signs `id.timestamp.body`, so an id has no dot.
    message_id = "evt_" + str(event["id"]).replace(":", "_").replace(".", "_")
    return _new(webhook_id, event["account_id"], message_id, body, now)


def of_test(webhook_id: str, account_id: str, unique: str, now: datetime) -> Delivery:
    body = {"type": TEST, "timestamp": now.isoformat(), "data": {"webhook_id": webhook_id}}
    return _new(webhook_id, account_id, f"test_{unique}", body, now)


def _new(webhook_id: str, account_id: str, message_id: str, body: Mapping[str, Any], now: datetime) -> Delivery:
    return Delivery(
        delivery_id=str(UUID(bytes=sha256(f"{webhook_id}/{message_id}".encode()).digest()[:16])),
        webhook_id=webhook_id,
        account_id=account_id,
        message_id=message_id,
        type=body["type"],
        body=json.dumps(body, separators=(",", ":")),
        created_at=now,
        due_at=now,
    )
