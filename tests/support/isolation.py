"""Every route with somebody else's ids: which routes there are, and how an object of each kind is made.

A family that comes adds a line to `MAKERS` for each path that leads to an object of its own.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

UNKNOWN = "00000000-0000-4000-8000-000000009999"
# A user key gets nowhere here, whatever the id: it is told 403, and learns nothing.
FOR_SERVICE_KEYS = "/api/v1/keys/"

Ask = Callable[..., dict[str, Any]]


@dataclass(frozen=True)
class Owner:
    """Alice, whose objects they are: `ask` takes a method, a path and a body, and gives the JSON of a good answer.

    `make_reel` gives the id of a reel of hers, `receiver` is an address that webhooks may have.
    """

    ask: Ask
    ask_as_service: Ask
    make_reel: Callable[[], str]
    receiver: str
    made: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    described: Mapping[str, Any]

    @property
    def leads(self) -> list[str]:
        """The path up to each of its parameters."""
        return [self.path[: found.end()] for found in re.finditer(r"{\w+}", self.path)]

    @property
    def body(self) -> Any:
        """A valid one: the document's example."""
        content = self.described.get("requestBody", {}).get("content", {})
        return content["application/json"]["example"] if content else None

    def at(self, ids: Mapping[str, str]) -> str:
        return re.sub(r"{\w+}", lambda found: ids[self.path[: found.end()]], self.path)


def routes(document: Mapping[str, Any]) -> Iterator[Route]:
    """All that want a key; a GET can be asked as HEAD too."""
    for path, methods in document["paths"].items():
        for method, described in methods.items():
            if described.get("security") != []:
                yield Route(method.upper(), path, described)
                if method == "get":
                    yield Route("HEAD", path, described)


def make_one_of_each(owner: Owner, document: Mapping[str, Any]) -> dict[str, str]:
    """Ids by the paths that lead to them; a path that nobody knows an object for is an error that says what to do."""
    for lead in dict.fromkeys(lead for route in routes(document) for lead in route.leads):
        assert lead in MAKERS, f"Nobody knows how to make what {lead} names: add a line to MAKERS in {__name__}."
    owner.ask_as_service("POST", "/api/v1/credits/grants", {"user_id": "alice", "amount": 1})
    for lead, maker in MAKERS.items():
        owner.made[lead] = maker(owner)
    return owner.made


def nobodys(ids: Mapping[str, str]) -> dict[str, str]:
    """Ids of the same shapes that nothing has."""
    return {lead: "1" * len(made) if made.isdecimal() else UNKNOWN for lead, made in ids.items()}


def _storyboard(owner: Owner) -> str:
    return str(owner.ask("POST", "/api/v2/generate", {"prompt": "A red fox crosses a frozen lake."})["job_id"])


def _upload(owner: Owner) -> str:
    promise = {"filename": "face.png", "content_type": "image/png", "size": 4}
    return str(owner.ask("POST", "/api/v1/uploads", promise)["upload_id"])


def _key(owner: Owner) -> str:
    wish = {"name": "x", "kind": "user", "user_id": "alice"}
    return str(owner.ask_as_service("POST", "/api/v1/keys", wish)["id"])


def _webhook(owner: Owner) -> str:
    return str(owner.ask("POST", "/api/v1/webhooks", {"url": owner.receiver, "events": ["voice.failed"]})["id"])


def _delivery(owner: Owner) -> str:
    webhook_id = owner.made["/api/v1/webhooks/{webhook_id}"]
    return str(owner.ask("POST", f"/api/v1/webhooks/{webhook_id}/test", {})["id"])


# In this order: what is further down may use `owner.made`.
MAKERS: dict[str, Callable[[Owner], str]] = {
    "/api/reels/{reel_id}": lambda owner: owner.make_reel(),
    "/api/v1/jobs/{job_id}": lambda owner: owner.made["/api/reels/{reel_id}"],
    "/api/v2/jobs/{job_id}": _storyboard,
    "/api/v1/uploads/{upload_id}": _upload,
    "/api/v1/keys/{key_id}": _key,
    "/api/v1/webhooks/{webhook_id}": _webhook,
    "/api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}": _delivery,
}
