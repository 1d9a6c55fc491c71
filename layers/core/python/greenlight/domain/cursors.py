"""Cursors of lists: where a reader goes on, signed, so that a list takes back only what it gave out itself."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass

from greenlight.domain.errors import Invalid

# What names a list: whose it is and what it was narrowed down to.
Scope = tuple[str | None, ...]
SIGNATURE = 16


@dataclass(frozen=True)
class Cursors:
    """`secret` is asked for with the first cursor, because most who hold a store never show a list."""

    secret: Callable[[], bytes]

    def after(self, scope: Scope, position: str) -> str:
        """The cursor that goes on behind `position`, which is a sort key of that list."""
        where = position.encode()
        return urlsafe_b64encode(self._signature(scope, where) + where).decode().rstrip("=")

    def position(self, scope: Scope, cursor: str | None) -> str | None:
        """Where to go on; Invalid for what this list never gave out: forged, cut off, or another list's."""
        if not cursor:
            return None
        try:
            position = urlsafe_b64decode(cursor.encode("ascii") + b"==")[SIGNATURE:].decode()
        except ValueError:
            position = ""
        # Made anew and compared as a whole: base64 has several spellings of the same bytes.
        if not hmac.compare_digest(self.after(scope, position).encode(), cursor.encode(errors="replace")):
            message = "This cursor is not one that this list gave out; begin without a cursor."
            raise Invalid(message, field="cursor", code="invalid_cursor")
        return position

    def _signature(self, scope: Scope, where: bytes) -> bytes:
        # A key of its own, so that no cursor is ever the hash of an API key.
        key = hmac.digest(self.secret(), b"list cursors", "sha256")
        return hmac.digest(key, json.dumps(scope).encode() + b"\0" + where, "sha256")[:SIGNATURE]
