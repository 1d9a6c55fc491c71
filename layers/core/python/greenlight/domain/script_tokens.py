"""Tokens that name a script: nobody can make one who does not know the secret, and no table has to keep them."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

SIGNATURE = 16


@dataclass(frozen=True)
class ScriptTokens:
    """A token has the script's id and 128 bits that only `secret` leads to: an id that was logged makes no token."""

    secret: Callable[[], bytes]

    def of(self, script_id: str) -> str:
        named = UUID(script_id).bytes
        return urlsafe_b64encode(named + self._signature(named)).decode().rstrip("=")

    def script_id(self, token: str) -> str | None:
        """None for what is no token of ours."""
        try:
            script_id = str(UUID(bytes=urlsafe_b64decode(token.encode("ascii") + b"==")[:SIGNATURE]))
        except ValueError:
            return None
        # Made anew and compared as a whole: base64 has several spellings of the same bytes.
        return script_id if hmac.compare_digest(self.of(script_id), token) else None

    def _signature(self, named: bytes) -> bytes:
        # A key of its own, so that no token is ever the hash of an API key or signs a cursor.
        key = hmac.digest(self.secret(), b"script tokens", "sha256")
        return hmac.digest(key, named, "sha256")[:SIGNATURE]
