"""What keeps products, and the shorts that are made for them."""

from typing import Protocol

from greenlight.domain.products import Product
from greenlight.domain.shorts import Short
from greenlight.ports.basics import Page


class Products(Protocol):
    """`user_id` narrows a list to what that user may see."""

    def add(self, product: Product) -> bool:
        """False where the account has a product of this id."""

    def get(self, account_id: str, product_id: str) -> Product | None: ...

    def save(self, product: Product) -> bool:
        """False where its revision is not the one after the stored."""

    def delete(self, product: Product) -> None: ...

    def page(self, account_id: str, *, user_id: str | None, limit: int, cursor: str | None) -> Page[Product]: ...


class Shorts(Protocol):
    """They are written with the scenario that completes for them."""

    def get(self, account_id: str, short_id: str) -> Short | None: ...

    def page(self, account_id: str, *, user_id: str | None, limit: int, cursor: str | None) -> Page[Short]: ...
