"""Credits: a user's account and the append-only ledger that explains it. Amounts are micro-USD."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Movement(StrEnum):
    GRANT = "grant"
    HOLD = "hold"
    SETTLE = "settle"
    RELEASE = "release"


@dataclass(frozen=True)
class LedgerEntry:
    """One movement, once: `entry_id` is its identity, so that writing it again changes nothing.

    `amount` is what was granted, held, or given back; a settlement turns `held` into `amount` spent and frees the rest.
    """

    entry_id: str
    account_id: str
    user_id: str
    movement: Movement
    amount: int
    at: datetime
    held: int = 0
    production_id: str | None = None
    note: str = ""

    @property
    def available_delta(self) -> int:
        return {
            Movement.GRANT: self.amount,
            Movement.HOLD: -self.amount,
            Movement.SETTLE: self.held - self.amount,
            Movement.RELEASE: self.amount,
        }[self.movement]

    @property
    def held_delta(self) -> int:
        return {
            Movement.GRANT: 0,
            Movement.HOLD: self.amount,
            Movement.SETTLE: -self.held,
            Movement.RELEASE: -self.amount,
        }[self.movement]


@dataclass(frozen=True)
class Balance:
    available: int
    held: int
