"""API keys: make, check, rotate, revoke. Only a keyed hash of a key is stored."""

import hmac
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from greenlight.domain.errors import ConcurrentChange, Conflict, Invalid, Unauthenticated
from greenlight.domain.keys import ApiKey, Identity, KeyKind, KeyStatus
from greenlight.domain.scopes import Scope
from greenlight.ports import Clock, Ids, Keys, Page

# A secret says which key it belongs to, so that one read finds the key with all that may be said about it.
SECRET = re.compile(r"gl_(?:user|service)_(?P<key>[0-9a-f]{32})_[\w-]{20,100}", re.ASCII)
# Shown in lists: the kind, and the beginning of the key's id.
SHOWN = 6
# Whose the first key of a stage is, and all that is done without a key on a local stack.
MAIN_ACCOUNT = "main"
ATTEMPTS = 8
log = logging.getLogger(__name__)


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
        now = self.clock.now()
        named = SECRET.fullmatch(secret)
        key = self.keys.find(str(UUID(named["key"]))) if named else None
        if key is None or not key.opens(self._hash(secret), now):
            raise Unauthenticated("This key is not valid; send a current one as `Authorization: Bearer <key>`.")
        self._note_use(key, now)
        return key.identity

    def create(
        self,
        account_id: str,
        name: str,
        kind: KeyKind,
        user_id: str | None = None,
        expires_at: datetime | None = None,
        scopes: frozenset[Scope] | None = None,
    ) -> tuple[ApiKey, str]:
        """The new key and its secret, which nobody can read again."""
        key_id = self.ids.uuid()
        secret = self._secret(kind, key_id)
        key = ApiKey(
            key_id=key_id,
            account_id=account_id,
            kind=kind,
            name=name,
            prefix=secret[: len(f"gl_{kind}_") + SHOWN],
            hashed=self._hash(secret),
            created_at=self.clock.now(),
            user_id=user_id,
            expires_at=expires_at and expires_at.astimezone(UTC),
            scopes=scopes,
        )
        return self.keys.add(key), secret

    def create_for(
        self,
        identity: Identity,
        name: str,
        kind: KeyKind,
        user_id: str | None,
        expires_at: datetime | None,
        scopes: frozenset[Scope] | None,
    ) -> tuple[ApiKey, str]:
        kind.refuse_scopes(scopes or frozenset())
        if expires_at is not None and expires_at <= self.clock.now():
            raise Invalid("expires_at lies in the past; name a time to come, or leave it away.", field="expires_at")
        identity.refuse_to_give(kind.scopes if scopes is None else scopes, expires_at)
        return self.create(identity.account_id, name, kind, user_id, expires_at, scopes)

    def rotate(self, identity: Identity, key_id: str, overlap: timedelta) -> tuple[ApiKey, str]:
        """The key with a new secret; the old one stays good for `overlap`, as long as the key itself is."""
        found = self.get(identity, key_id)
        secret = self._secret(found.kind, key_id)

        def mutate(key: ApiKey) -> ApiKey:
            now = self.clock.now()
            if key.status(now) is not KeyStatus.ACTIVE:
                raise Conflict(f"This key is {key.status(now)}; make a new one instead.", code="key_not_valid")
            identity.refuse_to_give(key.granted, key.expires_at)
            return key.rotated(self._hash(secret), now, overlap)

        return self._change(found, mutate), secret

    def revoke(self, identity: Identity, key_id: str) -> None:
        self._change(self.get(identity, key_id), lambda key: key.revoked(self.clock.now()))

    def get(self, identity: Identity, key_id: str) -> ApiKey:
        return self.keys.get(identity.account_id, key_id)

    def page(
        self,
        identity: Identity,
        kind: KeyKind | None,
        user_id: str | None,
        status: KeyStatus | None,
        limit: int,
        cursor: str | None,
    ) -> Page[ApiKey]:
        now = self.clock.now()
        return self.keys.page(
            identity.account_id, now, kind=kind, user_id=user_id, status=status, limit=limit, cursor=cursor
        )

    # -- inner workings ----------------------------------------------------------------------------------------------
    def _anonymous(self) -> Identity:
        if not self.anonymous_user:
            raise Unauthenticated("Send a key as `Authorization: Bearer <key>`.")
        # Like a service key, which may name anybody: clients name their user where they make something, and not again
        # where they ask for it.
        return Identity(MAIN_ACCOUNT, None, "anonymous", anonymous=True, acts_as=self.anonymous_user)

    def _note_use(self, key: ApiKey, now: datetime) -> None:
        if not key.is_use_news(now):
            return
        try:
            self.keys.note_use(key, now)
        except Exception:
            # Nobody is refused because a note could not be taken.
            log.exception("could not note the use of key %s", key.key_id)

    def _change(self, key: ApiKey, mutate: Callable[[ApiKey], ApiKey]) -> ApiKey:
        """Writes what `mutate` makes of the stored key, again for as long as somebody else writes first."""
        for _ in range(ATTEMPTS):
            changed = self.keys.save(mutate(key))
            if changed is not None:
                return changed
            key = self.keys.get(key.account_id, key.key_id)
        raise ConcurrentChange("This key is being changed by many at once; try again.")

    def _secret(self, kind: KeyKind, key_id: str) -> str:
        return f"gl_{kind}_{UUID(key_id).hex}_{self.ids.secret()}"

    def _hash(self, secret: str) -> str:
        return hmac.new(self.pepper, secret.encode(), sha256).hexdigest()
