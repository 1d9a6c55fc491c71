"""The routes of products: what scenarios advertise."""

from chalice.app import Blueprint

from chalicelib import services
from chalicelib.contract import Answer, Call, operation
from chalicelib.product_views import ChangeProduct, CreateProduct, ProductList, ProductView, product_shown
from chalicelib.views import ListQuery
from greenlight.domain.products import Product
from greenlight.services.products import NewProduct

blueprint = Blueprint(__name__)
PRODUCTS = "/api/v1/products"
PRODUCT = "/api/v1/products/{product_id}"


def _answer(product: Product) -> Answer:
    return Answer(product_shown(product, services.products().media), headers={"ETag": f'"{product.revision}"'})


@operation(
    blueprint, "POST", PRODUCTS, tag="products", request=CreateProduct, response=ProductView, status=201, errors=(409,)
)
def create_product(call: Call) -> Answer:
    """Makes a product.

    Pictures are uploads that are named by their asset ids; they are copied and stay. A product that a service key
    makes without a `user_id` is for everybody in the account.
    """
    body: CreateProduct = call.body
    new = NewProduct(**body.model_dump(exclude={"user_id"}))
    return _answer(services.products().create(call.identity, call.identity.user_id or call.claimed_user, new))


@operation(blueprint, "GET", PRODUCTS, tag="products", query=ListQuery, response=ProductList)
def list_products(call: Call) -> ProductList:
    """Lists products, newest first.

    A user key sees that user's and those that are everybody's.
    """
    query: ListQuery = call.query
    user_id = call.identity.user_id or call.claimed_user
    page = services.products().list(call.identity, user_id, query.limit, query.cursor)
    media = services.products().media
    return ProductList(items=[product_shown(found, media) for found in page.items], next_cursor=page.next_cursor)


@operation(blueprint, "GET", PRODUCT, tag="products", response=ProductView, errors=(404,))
def get_product(call: Call) -> Answer:
    """Shows a product with fresh links to its pictures.

    Its `ETag` is for `If-Match`.
    """
    return _answer(services.products().get(call.identity, call.path["product_id"]))


@operation(
    blueprint,
    "PATCH",
    PRODUCT,
    tag="products",
    request=ChangeProduct,
    response=ProductView,
    errors=(404, 409, 412),
    headers=("If-Match",),
)
def change_product(call: Call) -> Answer:
    """Changes what is named of a product.

    A null `price` takes the price away. Scenarios that are there already keep what they were made of.
    """
    named = call.body.model_dump(exclude_unset=True)
    images = named.pop("image_asset_ids", None)
    changes = {name: value for name, value in named.items() if value is not None or name == "price"}
    return _answer(services.products().change(call.identity, call.path["product_id"], changes, images, call.if_match))


@operation(blueprint, "DELETE", PRODUCT, tag="products", response=None, status=204, errors=(404,))
def delete_product(call: Call) -> Answer:
    """Deletes a product.

    Scenarios and shorts that were made for it stay, with the pictures that they show.
    """
    services.products().delete(call.identity, call.path["product_id"])
    return Answer(None)
