"""Request bodies, JSON or multipart, as fields and files."""

import json
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from multipart import MultipartError, MultipartParser, parse_options_header

from greenlight.domain.errors import Invalid, UnsupportedMedia


@dataclass(frozen=True)
class Form:
    """`is_text` where fields have no types but what their text says."""

    fields: dict[str, Any] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    is_text: bool = False


def read_form(content_type: str, body: bytes, *, takes_files: bool) -> Form:
    """An empty body is an empty form; a repeated field keeps its last value."""
    if not body:
        return Form()
    kind, options = parse_options_header(content_type or "application/json")
    if kind == "application/json":
        return Form(_json(body))
    if kind == "multipart/form-data" and takes_files:
        return _multipart(body, options.get("boundary", ""))
    takes = "application/json or multipart/form-data" if takes_files else "application/json"
    raise UnsupportedMedia(f"This route takes {takes}, not {kind[:100]!r}.")


def _json(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body, parse_constant=_refuse, object_pairs_hook=_named_once)
    except (ValueError, RecursionError):
        raise Invalid("The body is not valid JSON.", code="malformed_json") from None
    if not isinstance(value, dict):
        raise Invalid("The body must be a JSON object.", code="malformed_json")
    return value


def _refuse(constant: str) -> None:
    """NaN and its like are words of JavaScript and not of JSON."""
    raise ValueError(constant)


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of a name that is there twice one parser reads the first and another the last: what was checked is not done."""
    named = dict(pairs)
    if len(named) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in named if names.count(name) > 1)
        raise Invalid(f"The body names {twice[:100]!r} more than once; name it once.", code="malformed_json")
    return named


def _multipart(body: bytes, boundary: str) -> Form:
    form = Form(is_text=True)
    try:
        if not boundary:
            raise MultipartError("no boundary")
        for part in MultipartParser(BytesIO(body), boundary, len(body), memory_limit=len(body) + 1, strict=False):
            if part.filename is not None:
                form.files[part.name] = part.raw
            else:
                form.fields[part.name] = part.raw.decode("utf-8")
    except (MultipartError, UnicodeDecodeError):
        raise Invalid(
            "The multipart body is malformed; send it as your HTTP library makes it.", code="malformed_form"
        ) from None
    return form
