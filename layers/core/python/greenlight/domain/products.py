"""A product: what scenarios advertise, with its pictures."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from greenlight.domain.scenario_writing import ProductFacts

MOST_IMAGES = 5
IMAGE_TYPES = ("image/jpeg", "image/png", "image/webp")


@dataclass(frozen=True)
class ProductImage:
    """A picture in the media bucket; `sha256` is that of its bytes."""

    image_id: str
    uri: str
    sha256: str
    content_type: str

    @property
    def filename(self) -> str:
        return f"product-{self.image_id[:8]}.{self.content_type.rpartition('/')[2]}"


@dataclass(frozen=True)
class Product:
    """`user_id` None: everybody in the account may use it. `price` is an amount of `currency`, None where unknown.

    `revision` grows with each change, and is that of the stored item.
    """

    product_id: str
    account_id: str
    user_id: str | None
    name: str
    description: str
    category: str
    price: float | None
    currency: str
    created_at: datetime
    updated_at: datetime
    images: tuple[ProductImage, ...] = field(default=())
    revision: int = 1

    def changed(self, now: datetime, **changes: Any) -> "Product":
        return replace(self, **changes, updated_at=now, revision=self.revision + 1)

    def is_for(self, user_id: str | None) -> bool:
        """Whether a user sees it; None is the account's own backend, which sees all."""
        return user_id is None or self.user_id in {None, user_id}

    @property
    def facts(self) -> ProductFacts:
        price = "" if self.price is None else f"{self.price:,.2f} {self.currency}"
        return ProductFacts(self.name, self.description, self.category, price)
