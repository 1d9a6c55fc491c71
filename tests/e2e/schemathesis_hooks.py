"""Hooks of test_openapi.py: half of all generated ids become those of a reel that exists; the key in use is spared."""

import os
import re
import uuid

import schemathesis

from tests.e2e.people import Person

PRINTABLE = re.compile(r"[!-~]([ -~]{0,253}[!-~])?")
person = Person(os.environ["API_URL"], os.environ["API_KEY"])
own_keys = {key["id"] for key in person.ask("GET", "/api/v1/keys?kind=service&limit=100").json()["items"]}
reels: dict[str, str] = {}


def existing(operation: str, *, over: bool) -> str:
    if operation not in reels:
        reel = person.created()
        if over:
            person.act(reel, "cancel")
        reels[operation] = reel["id"]
    return reels[operation]


# A chat in which something happened, whose events come at once; of one that is empty an answer takes 25 s.
CHAT = "told-already"
person.ask("POST", "/api/generate_scripts", json={"topic": "Calm places", "duration": 10, "chatID": CHAT})


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    for name in set(path_parameters or {}) & {"reel_id", "job_id"}:
        generated = str(path_parameters[name])
        if len(generated) == 36 and generated[0] in "01234567":
            # Events of what is over come at once; for others an answer takes up to 25 s.
            path_parameters[name] = existing(context.operation.label, over=name == "job_id")
    return path_parameters


@schemathesis.hook
def before_call(context, case, kwargs):
    # Ids from earlier answers are asked for again, and the key that asks must stay.
    if case.path_parameters and case.path_parameters.get("key_id") in own_keys:
        case.path_parameters["key_id"] = "00000000-0000-4000-8000-000000000000"
    if case.operation.label == "GET /events/{chatID}":
        _be_told_something(case)
    _be_done_anew(case)
    if case.operation.label == "POST /api/v2/generate":
        _be_short(case.body)


def _be_told_something(case):
    """An answer that tells nothing takes 25 s: that of an empty chat, or for a user who was never part of it."""
    case.path_parameters["chatID"] = CHAT
    if isinstance(case.query, dict):
        case.query.pop("user_id", None)


MAKES = {
    "POST /api/reels",
    "POST /api/v2/generate",
    "POST /submit",
    "POST /api/generate_scripts",
    "POST /scenario/generate",
}


def _be_done_anew(case):
    """A key that came with another body before would be refused for that alone."""
    # Workers would draw or look at each of these.
    makes = case.operation.label in MAKES
    if not makes and PRINTABLE.fullmatch((case.headers or {}).get("Idempotency-Key", "")):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())


def _be_short(wishes):
    """Most of a long storyboard would be drawn for nobody."""
    duration = wishes.get("duration", 30) if isinstance(wishes, dict) else None
    if isinstance(duration, int | float) and 5 <= duration <= 120:
        wishes["duration"] = 5
