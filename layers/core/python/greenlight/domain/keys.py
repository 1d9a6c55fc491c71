"""API keys: a user key acts for one user, a service key names the user it acts for."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hmac import compare_digest

from greenlight.domain.errors import Forbidden, Invalid
from greenlight.domain.scopes import ALL, OF_USERS, Scope

# The use of a key is noted so often at most: a list shows what is unused, and requests stay cheap.
NOTED_EVERY = timedelta(minutes=1)


class KeyKind(StrEnum):
    USER = "user"
    SERVICE = "service"

    @property
    def scopes(self) -> frozenset[Scope]:
        """All that a key of this kind may do."""
        return ALL if self is KeyKind.SERVICE else OF_USERS

    def refuse_scopes(self, wanted: frozenset[Scope]) -> None:
        beyond = wanted - self.scopes
        if beyond:
            raise Invalid(f"A {self} key cannot have {spelt(beyond)}; only a service key can.", field="scopes")


class KeyStatus(StrEnum):
    ACTIVE = "active"
    REVOKED = "revoked"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Identity:
    """Who a request acts for, and what it may do. `user_id` is None for a service key, which may name any user.

    `acts_as` is whom such a one makes things for where it names nobody.
    """

    account_id: str
    user_id: str | None
    key_id: str
    anonymous: bool = False
    scopes: frozenset[Scope] = ALL
    expires_at: datetime | None = None
    acts_as: str = "service"

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

    def refuse_to_give(self, scopes: frozenset[Scope], expires_at: datetime | None) -> None:
        """Nobody gets more out of a key than it has: no scope that it lacks, and no longer life than its own."""
        beyond = scopes - self.scopes
        if beyond:
            raise Forbidden(
                f"This key lacks {spelt(beyond)} and cannot give what it lacks; name scopes that it has.",
                code="missing_scope",
                scope=spelt(beyond, " "),
            )
        if self.expires_at is not None and (expires_at is None or expires_at > self.expires_at):
            raise Forbidden(
                f"This key ends at {self.expires_at.isoformat()} and cannot make or rotate one that ends later; "
                "name an earlier expires_at, or use a key that lives longer.",
                code="outlives_its_maker",
            )


@dataclass(frozen=True)
class ApiKey:
    """Of its secret, shown once, only the keyed hash is known; so is that of the secret before the last rotation.

    `scopes` None stands for all of its kind, whatever there will be. `version` is that of the stored item.
    """

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
    scopes: frozenset[Scope] | None = None
    previous_hashed: str | None = None
    previous_until: datetime | None = None
    last_used_at: datetime | None = None
    version: int = 0

    @property
    def granted(self) -> frozenset[Scope]:
        return self.kind.scopes if self.scopes is None else self.scopes

    @property
    def identity(self) -> Identity:
        return Identity(self.account_id, self.user_id, self.key_id, scopes=self.granted, expires_at=self.expires_at)

    def status(self, now: datetime) -> KeyStatus:
        if self.revoked_at is not None:
            return KeyStatus.REVOKED
        over = self.expires_at is not None and now >= self.expires_at
        return KeyStatus.EXPIRED if over else KeyStatus.ACTIVE

    def opens(self, hashed: str, now: datetime) -> bool:
        """Whether the secret with this hash is good now."""
        right = compare_digest(self.hashed, hashed)
        if self.previous_hashed is not None and self.previous_valid_until(now) is not None:
            right |= compare_digest(self.previous_hashed, hashed)
        return right and self.status(now) is KeyStatus.ACTIVE

    def previous_valid_until(self, now: datetime) -> datetime | None:
        """None once the secret before the last rotation opens nothing any more."""
        is_over = self.previous_until is None or now >= self.previous_until
        return None if is_over or self.status(now) is not KeyStatus.ACTIVE else self.previous_until

    def rotated(self, hashed: str, now: datetime, overlap: timedelta) -> "ApiKey":
        """Has a new secret; the one it had is good for `overlap` more, and any before that no longer."""
        until = min(now + overlap, self.expires_at or datetime.max.replace(tzinfo=UTC))
        return replace(self, hashed=hashed, previous_hashed=self.hashed, previous_until=until)

    def revoked(self, now: datetime) -> "ApiKey":
        return replace(self, revoked_at=self.revoked_at or now)

    def is_use_news(self, now: datetime) -> bool:
        return self.last_used_at is None or now - self.last_used_at >= NOTED_EVERY


def spelt(scopes: frozenset[Scope], between: str = ", ") -> str:
    return between.join(sorted(scopes))
