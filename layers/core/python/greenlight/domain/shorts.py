"""A short: what is made for a product, known by the latest scenario of it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Short:
    """`scenario_id` is the latest scenario that was completed for it."""

    short_id: str
    account_id: str
    user_id: str
    product_id: str
    scenario_id: str
    title: str
    created_at: datetime
    updated_at: datetime
