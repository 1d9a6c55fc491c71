"""Credits: what a user has, what explains it, and grants by the account's own backend."""

from dataclasses import dataclass

from greenlight.domain.credits import Balance, LedgerEntry, Movement
from greenlight.domain.errors import Forbidden
from greenlight.domain.keys import Identity
from greenlight.ports import Clock, Credits, Ids, Page


@dataclass(frozen=True)
class CreditsService:
    credits: Credits
    clock: Clock
    ids: Ids

    def balance(self, account_id: str, user_id: str) -> Balance:
        self.credits.open(account_id, user_id)
        return self.credits.balance(account_id, user_id)

    def grant(self, identity: Identity, user_id: str, amount: int, note: str) -> LedgerEntry:
        if identity.user_id is not None:
            raise Forbidden("Only a service key can grant credits.")
        self.credits.open(identity.account_id, user_id)
        entry = LedgerEntry(
            self.ids.uuid(), identity.account_id, user_id, Movement.GRANT, amount, self.clock.now(), note=note
        )
        self.credits.write(entry)
        return entry

    def ledger(self, account_id: str, user_id: str, limit: int, cursor: str | None) -> Page[LedgerEntry]:
        return self.credits.ledger(account_id, user_id, limit=limit, cursor=cursor)
