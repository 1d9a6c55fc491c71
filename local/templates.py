"""Reads and packages template.yaml: folders become zips in a bucket, state machines in YAML become JSON."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

Upload = Callable[[str, bytes], None]
Template = dict[str, Any]

# Function code may carry these; layers are on the import path already, so their zips are empty.
CODE_PATTERNS = ("*.py", "*.json", "*.txt", "*.pem")
LONG_AGO = (1980, 1, 1, 0, 0, 0)


class _CloudFormationLoader(yaml.SafeLoader):
    """YAML with the short forms of CloudFormation's functions."""


def _long_form(loader: _CloudFormationLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
        if suffix == "GetAtt":
            value = value.split(".", 1)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)  # type: ignore[arg-type]
    return {name: value}


_CloudFormationLoader.add_multi_constructor("!", _long_form)
# `2010-09-09` and `2012-10-17` are names of versions here, not dates.
_CloudFormationLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load(path: Path) -> Template:
    template = yaml.load(path.read_text(), _CloudFormationLoader)  # noqa: S506 - a SafeLoader with more tags
    if not isinstance(template, dict) or "Resources" not in template:
        raise SystemExit(f"{path} is not a CloudFormation template: it has no Resources.")
    return template


def package(template: Template, folder: Path, bucket: str, upload: Upload) -> Template:
    """The template with every path in it, relative to `folder`, replaced by an S3 location in `bucket`."""
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        match resource["Type"]:
            case "AWS::Serverless::Function" if isinstance(properties.get("CodeUri"), str):
                properties["CodeUri"] = _put(zip_code(folder / properties["CodeUri"]), "zip", bucket, upload)
            case "AWS::Serverless::LayerVersion" if isinstance(properties.get("ContentUri"), str):
                properties["ContentUri"] = _put(zip_files({}), "zip", bucket, upload)
            case "AWS::Serverless::StateMachine" if isinstance(properties.get("DefinitionUri"), str):
                definition = yaml.load((folder / properties["DefinitionUri"]).read_text(), _CloudFormationLoader)  # noqa: S506
                properties["DefinitionUri"] = _put(json.dumps(definition).encode(), "json", bucket, upload)
    return template


def zip_code(folder: Path) -> bytes:
    """The function's own files, without caches; the same bytes for the same files."""
    found = {path for pattern in CODE_PATTERNS for path in folder.rglob(pattern)}
    if not found:
        raise SystemExit(f"{folder} holds no code, though the template names it as a function.")
    return zip_files({str(path.relative_to(folder)): path.read_bytes() for path in sorted(found)})


def zip_files(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (files or {"python/.keep": b""}).items():
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), content)
    return buffer.getvalue()


def _put(content: bytes, suffix: str, bucket: str, upload: Upload) -> dict[str, str] | str:
    key = f"{hashlib.sha256(content).hexdigest()}.{suffix}"
    upload(key, content)
    return {"Bucket": bucket, "Key": key} if suffix == "json" else f"s3://{bucket}/{key}"
