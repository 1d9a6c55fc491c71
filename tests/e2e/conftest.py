"""The whole stack once for all end-to-end tests: embedded cloud, deployed template, workers, on free ports."""

from collections.abc import Iterator

import pytest

from local.stack import Stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Useful: base_url, service_key, client("s3"), session, endpoint, state, workers.pids, deployed.resources, invoke."""
    with Stack(tmp_path_factory.mktemp("stack")) as running:
        yield running
