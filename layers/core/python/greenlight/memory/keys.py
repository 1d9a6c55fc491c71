"""The twin, in memory, of the store of keys."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from greenlight.domain.errors import NotFound
from greenlight.domain.keys import ApiKey, KeyKind, KeyStatus
from greenlight.memory.basics import page_of
from greenlight.ports import Page


@dataclass
class MemoryKeys:
    keys: dict[str, ApiKey] = field(default_factory=dict)
    notes: int = 0

    def add(self, key: ApiKey) -> ApiKey:
        return self._put(replace(key, version=1))

    def find(self, key_id: str) -> ApiKey | None:
        return self.keys.get(key_id)

    def get(self, account_id: str, key_id: str) -> ApiKey:
        key = self.find(key_id)
        if key is None or key.account_id != account_id:
            raise NotFound(f"There is no key {key_id}.")
        return key

    def save(self, key: ApiKey) -> ApiKey | None:
        stored = self.keys[key.key_id]
        return self._put(replace(key, version=key.version + 1)) if stored.version == key.version else None

    def note_use(self, key: ApiKey, now: datetime) -> None:
        stored = self.keys[key.key_id]
        if stored.is_use_news(now):
            self._put(replace(stored, last_used_at=now))
            self.notes += 1

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
    ) -> Page[ApiKey]:
        mine = {
            f"{key.created_at.isoformat()}#{key.key_id}": key
            for key in self.keys.values()
            if key.account_id == account_id
            and kind in {None, key.kind}
            and user_id in {None, key.user_id}
            and status in {None, key.status(now)}
        }
        return page_of(mine, ("keys", account_id, kind, user_id, status), limit, cursor)

    def _put(self, key: ApiKey) -> ApiKey:
        self.keys[key.key_id] = key
        return key
