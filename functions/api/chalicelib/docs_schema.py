"""Schemas as tables for the page that shows the API: a row a field, nested ones below their parents."""

import json
from collections.abc import Iterable
from html import escape
from typing import Any

Row = tuple[str, str, dict[str, Any], str, bool]
LIMITS = {
    "maxLength": "up to {} characters",
    "minimum": "≥ {}",
    "exclusiveMinimum": "> {}",
    "maximum": "≤ {}",
    "default": "default {}",
}


def resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    found: Any = document
    for name in schema["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return {**found, **{name: value for name, value in schema.items() if name != "$ref"}}


def fields(document: dict[str, Any], schema: dict[str, Any], prefix: str = "") -> list[Row]:
    """Each field with its path, its kind, its schema, what it means, and whether it must be there."""
    whole = _merged(document, schema)
    rows: list[Row] = []
    for name, part in whole.get("properties", {}).items():
        found = resolved(document, part)
        must = name in whole.get("required", [])
        rows.append((prefix + name, kind(document, found), found, found.get("description", ""), must))
        rows += fields(document, _inside(document, found), f"{prefix}{name}.")
    return rows


def kind(document: dict[str, Any], schema: dict[str, Any]) -> str:
    schema = resolved(document, schema)
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(kind(document, one) for one in schema["anyOf"]))
    if "contentMediaType" in schema:
        return "file"
    if "items" in schema:
        return f"list of {kind(document, schema['items'])}"
    if "const" in schema or "enum" in schema:
        return "one of"
    return str(schema.get("format") or schema.get("type", "anything"))


def table(rows: Iterable[Row]) -> str:
    body = "".join(_row(*row) for row in rows)
    return f"<table><tbody>{body}</tbody></table>" if body else ""


def _row(name: str, where: str, schema: dict[str, Any], meaning: str, required: bool) -> str:
    star = ' <em title="required">*</em>' if required else ""
    notes = [escape(meaning)] if meaning else []
    notes += [f"<span>{escape(note)}</span>" for note in _limits(schema)]
    said = " ".join(notes).replace("`", "")
    return f"<tr><td><code>{escape(name)}</code>{star}</td><td>{escape(where)}</td><td>{said}</td></tr>"


def _limits(schema: dict[str, Any]) -> list[str]:
    whole = {**next((one for one in schema.get("anyOf", []) if one.get("type") != "null"), {}), **schema}
    choices = [str(choice) for choice in whole.get("enum", [])]
    limits = [
        words.format(json.dumps(whole[name]).strip('"'))
        for name, words in LIMITS.items()
        if whole.get(name) not in (None, "")
    ]
    return ([" · ".join(choices)] if choices else []) + limits


def _merged(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """What `allOf` adds up to, as far as fields go."""
    schema = resolved(document, schema)
    properties: dict[str, Any] = {}
    required: list[str] = []
    for part in (*schema.get("allOf", []), {k: v for k, v in schema.items() if k != "allOf"}):
        whole = resolved(document, part)
        for name, one in whole.get("properties", {}).items():
            properties[name] = {**properties.get(name, {}), **one}
        required += whole.get("required", [])
    return {"properties": properties, "required": required}


def _inside(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The object in a field: itself, what a list of them holds, or the one kind that is no null."""
    if "anyOf" in schema:
        (schema, *_) = [one for one in schema["anyOf"] if one.get("type") != "null"]
    schema = resolved(document, schema)
    return resolved(document, schema["items"]) if "items" in schema else schema
