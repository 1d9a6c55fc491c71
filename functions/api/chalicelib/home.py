"""What needs no key: who this is, whether it is well, and what it can be asked."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.contract import Call, operation
from chalicelib.openapi import VERSION, document
from chalicelib.views import Shape

blueprint = Blueprint(__name__)


class Welcome(Shape):
    name: str = "Greenlight"
    version: str = VERSION
    documentation: str = "/openapi.json"
    health: str = "/health"


class Health(Shape):
    status: str


@operation(blueprint, "GET", "/", tag="common", response=Welcome, public=True)
def home(_call: Call) -> Welcome:
    """What this is and where its documentation lies."""
    return Welcome()


@operation(blueprint, "GET", "/health", tag="common", response=Health, public=True)
def health(_call: Call) -> Health:
    """Says that the API answers."""
    return Health(status="healthy")


@operation(blueprint, "GET", "/openapi.json", tag="common", response=None, public=True)
def openapi(_call: Call) -> dict[str, Any]:
    """This API as an OpenAPI 3.1 document."""
    return document()
