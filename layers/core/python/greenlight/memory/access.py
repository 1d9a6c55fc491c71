"""The twins, in memory, of credits, stored answers and rate limits."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from greenlight.domain.credits import Balance, LedgerEntry, Movement
from greenlight.domain.errors import ConcurrentChange, Conflict, InsufficientCredits
from greenlight.domain.money import usd
from greenlight.domain.rate_limits import RateLimit
from greenlight.memory.basics import page_of
from greenlight.ports import Page


@dataclass
class MemoryCredits:
    starting: int = 0
    accounts: dict[tuple[str, str], Balance] = field(default_factory=dict)
    entries: list[LedgerEntry] = field(default_factory=list)

    def open(self, account_id: str, user_id: str) -> None:
        self.accounts.setdefault((account_id, user_id), Balance(self.starting, 0))

    def balance(self, account_id: str, user_id: str) -> Balance:
        return self.accounts.get((account_id, user_id), Balance(0, 0))

    def write(self, entry: LedgerEntry) -> None:
        if any(known.entry_id == entry.entry_id for known in self.entries):
            raise ConcurrentChange("This entry is in the ledger already.")
        before = self.balance(entry.account_id, entry.user_id)
        if entry.movement is Movement.HOLD and before.available < entry.amount:
            required, available = usd(entry.amount), usd(before.available)
            raise InsufficientCredits(
                f"This costs {required:.6f} USD, but only {available:.6f} USD of credits are left.",
                required=required,
                available=available,
            )
        after = Balance(before.available + entry.available_delta, before.held + entry.held_delta)
        self.accounts[entry.account_id, entry.user_id] = after
        self.entries.append(entry)

    def ledger(self, account_id: str, user_id: str, *, limit: int, cursor: str | None) -> Page[LedgerEntry]:
        mine = {
            f"{entry.at.isoformat()}|{entry.entry_id}": entry
            for entry in self.entries
            if (entry.account_id, entry.user_id) == (account_id, user_id)
        }
        return page_of(mine, ("ledger", account_id, user_id), limit, cursor)


@dataclass
class MemoryOnce:
    answers: dict[tuple[str, str], tuple[dict[str, Any], dict[str, Any] | None]] = field(default_factory=dict)

    def run(
        self, account_id: str, key: str, payload: dict[str, Any], context: Any, work: Callable[[], dict[str, Any]]
    ) -> tuple[dict[str, Any], bool]:
        if (account_id, key) in self.answers:
            known, answer = self.answers[account_id, key]
            if known != payload:
                raise Conflict("This Idempotency-Key was used for another request.", code="idempotency_mismatch")
            if answer is None:
                raise Conflict("The request is still being done.", code="idempotency_in_flight", retry_after=1)
            return answer, True
        self.answers[account_id, key] = payload, None
        try:
            answer = work()
        except Exception:
            del self.answers[account_id, key]
            raise
        self.answers[account_id, key] = payload, answer
        return answer, False


@dataclass
class MemoryRateBuckets:
    """`writes` counts what a table would be charged for."""

    full_at: dict[str, datetime] = field(default_factory=dict)
    writes: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, key_id: str, limit: RateLimit, wanted: int, now: datetime) -> tuple[int, datetime]:
        with self.lock:
            full_at = self.full_at.get(key_id)
            tokens = min(wanted, limit.left(full_at, now))
            if tokens:
                self.full_at[key_id] = limit.after(full_at, tokens, now)
                self.writes += 1
            return tokens, self.full_at.get(key_id, now)
