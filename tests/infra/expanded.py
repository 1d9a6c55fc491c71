"""template.yaml as CloudFormation gets it: packaged paths, and the SAM resources turned into plain ones."""

import copy
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from samtranslator.translator.transform import transform  # type: ignore[import-untyped]

from local import templates

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "template.yaml"
Resource = dict[str, Any]


@cache
def source() -> dict[str, Any]:
    return templates.load(TEMPLATE)


@cache
def expanded() -> dict[str, Any]:
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    packaged = templates.package(copy.deepcopy(source()), ROOT, "artifacts", lambda _key, _content: None)
    plain: dict[str, Any] = transform(packaged, {}, SimpleNamespace(load=lambda: {}))
    return plain


def of_type(kind: str, template: dict[str, Any] | None = None) -> dict[str, Resource]:
    """Logical id → properties."""
    resources = (template or expanded())["Resources"]
    return {name: r.get("Properties", {}) for name, r in resources.items() if r["Type"] == kind}


def functions() -> dict[str, Resource]:
    """The functions as template.yaml writes them."""
    return of_type("AWS::Serverless::Function", source())


def statements() -> Iterator[tuple[str, dict[str, Any]]]:
    """(where, statement) of everything that any role or policy of the stack allows."""
    for name, policy in of_type("AWS::IAM::ManagedPolicy").items():
        yield from ((name, as_if_held(statement)) for statement in policy["PolicyDocument"]["Statement"])
    for name, role in of_type("AWS::IAM::Role").items():
        for policy in role.get("Policies", []):
            document = as_if_held(policy)["PolicyDocument"]
            yield from ((name, statement) for statement in as_list(document["Statement"]))


def as_if_held(value: Any) -> Any:
    """What is behind a condition counts as if it held."""
    return value["Fn::If"][1] if "Fn::If" in value else value


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
