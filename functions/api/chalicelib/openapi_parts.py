"""What the OpenAPI document holds beside operations and models: words about the whole, headers, problems."""

from typing import Any

from chalicelib.problem_kinds import KINDS
from chalicelib.problems import Problem, body_of, browser_body_of, kind_of
from greenlight.domain.chats import NAMES
from greenlight.domain.scopes import MEANINGS

VERSION = "0.1.0"
INFO = {
    "title": "Greenlight",
    "version": VERSION,
    "summary": "Machines write, speak and render; a person gives the green light.",
    "description": (
        "AI-video production. Whatever costs money waits for an approval, which is for one revision at one price.\n\n"
        "Slashes at the end of a path do not matter. Fields that are not known are ignored. A key that belongs to "
        "another account finds nothing (404) and learns nothing. Links to files are good for an hour; each read "
        "gives fresh ones. Money is in USD."
    ),
    "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
}
TAGS = {
    "reels": "A portrait and a script become a talking-head video, once a person approved script and price.",
    "products": "What scenarios advertise, with pictures.",
    "scenarios": "A product becomes an advertisement in scenes, checked by code, and then a storyboard.",
    "scripts": "A topic becomes three scripts; one is edited, confirmed, filmed. Paths outside `/api` are for pages.",
    "storyboards": "A prompt becomes scenes that a person refines, orders and approves, and then a video.",
    "jobs": "What happens to whatever is being made, as it happens.",
    "uploads": "Files that are too large for a request go straight to the bucket.",
    "webhooks": "Events sent to an address of yours, signed, and tried again until they arrive.",
    "credits": "What a user may spend, and what explains it.",
    "keys": "Who may call this API. A service key acts for any user of its account, a user key for one.",
    "about": "What needs no key.",
}
AUTHENTICATION = (
    "An API key, as `POST /api/v1/keys` made it. Each operation needs the scope beside it: "
    + ", ".join(f"`{scope}` to {meaning}" for scope, meaning in MEANINGS.items())
    + ". A key without it is refused with 403 `missing_scope`."
)
REQUEST_ID = "Zk0J2hZbIAMEV3Q="
EVENT_ID = "^[0-9]{8}[.][0-9]{2}$"
CHAT_EVENT_ID = "^[1-9][0-9]{0,9}$"
PRINTABLE = r"^[!-~]([ -~]*[!-~])?$"
REQUEST_HEADERS: dict[str, dict[str, Any]] = {
    "Idempotency-Key": {
        "description": "Sent again with the same body within 24 hours, the request is not done again: the stored "
        "answer comes back. With another body it is refused.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": PRINTABLE},
        "example": "2f7c1f0e-order-17",
    },
    "If-Match": {
        "description": "The revision that was seen, as its `ETag` shows it; where it is no longer current: 412.",
        "schema": {"type": "string", "pattern": r'^((W/)?"[0-9]{1,12}"|[0-9]{1,12}|\*)$'},
        "example": '"2"',
    },
    "Last-Event-ID": {
        "description": "The last event that was seen; `EventSource` sends it by itself.",
        "schema": {"type": "string", "pattern": EVENT_ID, "minLength": 11, "maxLength": 11},
        "example": "00000003.00",
    },
    "Last-Event-ID of a chat": {
        "name": "Last-Event-ID",
        "description": "The last event that was seen; `EventSource` sends it by itself.",
        "schema": {"type": "string", "pattern": CHAT_EVENT_ID, "minLength": 1, "maxLength": 10},
        "example": "3",
    },
}
# Parameters of paths that are neither UUIDs nor numbers.
PATH_PARAMETERS: dict[str, dict[str, Any]] = {
    "token": {"type": "string", "pattern": "^[A-Za-z0-9_-]{43}$", "minLength": 43, "maxLength": 43},
    "filename": {"type": "string", "minLength": 1, "maxLength": 255},
    "chatID": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": r"^[^\x00-\x1f\x7f]{1,128}$"},
    "product_id": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"},
}
HEADERS: dict[str, dict[str, Any]] = {
    "Allow": {"description": "The methods that this path takes.", "schema": {"type": "string"}, "example": "GET, POST"},
    "ETag": {
        "description": "The revision, for `If-Match`.",
        "schema": {"type": "string", "pattern": '^"[0-9]+"$'},
        "example": '"2"',
    },
    "Idempotent-Replayed": {
        "description": "There when this is the stored answer to an `Idempotency-Key` that was sent before.",
        "schema": {"const": "true"},
    },
    "RateLimit": {
        "description": "Requests that are left, and seconds until all of them are back; "
        "there where this stage limits how often a key may ask.",
        "schema": {"type": "string", "pattern": '^"default";r=[0-9]+;t=[0-9]+$'},
        "example": '"default";r=42;t=1',
    },
    "RateLimit-Policy": {
        "description": "How many requests this key may make at once, and seconds until a used-up number is back.",
        "schema": {"type": "string", "pattern": '^"default";q=[0-9]+;w=[0-9]+$'},
        "example": '"default";q=50;w=5',
    },
    "Location": {"description": "Where the file lies.", "schema": {"type": "string", "format": "uri"}},
    "Retry-After": {
        "description": "Seconds after which it is worth trying again; there where waiting helps.",
        "schema": {"type": "integer", "minimum": 1},
    },
    "WWW-Authenticate": {"description": "How to authenticate.", "schema": {"const": "Bearer"}},
}
SENT_WITH = {
    401: ("WWW-Authenticate",),
    405: ("Allow",),
    409: ("Retry-After",),
    429: ("Retry-After", "RateLimit", "RateLimit-Policy"),
    503: ("Retry-After",),
}
# There whenever the status is; the others only where they help.
ALWAYS_SENT = {"WWW-Authenticate", "Allow"}
EVENT: dict[str, Any] = {
    "type": "object",
    "description": "One event of the stream, by the fields of its lines.",
    "properties": {
        "id": {"type": "string", "pattern": EVENT_ID, "description": "For `Last-Event-ID`."},
        "event": {"enum": ["status", "progress", "scene", "artifact"]},
        "data": {
            "type": "string",
            "contentMediaType": "application/json",
            "description": "`job_id`, `type` such as `reel.approved`, `at`, and what this type adds.",
        },
    },
    "required": ["id", "event", "data"],
}
CHAT_EVENT: dict[str, Any] = {
    "type": "object",
    "description": "One event of a chat, by the fields of its lines.",
    "properties": {
        "id": {"type": "string", "pattern": CHAT_EVENT_ID, "description": "For `Last-Event-ID`."},
        "event": {"enum": sorted({*NAMES.values(), "script.updated"})},
        "data": {
            "type": "string",
            "contentMediaType": "application/json",
            "description": "`chatID`, `token` of a script or `job_id` of a film, `at`, and what this event adds.",
        },
    },
    "required": ["id", "event", "data"],
}
BROWSER_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "What pages are told where something is refused. Some add facts of their own.",
    "properties": {
        "success": {"const": False},
        "message": {"type": "string", "description": "What a person reads."},
        "error": {"type": "string", "description": "The code, and what is wrong."},
        "code": {"type": "string", "description": "Stable and machine-readable."},
        "retryable": {"type": "boolean", "description": "Whether the same request may succeed later."},
        "request_id": {"type": "string"},
    },
    "required": ["success", "message", "error", "code", "retryable", "request_id"],
    "additionalProperties": True,
}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457: what is wrong and what would be right. Some problems add facts of their own.",
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "One sentence for a person."},
        "code": {"type": "string", "description": "Stable and machine-readable."},
        "retryable": {"type": "boolean", "description": "Whether the same request may succeed later."},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "description": "One entry for each bad field.",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
                "required": ["field", "message"],
            },
        },
    },
    "required": ["type", "title", "status", "detail", "code", "retryable", "request_id"],
    "additionalProperties": True,
}


def _refusal(meaning: str, example: Problem, *, browser: bool = False) -> dict[str, Any]:
    names = SENT_WITH.get(example.status, ())
    headers = {
        name: {**HEADERS[name], "required": True} if name in ALWAYS_SENT else {"$ref": f"#/components/headers/{name}"}
        for name in names
    }
    schema = {"$ref": f"#/components/schemas/{'BrowserProblem' if browser else 'Problem'}"}
    body = browser_body_of(example, REQUEST_ID) if browser else body_of(example, REQUEST_ID)
    content = {kind_of(browser=browser): {"schema": schema, "example": body}}
    return {"description": meaning, **({"headers": headers} if headers else {}), "content": content}


COMPONENTS: dict[str, Any] = {
    "responses": {
        **{str(status): _refusal(meaning, example) for status, (meaning, example) in KINDS.items()},
        **{f"page-{status}": _refusal(*kind, browser=True) for status, kind in KINDS.items()},
    },
    "headers": HEADERS,
    "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": AUTHENTICATION}},
}
