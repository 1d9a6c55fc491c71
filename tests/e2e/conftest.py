"""The whole stack once for all end-to-end tests: embedded cloud, deployed template, workers, on free ports."""

from collections.abc import Iterator

import pytest

from local.stack import Stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Offers base_url, service_key, endpoint, client("s3"), session, invoke, state, deployed and workers.pids."""
    with Stack(tmp_path_factory.mktemp("stack")) as running:
        yield running
