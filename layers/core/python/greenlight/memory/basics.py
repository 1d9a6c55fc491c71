"""Time, ids and pages that a test can foresee."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from greenlight.domain.cursors import Cursors, Scope
from greenlight.ports import Page

CURSORS = Cursors(lambda: b"memory")


@dataclass
class FixedClock:
    """Stands still until told to move."""

    at: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> None:
        self.at += by


@dataclass
class CountingIds:
    count: int = 0

    def uuid(self) -> str:
        self.count += 1
        return f"00000000-0000-4000-8000-{self.count:012d}"

    def number(self) -> int:
        self.count += 1
        return 4_503_599_627_370_496 + self.count

    def secret(self) -> str:
        self.count += 1
        return f"secret-{self.count:036d}"


def page_of(items: dict[str, Any], scope: Scope, limit: int, cursor: str | None) -> Page[Any]:
    """The newest first of what lies behind the cursor; `items` by their sort keys."""
    last = CURSORS.position(scope, cursor)
    keys = sorted((key for key in items if last is None or key < last), reverse=True)
    following = CURSORS.after(scope, keys[limit - 1]) if len(keys) > limit else None
    return Page([items[key] for key in keys[:limit]], following)
