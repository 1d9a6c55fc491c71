"""API keys: make, check, rotate, revoke. Only a keyed hash of a key is stored."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from greenlight.domain.errors import Conflict, Forbidden, Unauthenticated
from greenlight.domain.keys import ApiKey, Identity, KeyKind
from greenlight.ports import Clock, Ids, Keys

PREFIX = "gl_"
# Whose the first key of a stage is, and all that is done without a key on a local stack.
MAIN_ACCOUNT = "main"


@dataclass(frozen=True)
class KeyService:
    keys: Keys
    clock: Clock
    ids: Ids
    pepper: bytes
    anonymous_user: str = ""

    def identify(self, secret: str | None) -> Identity:
        """Whom a request acts for; Unauthenticated says nothing about why a key is bad."""
        if secret is None:
            return self._anonymous()
        key = self.keys.find(self._hash(secret)) if secret.startswith(PREFIX) else None
        if key is None or not key.is_valid(self.clock.now()):
            raise Unauthenticated("This key is not valid; send a current one as `Authorization: Bearer <key>`.")
        return Identity(key.account_id, key.user_id, key.key_id)

    def _anonymous(self) -> Identity:
        if not self.anonymous_user:
            raise Unauthenticated("Send a key as `Authorization: Bearer <key>`.")
        return Identity(MAIN_ACCOUNT, self.anonymous_user, "anonymous", anonymous=True)

    def create(
        self,
        account_id: str,
        name: str,
        kind: KeyKind,
        user_id: str | None = None,
        expires_at: datetime | None = None,
    ) -> tuple[ApiKey, str]:
        """The new key and its secret, which nobody can read again."""
        secret = f"{PREFIX}{kind.value}_{self.ids.secret()}"
        key = ApiKey(
            key_id=self.ids.uuid(),
            account_id=account_id,
            kind=kind,
            name=name,
            prefix=secret[: len(PREFIX) + len(kind.value) + 1 + 4],
            hashed=self._hash(secret),
            created_at=self.clock.now(),
            user_id=user_id,
            expires_at=expires_at,
        )
        self.keys.add(key)
        return key, secret

    def rotate(self, identity: Identity, key_id: str) -> tuple[ApiKey, str]:
        old = self._managed(identity, key_id)
        if not old.is_valid(self.clock.now()):
            raise Conflict("This key is revoked or over; make a new one instead.", code="key_not_valid")
        new, secret = self.create(old.account_id, old.name, old.kind, old.user_id, old.expires_at)
        self.keys.save(old.revoked(self.clock.now()))
        return new, secret

    def revoke(self, identity: Identity, key_id: str) -> None:
        self.keys.save(self._managed(identity, key_id).revoked(self.clock.now()))

    def list(self, identity: Identity) -> list[ApiKey]:
        return self.keys.list(self._manager(identity).account_id)

    def create_for(
        self, identity: Identity, name: str, kind: KeyKind, user_id: str | None, expires_at: datetime | None
    ) -> tuple[ApiKey, str]:
        return self.create(self._manager(identity).account_id, name, kind, user_id, expires_at)

    def _managed(self, identity: Identity, key_id: str) -> ApiKey:
        return self.keys.get(self._manager(identity).account_id, key_id)

    def _manager(self, identity: Identity) -> Identity:
        if identity.user_id is not None and not identity.anonymous:
            raise Forbidden("Only a service key can manage keys.")
        return identity

    def _hash(self, secret: str) -> str:
        return hmac.new(self.pepper, secret.encode(), sha256).hexdigest()
