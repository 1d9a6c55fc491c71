"""The green light: who agreed to which revision at which price, and when."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Approval:
    """`price` is in micro-USD; it is what was held."""

    by: str
    at: datetime
    revision: int
    price: int
