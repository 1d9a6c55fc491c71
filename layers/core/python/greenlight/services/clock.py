"""The real clock, the real pause and the real source of ids; tests inject their own."""

import secrets
import threading
import uuid
from datetime import UTC, datetime


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def pause(seconds: float) -> None:
    threading.Event().wait(seconds)


class RandomIds:
    def uuid(self) -> str:
        return str(uuid.uuid4())

    def number(self) -> int:
        return 1 + secrets.randbelow(2**53 - 1)

    def secret(self) -> str:
        return secrets.token_urlsafe(32)
