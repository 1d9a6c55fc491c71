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

    `make_reel` gives the id of a reel of hers, `receiver` is an address that webhooks may have. `until_written` and
    `until_made` come back when the script of a token is written, and a scenario's task is over.
    """

    ask: Ask
    ask_as_service: Ask
    make_reel: Callable[[], str]
    receiver: str
    until_written: Callable[[str], None]
    until_made: Callable[[str], None]
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


def leading_to_objects(document: Mapping[str, Any]) -> Iterator[Route]:
    return (route for route in routes(document) if route.leads and route.path != CHATS)


def make_one_of_each(owner: Owner, document: Mapping[str, Any]) -> dict[str, str]:
    """Ids by the paths that lead to them; a path that nobody knows an object for is an error that says what to do."""
    for lead in dict.fromkeys(lead for route in routes(document) for lead in route.leads if lead != CHATS):
        assert lead in MAKERS, f"Nobody knows how to make what {lead} names: add a line to MAKERS in {__name__}."
    owner.ask_as_service("POST", "/api/v1/credits/grants", {"user_id": "alice", "amount": 1})
    for lead, maker in MAKERS.items():
        owner.made[lead] = maker(owner)
    return {lead: owner.made[lead] for lead in MAKERS}


def nobodys(ids: Mapping[str, str]) -> dict[str, str]:
    """Ids of the same shapes that nothing has."""
    return {lead: _nobodys(made) for lead, made in ids.items()}


def _nobodys(made: str) -> str:
    if made.isdecimal():
        return "1" * len(made)
    if made.endswith(".mp4"):
        return f"calm-places-a-story-{UNKNOWN}.mp4"
    return UNKNOWN if len(made) == len(UNKNOWN) else "A" * len(made)


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


def _product(owner: Owner) -> str:
    return str(owner.ask("POST", "/api/v1/products", {"name": "Bottle", "description": "Cold."})["product_id"])


def _task(owner: Owner) -> str:
    asked = {"style": "unboxing", "mood": "calm", "video_length": 15, "resolution": "720:1280"}
    about = {"product_id": owner.made[PRODUCT], "user_id": "alice", "target_language": "en-US"}
    task_id = str(owner.ask("POST", "/scenario/generate", {**asked, **about})["task_id"])
    owner.until_made(task_id)
    return task_id


def _short(owner: Owner) -> str:
    task_id = owner.made["/scenario/generate/tasks/{task_id}"]
    return str(owner.ask("GET", f"/scenario/generate/tasks/{task_id}", None)["short_id"])


def _script(owner: Owner) -> str:
    """One that is written and not confirmed."""
    asked = {"topic": "Calm places", "duration": 10, "chatID": "chat", "user_id": "alice"}
    tokens: list[str] = owner.ask("POST", "/api/generate_scripts", asked)["tokens"]
    for token in tokens[:2]:
        owner.until_written(token)
    owner.made["another script"] = tokens[1]
    return tokens[0]


def _film(owner: Owner) -> str:
    return str(owner.ask("POST", f"/api/generate/{owner.made['another script']}", {})["job_id"])


def _filename(owner: Owner) -> str:
    return f"calm-places-a-story-{owner.made['/api/job/{job_id}']}.mp4"


PRODUCT = "/api/v1/products/{product_id}"
# A chat is named by its clients, each in a room of its own: whoever asks for one hears what is theirs, or nothing.
CHATS = "/events/{chatID}"

# In this order: what is further down may use `owner.made`.
MAKERS: dict[str, Callable[[Owner], str]] = {
    "/api/reels/{reel_id}": lambda owner: owner.make_reel(),
    "/api/v1/jobs/{job_id}": lambda owner: owner.made["/api/reels/{reel_id}"],
    "/api/v2/jobs/{job_id}": _storyboard,
    "/api/v1/uploads/{upload_id}": _upload,
    "/api/v1/keys/{key_id}": _key,
    "/api/v1/webhooks/{webhook_id}": _webhook,
    "/api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}": _delivery,
    PRODUCT: _product,
    "/scenario/generate/tasks/{task_id}": _task,
    "/api/v1/shorts/{short_id}": _short,
    "/api/script/{token}": _script,
    "/api/generate/{token}": lambda owner: owner.made["/api/script/{token}"],
    "/update_script/{token}": lambda owner: owner.made["/api/script/{token}"],
    "/confirm_script/{token}": lambda owner: owner.made["/api/script/{token}"],
    "/api/job/{job_id}": _film,
    "/generation_status/{job_id}": lambda owner: owner.made["/api/job/{job_id}"],
    "/generation_job/{job_id}": lambda owner: owner.made["/api/job/{job_id}"],
    "/stream/{filename}": _filename,
    "/download/{filename}": _filename,
}
