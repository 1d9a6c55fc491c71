"""Time, chance, and pages of a list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")


class Clock(Protocol):
    def now(self) -> datetime:
        """An aware time in UTC."""


class Ids(Protocol):
    def uuid(self) -> str: ...

    def number(self) -> int:
        """A random positive integer below 2^53, which JSON can hold."""

    def secret(self) -> str:
        """At least 256 random bits, URL-safe."""


@dataclass(frozen=True)
class Page(Generic[T]):
    items: list[T]
    next_cursor: str | None = None
