"""Who may ask, what they may spend, and that they are answered once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from greenlight.domain.credits import Balance, LedgerEntry
from greenlight.domain.keys import ApiKey, KeyKind, KeyStatus
from greenlight.domain.rate_limits import RateLimit
from greenlight.ports.basics import Page


class Keys(Protocol):
    def add(self, key: ApiKey) -> ApiKey:
        """The key as it is stored."""

    def find(self, key_id: str) -> ApiKey | None:
        """Whosever it is; what was written before is always seen."""

    def get(self, account_id: str, key_id: str) -> ApiKey: ...

    def save(self, key: ApiKey) -> ApiKey | None:
        """The key as it is stored, or None where somebody else wrote first."""

    def note_use(self, key: ApiKey, now: datetime) -> None:
        """Once in `NOTED_EVERY`, however many ask for it."""

    def page(
        self,
        account_id: str,
        now: datetime,
        *,
        kind: KeyKind | None,
        user_id: str | None,
        status: KeyStatus | None,
        limit: int,
        cursor: str | None,
    ) -> Page[ApiKey]: ...


class Credits(Protocol):
    def open(self, account_id: str, user_id: str) -> None:
        """Gives a user who is seen for the first time what a stage gives to begin with."""

    def balance(self, account_id: str, user_id: str) -> Balance: ...

    def write(self, entry: LedgerEntry) -> None: ...

    def ledger(self, account_id: str, user_id: str, *, limit: int, cursor: str | None) -> Page[LedgerEntry]: ...


class Once(Protocol):
    """Does `work` once for a key of an account, and gives its stored answer to whoever repeats the same `payload`.

    True beside an answer that was stored before. Raises Conflict: `idempotency_mismatch` for another payload,
    `idempotency_in_flight` while the first is being done. `context` is Lambda's, or None.
    """

    def run(
        self, account_id: str, key: str, payload: dict[str, Any], context: Any, work: Callable[[], dict[str, Any]]
    ) -> tuple[dict[str, Any], bool]: ...


class RateBuckets(Protocol):
    def take(self, key_id: str, limit: RateLimit, wanted: int, now: datetime) -> tuple[int, datetime]:
        """Takes up to `wanted` tokens from a key's bucket; how many there were, and when it will be full again.

        Raises Unavailable where the bucket cannot be asked.
        """
