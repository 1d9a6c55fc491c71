"""API keys: a user key acts for one user, a service key names the user it acts for."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class KeyKind(StrEnum):
    USER = "user"
    SERVICE = "service"


@dataclass(frozen=True)
class ApiKey:
    """`hashed` is the keyed hash of the secret; the secret itself is shown once and never stored."""

    key_id: str
    account_id: str
    kind: KeyKind
    name: str
    prefix: str
    hashed: str
    created_at: datetime
    user_id: str | None = None
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    def is_valid(self, now: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    def revoked(self, now: datetime) -> "ApiKey":
        return replace(self, revoked_at=self.revoked_at or now)


@dataclass(frozen=True)
class Identity:
    """Who a request acts for. `user_id` is None for a service key, which may name any user of its account."""

    account_id: str
    user_id: str | None
    key_id: str
    anonymous: bool = False

    @property
    def scope(self) -> str:
        """Whose things a request sees: what one scope was answered is none of another's business."""
        who = "service" if self.user_id is None else f"user/{self.user_id}"
        return f"{self.account_id}/{who}"
