"""Where the images of gpu_containers are kept, one repository a container."""

from pathlib import Path
from typing import Any

from aws_cdk import RemovalPolicy  # type: ignore[import-not-found]
from aws_cdk import aws_ecr as ecr

CONTAINERS = Path(__file__).resolve().parents[2] / "gpu_containers"
KEPT = 10


def names() -> list[str]:
    """Every folder that holds an engine; `runtime` is in all images and an image of its own in none."""
    packages = [file.parent.name for file in CONTAINERS.glob("*/__init__.py")]
    return sorted(name for name in packages if name != "runtime")


def add(stack: Any) -> None:
    for name in names():
        ecr.Repository(
            stack,
            "".join(word.title() for word in name.split("_")) + "Images",
            repository_name=f"{stack.stack_name}/{name}",
            image_scan_on_push=True,
            image_tag_mutability=ecr.TagMutability.IMMUTABLE,
            encryption=ecr.RepositoryEncryption.AES_256,
            lifecycle_rules=[ecr.LifecycleRule(max_image_count=KEPT)],
            removal_policy=RemovalPolicy.RETAIN,
        )
