"""The OpenAPI 3.1 document, made from the operations and their models."""

import re
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from chalicelib import contract
from chalicelib.contract import Operation
from chalicelib.examples import EXAMPLES, STREAMS, UNFINISHED, WITHOUT_MODEL
from chalicelib.openapi_parts import (
    BROWSER_PROBLEM,
    CHAT_EVENT,
    COMPONENTS,
    EVENT,
    HEADERS,
    INFO,
    PATH_PARAMETERS,
    PROBLEM,
    REQUEST_HEADERS,
    TAGS,
)

REF = "#/components/schemas/{model}"
PICTURES = "image/jpeg, image/png, image/webp"


class Untitled(GenerateJsonSchema):
    """A property's title would only say its name again."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False


@cache
def document() -> dict[str, Any]:
    paths: dict[str, dict[str, Any]] = {}
    for entry in contract.OPERATIONS:
        paths.setdefault(entry.path, {})[entry.method.lower()] = _described(entry)
    return {
        "openapi": "3.1.0",
        "info": INFO,
        "servers": [{"url": "/"}],
        "security": [{"key": []}],
        "tags": [{"name": name, "description": TAGS.get(name, "")} for name in _tags()],
        "paths": paths,
        "components": {"schemas": _schemas(), **COMPONENTS},
    }


def _tags() -> list[str]:
    used = {entry.tag for entry in contract.OPERATIONS}
    return [name for name in TAGS if name in used] + sorted(used - set(TAGS))


def _schemas() -> dict[str, Any]:
    """Requests as they are checked, responses as they are sent: there, what has a default is present too."""
    taken = {m for o in contract.OPERATIONS for m in (o.request, o.query) if m}
    given = {o.response for o in contract.OPERATIONS if o.response}
    wanted: Any = [(model, "validation") for model in taken] + [(model, "serialization") for model in given]
    wanted.sort(key=lambda pair: str(pair[0].__name__))
    _, schemas = models_json_schema(wanted, ref_template=REF, schema_generator=Untitled)
    for name, example in EXAMPLES.items():
        if name in schemas["$defs"]:
            schemas["$defs"][name]["examples"] = [example]
    fixed = {"Event": EVENT, "ChatEvent": CHAT_EVENT, "Problem": PROBLEM, "BrowserProblem": BROWSER_PROBLEM}
    return {**schemas["$defs"], **fixed}


def _described(entry: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": entry.name,
        "summary": entry.summary,
        "description": entry.description,
        "tags": [entry.tag],
        "parameters": _path_parameters(entry) + _query_parameters(entry) + _header_parameters(entry),
        "responses": _responses(entry),
    }
    if entry.request and entry.request.model_fields:
        described["requestBody"] = _request_body(entry, entry.request)
    described["security"] = [{"key": [entry.scope.value]}] if entry.scope else []
    return described


def _path_parameters(entry: Operation) -> list[dict[str, Any]]:
    names = re.findall(r"{(\w+)}", entry.path)
    return [{"name": name, "in": "path", "required": True, "schema": _id_schema(entry.path, name)} for name in names]


def _id_schema(path: str, name: str) -> dict[str, Any]:
    """Storyboards are numbered; what has no name of its own kind is named by a UUID. Events are told of both."""
    if name in PATH_PARAMETERS:
        return PATH_PARAMETERS[name]
    number = {"type": "integer", "minimum": 1, "maximum": 2**53 - 1}
    uuid = {"type": "string", "format": "uuid"}
    if path.startswith("/api/v2/"):
        return number
    return {"anyOf": [uuid, number]} if path.startswith("/api/v1/jobs/") else uuid


def _query_parameters(entry: Operation) -> list[dict[str, Any]]:
    if entry.query is None:
        return []
    described = []
    for name, schema in _as_text(entry.query).items():
        meaning = {"description": schema.pop("description")} if "description" in schema else {}
        described.append({"name": name, "in": "query", **meaning, "schema": schema})
    return described


def _header_parameters(entry: Operation) -> list[dict[str, Any]]:
    once = ("Idempotency-Key",) if entry.method == "POST" and not entry.public else ()
    return [{"name": name, "in": "header", **REQUEST_HEADERS[name]} for name in (*once, *entry.headers)]


def _request_body(entry: Operation, model: type[BaseModel]) -> dict[str, Any]:
    ref = {"$ref": REF.format(model=model.__name__)}
    required = any(field.is_required() for field in model.model_fields.values())
    example = _example(model)
    if not entry.files:
        return {"required": required, "content": {"application/json": {"schema": ref, **example}}}
    named = [f"{name}_asset_id" for name in entry.files]
    by_id = {"properties": {name: {"type": "string"} for name in named}, "required": named}
    return {
        "required": required,
        "content": {
            "multipart/form-data": _form(entry, model),
            "application/json": {"schema": {"allOf": [ref, by_id]}, **example},
        },
    }


def _example(model: type[BaseModel]) -> dict[str, Any]:
    return {"example": EXAMPLES[model.__name__]} if model.__name__ in EXAMPLES else {}


def _form(entry: Operation, model: type[BaseModel]) -> dict[str, Any]:
    """Each file as itself or by the id of an uploaded one; a form knows no null."""
    files = {name: {"contentMediaType": "application/octet-stream"} for name in entry.files}
    either = [{"anyOf": [{"required": [name]}, {"required": [f"{name}_asset_id"]}]} for name in entry.files]
    fields = {k: v for k, v in EXAMPLES[model.__name__].items() if k.removesuffix("_asset_id") not in entry.files}
    return {
        "schema": {
            "type": "object",
            "properties": _as_text(model) | files,
            "required": [name for name, field in model.model_fields.items() if field.is_required()],
            "allOf": either,
        },
        "encoding": {name: {"contentType": PICTURES} for name in entry.files},
        "example": fields | dict.fromkeys(entry.files, "(the bytes of a picture)"),
    }


def _as_text(model: type[BaseModel]) -> dict[str, Any]:
    """The properties where there is no null: in a query or a form a field is there or it is not."""
    properties = model.model_json_schema(ref_template=REF, schema_generator=Untitled)["properties"]
    found = {}
    for name, schema in properties.items():
        kinds = [kind for kind in schema.pop("anyOf", [{}]) if kind.get("type") != "null"]
        if schema.get("default", 0) is None:
            del schema["default"]
        found[name] = {**kinds[0], **schema}
    return found


def _responses(entry: Operation) -> dict[str, Any]:
    responses: dict[str, Any] = {str(entry.status): _good(entry)}
    if entry.may_be_empty:
        responses["204"] = {"description": "There is nothing more to tell."}
    if entry.may_take_longer:
        responses["202"] = _unfinished(entry)
    if entry.may_be_down:
        responses["503"] = _good(entry) | {"description": "Something that it depends on is down."}
    for status in sorted(_refusals(entry)):
        kind = f"page-{status}" if entry.browser else str(status)
        responses[str(status)] = {"$ref": f"#/components/responses/{kind}"}
    return responses


def _unfinished(entry: Operation) -> dict[str, Any]:
    """The file is not there yet, and so there is no `Location`."""
    later = _good(replace(entry, status=202)) | {"description": "It is not finished; ask again."}
    later["headers"]["Retry-After"] = {**HEADERS["Retry-After"], "required": True}
    later["content"][entry.produces]["example"] = UNFINISHED[entry.name]
    return later


def _refusals(entry: Operation) -> set[int]:
    always = {405, 500}
    with_key = set() if entry.public else {400, 401, 403, 429, 503}
    with_body = {413, 415} if entry.reads_body else set()
    once = {409} if entry.method == "POST" and not entry.public else set()
    return always | with_key | with_body | once | set(entry.errors)


def _good(entry: Operation) -> dict[str, Any]:
    names = []
    if entry.response and "revision" in entry.response.model_fields:
        names.append("ETag")
    if entry.status == 302:
        names.append("Location")
    if entry.method == "POST" and not entry.public:
        names.append("Idempotent-Replayed")
    if not entry.public:
        names += ["RateLimit", "RateLimit-Policy"]
    good: dict[str, Any] = {"description": entry.summary}
    if names:
        good["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    if entry.response:
        ref = {"$ref": REF.format(model=entry.response.__name__)}
        content: dict[str, Any] = {"schema": ref, **_example(entry.response)}
        good["content"] = {entry.produces: content}
    elif entry.produces == "text/event-stream":
        model, example = STREAMS[entry.name]
        good["content"] = {entry.produces: {"schema": {"$ref": REF.format(model=model)}, "example": example}}
    elif entry.status != 204:
        kind = "object" if entry.produces == "application/json" else "string"
        good["content"] = {entry.produces: {"schema": {"type": kind}, "example": WITHOUT_MODEL[entry.name]}}
    return good
