"""The OpenAPI 3.1 document, made from the operations and their models."""

import re
from functools import cache
from typing import Any

from pydantic import Field
from pydantic.json_schema import models_json_schema

from chalicelib import contract
from chalicelib.contract import Operation
from chalicelib.once import HEADER
from chalicelib.views import Shape

VERSION = "0.1.0"
REF = "#/components/schemas/{model}"
# What any route may answer, beside what it names itself.
ALWAYS = (400, 500, 503)
WITH_KEY = (401, 403)


class ProblemDetails(Shape):
    """RFC 9457: what is wrong and what would be right."""

    type: str
    title: str
    status: int
    detail: str
    code: str = Field(description="Stable and machine-readable.")
    retryable: bool
    request_id: str
    errors: list[dict[str, str]] | None = Field(None, description="One entry for each bad field.")


@cache
def document() -> dict[str, Any]:
    operations = contract.OPERATIONS
    models = {m for o in operations for m in (o.request, o.query, o.response) if m} | {ProblemDetails}
    wanted: Any = [(model, "validation") for model in sorted(models, key=lambda m: m.__name__)]
    _, schemas = models_json_schema(wanted, ref_template=REF)
    paths: dict[str, dict[str, Any]] = {}
    for entry in operations:
        paths.setdefault(entry.path, {})[entry.method.lower()] = _described(entry)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Greenlight",
            "version": VERSION,
            "description": "AI-video production: machines write, speak and render; a person gives the green light.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _described(entry: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": entry.name,
        "summary": entry.summary,
        "tags": [entry.tag],
        "parameters": _path_parameters(entry) + _query_parameters(entry) + _header_parameters(entry),
        "responses": _responses(entry),
    }
    if entry.request:
        described["requestBody"] = _request_body(entry)
    if entry.public:
        described["security"] = []
    return described


def _path_parameters(entry: Operation) -> list[dict[str, Any]]:
    names = re.findall(r"{(\w+)}", entry.path)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _query_parameters(entry: Operation) -> list[dict[str, Any]]:
    if entry.query is None:
        return []
    properties = entry.query.model_json_schema(ref_template=REF)["properties"]
    return [{"name": name, "in": "query", "schema": schema} for name, schema in properties.items()]


def _header_parameters(entry: Operation) -> list[dict[str, Any]]:
    wanted = {"POST": [(HEADER, "Sent again, the request is not done again.")]}
    wanted["PATCH"] = [("If-Match", "The revision that was seen; another one is refused.")]
    schema = {"type": "string", "minLength": 1, "maxLength": 255}
    return [
        {"name": name, "in": "header", "description": meaning, "schema": schema}
        for name, meaning in wanted.get(entry.method, [])
    ]


def _request_body(entry: Operation) -> dict[str, Any]:
    assert entry.request is not None  # noqa: S101  (asked for only where there is one)
    schema = {"$ref": REF.format(model=entry.request.__name__)}
    content: dict[str, Any] = {"application/json": {"schema": schema}}
    if entry.files:
        files = {name: {"type": "string", "contentMediaType": "application/octet-stream"} for name in entry.files}
        content["multipart/form-data"] = {"schema": {"allOf": [schema, {"type": "object", "properties": files}]}}
    return {"content": content}


def _responses(entry: Operation) -> dict[str, Any]:
    good: dict[str, Any] = {"description": entry.summary}
    if entry.response:
        good["content"] = {"application/json": {"schema": {"$ref": REF.format(model=entry.response.__name__)}}}
    responses: dict[str, Any] = {str(entry.status): good}
    content = {"application/problem+json": {"schema": {"$ref": REF.format(model="ProblemDetails")}}}
    for status in sorted({*entry.errors, *ALWAYS, *(() if entry.public else WITH_KEY)}):
        responses[str(status)] = {"description": _meaning(status), "content": content}
    return responses


def _meaning(status: int) -> str:
    return {
        400: "Something in the request is malformed or invalid.",
        401: "The key is missing or not valid.",
        402: "There are not enough credits.",
        403: "This key may not do this.",
        404: "There is no such thing, or it is somebody else's.",
        409: "The state forbids it.",
        412: "The revision is no longer current.",
        413: "The request is too large.",
        415: "The content type is not taken here.",
        500: "Something went wrong on our side.",
        502: "An engine answered badly.",
        503: "Something we depend on is down.",
    }[status]
