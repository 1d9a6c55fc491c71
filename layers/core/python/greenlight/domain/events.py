"""A thing that happened to a production, as its event log and the bus tell it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Event:
    """`type` is `<family>.<what>`; `data` never holds a script, a link or a secret."""

    type: str
    at: datetime
    data: dict[str, Any] = field(default_factory=dict)


def told_id(production_id: str) -> int | str:
    """A production's id as clients know it: storyboards are numbers to them."""
    return int(production_id) if production_id.isdecimal() else production_id
