"""What all lists share: how they are asked for, and how money and errors are shown."""

from greenlight.domain.money import Estimate, usd
from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """What goes over the wire; validators are built when first used, which keeps the cold start short."""

    model_config = ConfigDict(defer_build=True)


class Nothing(Shape):
    """A body that has no fields; what is sent is ignored."""


class ListQuery(Shape):
    limit: int = Field(20, ge=1, le=100)
    cursor: str | None = Field(None, max_length=500)
    status: str | None = Field(None, max_length=40)
    user_id: str | None = Field(None, max_length=128)


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
