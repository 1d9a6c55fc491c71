"""The OpenAPI document as one page for people: no script, nothing loaded from anywhere."""

import json
from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import escape
from typing import Any

from chalicelib.docs_schema import fields, resolved, table
from chalicelib.docs_style import STYLE

_STYLE_HASH = b64encode(sha256(STYLE.encode()).digest()).decode()
# Only the page's own style, by its hash: whatever else might get into the page does nothing.
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def page(document: dict[str, Any]) -> str:
    return _page(json.dumps(document))


@cache
def _page(text: str) -> str:
    document = json.loads(text)
    info = document["info"]
    groups = [(tag, _operations(document, tag["name"])) for tag in document["tags"]]
    menu = "".join(_menu(tag["name"], operations) for tag, operations in groups)
    sections = "".join(_section(document, tag, operations) for tag, operations in groups)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(info['title'])} API</title><style>{STYLE}</style></head><body>"
        f'<nav><a class="home" href="#top">{escape(info["title"])}</a>{menu}</nav>'
        f'<main><header id="top"><h1>{escape(info["title"])} <small>{escape(info["version"])}</small></h1>'
        f'<p class="lead">{escape(info["summary"])}</p>{_prose(info["description"])}'
        f'<p><a href="openapi.json">openapi.json</a></p>{_authentication(document)}</header>'
        f"{sections}</main></body></html>"
    )


def _operations(document: dict[str, Any], tag: str) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if tag in operation["tags"]
    ]


def _menu(name: str, operations: list[tuple[str, str, dict[str, Any]]]) -> str:
    links = "".join(_link(method, operation["operationId"]) for method, _, operation in operations)
    return f'<h2><a href="#{escape(name)}">{escape(name)}</a></h2><ul>{links}</ul>'


def _link(method: str, name: str) -> str:
    return f'<li><a href="#{name}">{_method(method)} {name.replace("_", " ")}</a></li>'


def _section(document: dict[str, Any], tag: dict[str, str], operations: list[tuple[str, str, dict[str, Any]]]) -> str:
    articles = "".join(_article(document, *operation) for operation in operations)
    name = escape(tag["name"])
    return f'<section id="{name}"><h2>{name}</h2>{_prose(tag["description"])}{articles}</section>'


def _article(document: dict[str, Any], method: str, path: str, operation: dict[str, Any]) -> str:
    access = f' <span class="tag">{escape(_access(operation))}</span>'
    return (
        f'<article id="{operation["operationId"]}"><h3>{_method(method)} <code>{_path(path)}</code>{access}</h3>'
        f'<p class="summary">{_words(operation["summary"])}</p>{_prose(operation["description"])}'
        f"{_parameters(operation)}{_request(document, operation)}{_responses(document, operation)}</article>"
    )


def _access(operation: dict[str, Any]) -> str:
    return ", ".join(scope for way in operation["security"] for scope in way["key"]) or "no key"


def _parameters(operation: dict[str, Any]) -> str:
    rows = [
        (p["name"], p["in"], p["schema"], p.get("description", ""), p.get("required", False))
        for p in operation["parameters"]
    ]
    return f"<h4>Parameters</h4>{table(rows)}" if rows else ""


def _request(document: dict[str, Any], operation: dict[str, Any]) -> str:
    content = operation.get("requestBody", {}).get("content", {})
    return "".join(
        f"<h4>Body <code>{escape(kind)}</code></h4>{table(fields(document, body['schema']))}{_example(body)}"
        for kind, body in content.items()
    )


def _responses(document: dict[str, Any], operation: dict[str, Any]) -> str:
    return "<h4>Answers</h4>" + "".join(
        _response(document, status, resolved(document, response)) for status, response in operation["responses"].items()
    )


def _response(document: dict[str, Any], status: str, response: dict[str, Any]) -> str:
    good = status[0] in "23"
    names = ", ".join(f"<code>{escape(name)}</code>" for name in response.get("headers", {}))
    with_headers = f"<p>Headers: {names}</p>" if names else ""
    inside = "".join(
        f"<p><code>{escape(kind)}</code></p>{table(fields(document, body['schema'])) if good else ''}{_example(body)}"
        for kind, body in response.get("content", {}).items()
    )
    mood = "good" if good else "bad"
    summary = f'<summary><b class="{mood}">{status}</b> {_words(response["description"])}</summary>'
    return f"<details>{summary}{with_headers}{inside}</details>"


def _authentication(document: dict[str, Any]) -> str:
    schemes = document["components"]["securitySchemes"].values()
    return "".join(
        f"<p><code>Authorization: Bearer &lt;key&gt;</code> {_words(scheme['description'])}</p>" for scheme in schemes
    )


def _example(body: dict[str, Any]) -> str:
    if "example" not in body:
        return ""
    example = body["example"]
    text = example if isinstance(example, str) else json.dumps(example, indent=2, ensure_ascii=False)
    return f"<pre>{escape(text)}</pre>"


def _method(method: str) -> str:
    return f'<b class="{method}">{method.upper()}</b>'


def _path(path: str) -> str:
    return escape(path).replace("{", "<i>{").replace("}", "}</i>")


def _prose(text: str) -> str:
    return "".join(f"<p>{_words(paragraph)}</p>" for paragraph in text.split("\n\n") if paragraph)


def _words(text: str) -> str:
    """Backquotes are the one mark that the document's words use."""
    parts = escape(text).split("`")
    return "".join(f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts))
