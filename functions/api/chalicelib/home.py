"""What needs no key: who this is, whether it is well, and what it can be asked.

The document is put together when somebody asks for it: most cold starts serve something else.
"""

from typing import Any, Literal

from chalice.app import Blueprint

from chalicelib import services
from chalicelib.contract import Answer, Call, operation
from chalicelib.openapi_parts import VERSION
from chalicelib.views import Shape

blueprint = Blueprint(__name__)


class Welcome(Shape):
    name: str = "Greenlight"
    version: str = VERSION
    documentation: str = "/docs"
    openapi: str = "/openapi.json"
    health: str = "/health"


class CheckView(Shape):
    name: str
    ok: bool
    detail: str


class Health(Shape):
    status: Literal["healthy", "unhealthy"]
    version: str = VERSION
    checks: list[CheckView]


@operation(blueprint, "GET", "/", tag="about", response=Welcome, public=True)
def home(_call: Call) -> Welcome:
    """What this is and where its documentation lies.

    For whoever opens the address in a browser.
    """
    return Welcome()


@operation(blueprint, "GET", "/health", tag="about", response=Health, public=True, may_be_down=True)
def health(_call: Call) -> Answer:
    """Says whether the API and what it depends on answer.

    For load balancers and monitors: within a second, and 503 where something is down. What was found out is kept for a
    few seconds.
    """
    checks = [CheckView(**vars(check)) for check in services.health().checks()]
    if all(check.ok for check in checks):
        return Answer(Health(status="healthy", checks=checks))
    return Answer(Health(status="unhealthy", checks=checks), 503)


@operation(blueprint, "GET", "/openapi.json", tag="about", response=None, public=True)
def openapi(_call: Call) -> dict[str, Any]:
    """This API as an OpenAPI 3.1 document.

    Clients can be generated from it; every example in it is one that the API takes or gives.
    """
    from chalicelib.openapi import document

    return document()


@operation(blueprint, "GET", "/docs", tag="about", response=None, public=True, produces="text/html; charset=utf-8")
def docs(_call: Call) -> Answer:
    """The document as a page for people.

    It loads nothing from anywhere.
    """
    from chalicelib.docs_page import POLICY, page
    from chalicelib.openapi import document

    return Answer(None, text=page(document()), headers={"Content-Security-Policy": POLICY})
