"""The serverless part: template.yaml itself, its folders as CDK assets, its SAM resources expanded."""

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from aws_cdk import Stack  # type: ignore[import-not-found]
from aws_cdk import aws_s3_assets as assets
from aws_cdk import cloudformation_include as inclusion
from samtranslator.translator.transform import transform  # type: ignore[import-untyped]

from infra.cdk.stages import Stage, pascal
from local import templates

ROOT = Path(__file__).resolve().parents[2]
# Where each kind of SAM resource names what is to be uploaded.
PATHS = {
    "AWS::Serverless::Function": "CodeUri",
    "AWS::Serverless::LayerVersion": "ContentUri",
    "AWS::Serverless::StateMachine": "DefinitionUri",
}


@dataclass(frozen=True)
class Source:
    """`root` is what the template's paths are relative to."""

    template: Path = ROOT / "template.yaml"
    root: Path = ROOT


def include(stack: Any, source: Source, stage: Stage) -> Any:
    """The included template; but for what the stage decides, its parameters are those of the deployment."""
    written = templates.load(source.template)
    written["Parameters"]["Stage"] |= {"Default": stage.name, "AllowedValues": [stage.name]}
    for name, resource in written["Resources"].items():
        if attribute := PATHS.get(resource["Type"]):
            resource["Properties"][attribute] = _upload(stack, name, source.root / resource["Properties"][attribute])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "expanded.json"
        file.write_text(json.dumps(expand(written)))
        return inclusion.CfnInclude(stack, "Serverless", template_file=str(file), parameters=backends(stage))


def backends(stage: Stage) -> dict[str, str]:
    """Where the functions send jobs of each task: where the plane takes them.

    The values stand in the place of the parameters: a deployment keeps what a parameter was, whatever its new default.
    """
    return {f"{pascal(plan.task)}Backend": plan.backend for plan in stage.plans}


def expand(template: dict[str, Any]) -> dict[str, Any]:
    # The translator asks boto3 for a region, though nothing of its answer is used.
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    plain: dict[str, Any] = transform(template, {}, SimpleNamespace(load=lambda: {}))
    return plain


def _upload(stack: Any, name: str, path: Path) -> dict[str, Any]:
    if not path.exists():
        raise SystemExit(f"{path} does not exist: run `python3.13 -m layers.build` in the repository's root first.")
    # A layer brings the runtime's byte code; what lies beside a function's source is whatever Python last ran it.
    exclude = ["**/__pycache__"] if path.is_dir() and (path / "app.py").exists() else []
    asset = assets.Asset(stack, f"{name}Asset", path=str(path), exclude=exclude)
    location: dict[str, Any] = Stack.of(stack).resolve({"Bucket": asset.s3_bucket_name, "Key": asset.s3_object_key})
    return location
