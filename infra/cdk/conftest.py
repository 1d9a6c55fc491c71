"""Stages are synthesized once for all tests, by the app itself."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.cdk.synthesized import STAGES, Synthesized, synthesize


@pytest.fixture(scope="session")
def stacks() -> Iterator[dict[str, Synthesized]]:
    # Not pytest's own folder, which would keep the copies of all layers of the last three runs.
    with tempfile.TemporaryDirectory(prefix="greenlight-cdk-") as folder:
        yield synthesize(Path(folder))


@pytest.fixture(params=STAGES)
def stack(request: pytest.FixtureRequest, stacks: dict[str, Synthesized]) -> Synthesized:
    return stacks[request.param]
