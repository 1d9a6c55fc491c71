"""Products in the table, newest first in their account's list."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from greenlight.aws.listing import Listing, page_of
from greenlight.aws.table import Item, Table
from greenlight.domain.cursors import Cursors
from greenlight.domain.products import Product, ProductImage
from greenlight.ports import Page

TIMES = ("created_at", "updated_at")


@dataclass(frozen=True)
class DynamoProducts:
    table: Table
    cursors: Cursors

    def add(self, product: Product) -> bool:
        return self.table.put(_to_item(product), "attribute_not_exists(pk)")

    def get(self, account_id: str, product_id: str) -> Product | None:
        item = self.table.get(_pk(account_id, product_id), "PRODUCT")
        return _from_item(item) if item else None

    def save(self, product: Product) -> bool:
        return self.table.put(_to_item(product), "revision = :seen", seen=product.revision - 1)

    def delete(self, product: Product) -> None:
        self.table.delete(_pk(product.account_id, product.product_id), "PRODUCT")

    def page(self, account_id: str, *, user_id: str | None, limit: int, cursor: str | None) -> Page[Product]:
        partition = _listing(account_id)
        listing = Listing(
            partition,
            (partition, user_id),
            lambda position: (_pk(account_id, position.split("#", 1)[1]), "PRODUCT"),
            ["(attribute_not_exists(user_id) OR user_id = :user)"] if user_id else [],
            {":user": user_id} if user_id else {},
        )
        found = page_of(self.table, self.cursors, listing, limit, cursor)
        return Page([_from_item(item) for item in found.items], found.next_cursor)


def _pk(account_id: str, product_id: str) -> str:
    return f"A#{account_id}#PRODUCT#{product_id}"


def _listing(account_id: str) -> str:
    return f"A#{account_id}#PRODUCTS"


def _to_item(product: Product) -> Item:
    body = asdict(product) | {name: getattr(product, name).isoformat() for name in TIMES}
    return {
        "pk": _pk(product.account_id, product.product_id),
        "sk": "PRODUCT",
        "gsi1pk": _listing(product.account_id),
        "gsi1sk": f"{product.created_at.isoformat()}#{product.product_id}",
        "user_id": product.user_id,
        "revision": product.revision,
        "body": json.dumps(body, ensure_ascii=False),
    }


def _from_item(item: Item) -> Product:
    body = json.loads(item["body"])
    times = {name: datetime.fromisoformat(body[name]) for name in TIMES}
    images = tuple(ProductImage(**image) for image in body["images"])
    return Product(**{**body, **times, "images": images})
