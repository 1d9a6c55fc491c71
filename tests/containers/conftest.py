"""A local cloud for the tests of containers, started once, and fresh queues and a bucket for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.containers.worker_harness import Plane, local_cloud


@pytest.fixture(scope="session")
def cloud_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with local_cloud(tmp_path_factory.mktemp("cloud")) as endpoint:
        yield endpoint


@pytest.fixture
def plane(cloud_endpoint: str, tmp_path: Path) -> Plane:
    return Plane.create(cloud_endpoint, tmp_path)
