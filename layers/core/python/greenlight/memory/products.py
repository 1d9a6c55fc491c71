"""The twins, in memory, of what keeps products and shorts."""

from dataclasses import dataclass, field

from greenlight.domain.products import Product
from greenlight.domain.shorts import Short
from greenlight.memory.basics import page_of
from greenlight.memory.productions import MemoryProductions
from greenlight.ports import Page


@dataclass
class MemoryProducts:
    stored: dict[tuple[str, str], Product] = field(default_factory=dict)

    def add(self, product: Product) -> bool:
        key = (product.account_id, product.product_id)
        return self.stored.setdefault(key, product) is product

    def get(self, account_id: str, product_id: str) -> Product | None:
        return self.stored.get((account_id, product_id))

    def save(self, product: Product) -> bool:
        known = self.get(product.account_id, product.product_id)
        if known is None or known.revision != product.revision - 1:
            return False
        self.stored[product.account_id, product.product_id] = product
        return True

    def delete(self, product: Product) -> None:
        self.stored.pop((product.account_id, product.product_id), None)

    def page(self, account_id: str, *, user_id: str | None, limit: int, cursor: str | None) -> Page[Product]:
        mine = {
            f"{product.created_at.isoformat()}#{product.product_id}": product
            for product in self.stored.values()
            if product.account_id == account_id and product.is_for(user_id)
        }
        return page_of(mine, (account_id, "products", user_id), limit, cursor)


@dataclass
class MemoryShorts:
    productions: MemoryProductions

    def get(self, account_id: str, short_id: str) -> Short | None:
        return self.productions.shorts.get((account_id, short_id))

    def page(self, account_id: str, *, user_id: str | None, limit: int, cursor: str | None) -> Page[Short]:
        mine = {
            f"{short.created_at.isoformat()}#{short.short_id}": short
            for short in self.productions.shorts.values()
            if short.account_id == account_id and user_id in {None, short.user_id}
        }
        return page_of(mine, (account_id, "shorts", user_id), limit, cursor)
