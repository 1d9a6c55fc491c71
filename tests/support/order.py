"""A pytest plugin: what runs first, what a failure ends at once, and where the time went."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).resolve().parents[1]
# The clients' documented flows: while one of them is broken, nothing else is worth knowing.
FLOWS = "e2e/test_documented_flows.py"
# Then what takes longest, so that no process is left alone with it at the end.
LONGEST = (
    "e2e/test_storyboards.py",
    "e2e/test_recovery.py",
    "containers/test_musetalk.py",
    "e2e/test_demo.py",
    "containers/test_every_container.py",
    "containers/test_landmark_warp.py",
)
LAYERS = ("e2e", "containers", "adapters", "functions")
# Parametrized fixtures of stores: the twin in memory, and the adapter on AWS as moto plays it.
ON_AWS = "aws"


def file_of(node_id: str) -> str:
    """Relative to the folder of tests, as node ids are relative to the repository."""
    return node_id.partition("::")[0].removeprefix("tests/")


def rank(file: str) -> tuple[int, int]:
    if file == FLOWS:
        return 0, 0
    if file in LONGEST:
        return 1, LONGEST.index(file)
    layer = file.partition("/")[0]
    return 2, LAYERS.index(layer) if layer in LAYERS else len(LAYERS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        parameters = getattr(item, "callspec", None)
        if parameters and ON_AWS in parameters.params.values():
            item.add_marker("aws")
    items.sort(key=lambda item: rank(file_of(item.nodeid)))


class FailFast:
    """In the process that sees every report: the first broken flow ends the run, here and in all other processes."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and file_of(report.nodeid) == FLOWS:
            reason = f"a documented flow is broken: {report.nodeid}"
            distributed = self._config.pluginmanager.getplugin("dsession")
            if distributed:
                distributed.shouldstop = reason
            else:
                self._session.shouldfail = reason

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        self._session = session


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(FailFast(config), "fail-fast")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    seconds: defaultdict[str, float] = defaultdict(float)
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                seconds[file_of(report.nodeid).partition("/")[0]] += report.duration
    terminalreporter.section("seconds of each layer, over all processes")
    for layer, spent in sorted(seconds.items(), key=lambda each: -each[1]):
        terminalreporter.write_line(f"{spent:7.1f}  {layer}")
