"""API keys: a user key acts for one user, a service key names the user it acts for."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from greenlight.domain.errors import Forbidden
from greenlight.domain.scopes import ALL, Scope


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
    """Who a request acts for, and what it may do. `user_id` is None for a service key, which may name any user."""

    account_id: str
    user_id: str | None
    key_id: str
    anonymous: bool = False
    scopes: frozenset[Scope] = ALL
    expires_at: datetime | None = None

    @property
    def realm(self) -> str:
        """Whose things a request sees: what one realm was answered is none of another's business."""
        who = "service" if self.user_id is None else f"user/{self.user_id}"
        return f"{self.account_id}/{who}"

    def refuse_without(self, scope: Scope) -> None:
        if scope not in self.scopes:
            raise Forbidden(
                f"This key lacks the scope {scope}; use a key that has it.", code="missing_scope", scope=scope.value
            )
