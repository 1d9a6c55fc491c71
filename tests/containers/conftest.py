"""A local cloud for the tests of containers, started once, and fresh queues and a bucket for each test."""

import importlib
import warnings
from collections.abc import Iterator
from functools import cache
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


# Of the production engines. On some platforms torch from PyPI lacks libraries that its lock file leaves out.
ON_TORCH = {
    "test_musetalk.py",
    "test_diffusers_text_to_image.py",
    "test_diffusers_image_to_video.py",
    "test_text_to_speech_kokoro.py",
}


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    return True if collection_path.name in ON_TORCH and not _torch_works() else None


@pytest.fixture(scope="module")
def one_thread() -> Iterator[None]:
    """Networks of a test's size wait for their threads more than they compute."""
    torch = importlib.import_module("torch")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@cache
def _torch_works() -> bool:
    try:
        importlib.import_module("torch")
    except (ImportError, OSError) as error:
        warnings.warn(f"torch does not work here, so that production engines are not tested: {error}", stacklevel=1)
        return False
    return True
