"""Products: what scenarios advertise. Pictures are copied from uploads, which last only a week."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from greenlight.domain.errors import ConcurrentChange, Conflict, Forbidden, Invalid, NotFound, StaleRevision
from greenlight.domain.keys import Identity
from greenlight.domain.products import IMAGE_TYPES, Product, ProductImage
from greenlight.ports import Clock, Ids, Media, Page, Products
from greenlight.services.uploads import UploadService


@dataclass(frozen=True)
class NewProduct:
    """`user_id` None: the whole account's. `image_asset_ids` name uploaded pictures."""

    name: str
    description: str
    category: str = ""
    price: float | None = None
    currency: str = "USD"
    product_id: str | None = None
    image_asset_ids: Sequence[str] = ()


@dataclass(frozen=True)
class ProductService:
    products: Products
    uploads: UploadService
    media: Media
    clock: Clock
    ids: Ids

    def create(self, identity: Identity, user_id: str | None, new: NewProduct) -> Product:
        now = self.clock.now()
        product_id = new.product_id or self.ids.uuid()
        product = Product(
            product_id=product_id,
            account_id=identity.account_id,
            user_id=user_id,
            name=new.name,
            description=new.description,
            category=new.category,
            price=new.price,
            currency=new.currency,
            created_at=now,
            updated_at=now,
        )
        # Asked before pictures are copied; the write below is what decides.
        if self.products.get(identity.account_id, product_id) is not None:
            raise _taken(product_id)
        product = replace(product, images=self._images(identity, product, new.image_asset_ids))
        if not self.products.add(product):
            raise _taken(product_id)
        return product

    def get(self, identity: Identity, product_id: str) -> Product:
        """Somebody else's product is not found; one without a user is for everybody in the account."""
        product = self.products.get(identity.account_id, product_id)
        if product is None or not product.is_for(identity.user_id):
            raise NotFound(f"There is no product {product_id}.")
        return product

    def list(self, identity: Identity, user_id: str | None, limit: int, cursor: str | None) -> Page[Product]:
        return self.products.page(identity.account_id, user_id=user_id, limit=limit, cursor=cursor)

    def change(
        self,
        identity: Identity,
        product_id: str,
        changes: dict[str, Any],
        image_asset_ids: Sequence[str] | None,
        if_match: int | None,
    ) -> Product:
        """`image_asset_ids` replace all pictures; the ones of before stay for the scenarios that used them."""
        product = self._own(identity, product_id)
        if if_match not in {None, product.revision}:
            message = f"You saw revision {if_match}, but the current one is {product.revision}; look at it again."
            raise StaleRevision(message, revision=product.revision)
        if image_asset_ids is not None:
            changes = {**changes, "images": self._images(identity, product, image_asset_ids)}
        if not changes:
            raise Invalid("Nothing to change: name at least one field.", code="nothing_to_change")
        changed = product.changed(self.clock.now(), **changes)
        if not self.products.save(changed):
            raise ConcurrentChange("Somebody else changed this product at the same moment; try again.")
        return changed

    def delete(self, identity: Identity, product_id: str) -> None:
        """Scenarios keep what they knew of it, and its pictures."""
        self.products.delete(self._own(identity, product_id))

    # -- inner workings ----------------------------------------------------------------------------------------------
    def _own(self, identity: Identity, product_id: str) -> Product:
        product = self.get(identity, product_id)
        if identity.user_id is not None and product.user_id is None:
            raise Forbidden("This product is the whole account's; change it with a service key.")
        return product

    def _images(self, identity: Identity, product: Product, asset_ids: Sequence[str]) -> tuple[ProductImage, ...]:
        return tuple(self._copied(identity, product, asset_id) for asset_id in dict.fromkeys(asset_ids))

    def _copied(self, identity: Identity, product: Product, asset_id: str) -> ProductImage:
        asset = self.uploads.asset(identity, asset_id, "image_asset_ids", IMAGE_TYPES)
        data = self.uploads.read(identity, asset_id, "image_asset_ids", IMAGE_TYPES)
        image_id = self.ids.uuid()
        uri = self.media.uri(f"products/{product.account_id}/{image_id}")
        self.media.put(uri, data, asset.content_type)
        return ProductImage(image_id, uri, sha256(data).hexdigest(), asset.content_type)


def _taken(product_id: str) -> Conflict:
    return Conflict(f"There is a product {product_id} already; change it, or choose another product_id.")
