"""Products as their clients know them."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.storyboard_views import PLAIN, Text
from chalicelib.views import ForUser, Shape
from greenlight.domain.products import MOST_IMAGES, Product
from greenlight.ports import Media

ProductId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
ProductName = Annotated[str, Text, StringConstraints(max_length=200)]
Description = Annotated[str, StringConstraints(strip_whitespace=True, max_length=5_000, pattern=PLAIN)]
Category = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100, pattern=PLAIN)]
Price = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
AssetIds = Annotated[list[Annotated[str, StringConstraints(max_length=64)]], Field(max_length=MOST_IMAGES)]


class CreateProduct(ForUser):
    product_id: ProductId | None = Field(None, description="An id of your own; one is made where it is left away.")
    name: ProductName
    description: Description = ""
    category: Category = ""
    price: Price | None = None
    currency: Currency = Field("USD", description="ISO 4217.")
    image_asset_ids: AssetIds = Field([], description="Uploaded pictures (JPEG, PNG, WebP); the first is the main one.")


class ChangeProduct(Shape):
    """What is left away stays as it is."""

    name: ProductName | None = None
    description: Description | None = None
    category: Category | None = None
    price: Price | None = None
    currency: Currency | None = None
    image_asset_ids: AssetIds | None = Field(None, description="Replaces all pictures.")


class ProductView(Shape):
    product_id: str
    user_id: str | None = Field(description="null where it is the whole account's.")
    name: str
    description: str
    category: str
    price: float | None
    currency: str
    images: list[str] = Field(description="Links to its pictures, the main one first.")
    revision: int
    created_at: datetime
    updated_at: datetime


class ProductList(Shape):
    items: list[ProductView]
    next_cursor: str | None = None


def product_shown(product: Product, media: Media) -> ProductView:
    return ProductView(
        product_id=product.product_id,
        user_id=product.user_id,
        name=product.name,
        description=product.description,
        category=product.category,
        price=product.price,
        currency=product.currency,
        images=[media.link(image.uri, image.filename) for image in product.images],
        revision=product.revision,
        created_at=product.created_at,
        updated_at=product.updated_at,
    )
