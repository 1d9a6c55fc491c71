"""What all routes share: users, ids, how lists are asked for, and how money is shown."""

import re
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from greenlight.domain.errors import NotFound
from greenlight.domain.money import Estimate, usd


class Shape(BaseModel):
    """What goes over the wire; validators are built when first used, which keeps the cold start short."""

    model_config = ConfigDict(defer_build=True)


class Nothing(Shape):
    """A body that has no fields; what is sent is ignored."""


# No control characters: ids are logged, and are parts of keys.
USER_ID = r"^[^\x00-\x1f\x7f]{1,128}$"
UserId = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=USER_ID)]


def as_whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


# To JSON 3 and 3.0 are the same number, and some clients write the latter.
Whole = Annotated[int, BeforeValidator(as_whole)]
Count = Annotated[int, Field(ge=1), BeforeValidator(as_whole)]


class ForUser(Shape):
    user_id: UserId | None = Field(None, description="Whom a service key acts for; a user key names itself or nobody.")


class ListQuery(ForUser):
    limit: int = Field(20, ge=1, le=100, description="How many at most.")
    cursor: str | None = Field(None, max_length=500, description="`next_cursor` of the page before.")


def as_uuid(text: str, what: str) -> str:
    """An id as it is stored; what is no UUID names nothing."""
    try:
        return str(UUID(text))
    except ValueError:
        raise NotFound(f"There is no such {what}; {what} ids are UUIDs.") from None


def as_number(text: str, what: str) -> str:
    """A job's number as it is stored; what is no positive number below 2^53 names nothing."""
    if re.fullmatch(r"[1-9][0-9]{0,15}", text, re.ASCII) and int(text) < 2**53:
        return text
    raise NotFound(f"There is no such {what}; these {what} ids are whole numbers.")


class EstimateLine(Shape):
    what: str
    quantity: float
    unit: str
    amount: float


class EstimateView(Shape):
    currency: str = "USD"
    amount: float
    lines: list[EstimateLine]

    @classmethod
    def of(cls, estimate: Estimate) -> "EstimateView":
        lines = [
            EstimateLine(what=line.what, quantity=line.quantity, unit=line.unit, amount=usd(line.amount))
            for line in estimate.lines
        ]
        return cls(amount=usd(estimate.amount), lines=lines)


class CostView(Shape):
    estimated: float
    actual: float | None
    currency: str = "USD"
