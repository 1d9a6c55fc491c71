"""The images of gpu_containers, each built when it is deployed, from the files that its recipe copies and no others."""

import re
from pathlib import Path
from typing import Any

from aws_cdk import IgnoreMode  # type: ignore[import-not-found]
from aws_cdk import aws_ecr_assets as images

from infra.cdk.stages import pascal

ROOT = Path(__file__).resolve().parents[2]
COPY = re.compile(r"^COPY (?!--from)(?:--\S+ )*(.+) \S+$", re.MULTILINE)


def recipe(task: str) -> str:
    return f"gpu_containers/{task}/Dockerfile"


def copied(task: str) -> list[str]:
    """What the recipe takes from the repository: a change of anything else must not make a new image."""
    found = [path for line in COPY.findall((ROOT / recipe(task)).read_text()) for path in line.split()]
    if missing := [path for path in found if not (ROOT / path).exists()]:
        raise SystemExit(f"{recipe(task)} copies {', '.join(missing)}, which is not there.")
    return sorted(set(found))


def exclude(task: str) -> list[str]:
    """As .dockerignore says it: everything but what is copied."""
    kept = [f"!{path}" for path in [*copied(task), recipe(task)]]
    return ["*", *kept, "**/__pycache__", "**/*.pyc"]


def arguments(task: str) -> dict[str, Any]:
    return {
        "directory": str(ROOT),
        "file": recipe(task),
        "exclude": exclude(task),
        "ignore_mode": IgnoreMode.DOCKER,
        "platform": images.Platform.LINUX_AMD64,
    }


def add(stack: Any, task: str) -> Any:
    return images.DockerImageAsset(stack, f"{pascal(task)}Image", **arguments(task))
