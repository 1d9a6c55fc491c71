"""How a job ends badly on a local S3 and SQS: cancelled, too late, refused or failed, each with its code."""

from pathlib import Path
from typing import Any

import pytest

from greenlight.contracts import JobResult, Task
from tests.containers.worker_harness import Plane


def _error(result: JobResult) -> tuple[str, bool]:
    assert result.outcome == "failed"
    assert result.error is not None
    return result.error.code, result.error.retryable


def _message(result: JobResult) -> str:
    assert result.error is not None
    return result.error.message


def test_a_job_that_was_cancelled_in_the_queue_does_not_start(plane: Plane) -> None:
    job, _ = plane.gated_job()
    plane.cancel(job)
    with plane.worker():
        result = plane.do(job)
    assert _error(result) == ("cancelled", False)
    assert not Path(job.params["reached"]).exists()


def test_a_running_job_stops_when_it_is_cancelled(plane: Plane) -> None:
    job, _ = plane.gated_job()
    with plane.worker():
        plane.submit(job)
        plane.wait_until_engine_works()
        plane.cancel(job)
        result = plane.result()
    assert _error(result) == ("cancelled", False)
    assert plane.made(job) == []
    assert plane.unfinished() == 0


def test_a_job_whose_deadline_is_over_does_not_start(plane: Plane) -> None:
    with plane.worker():
        result = plane.do(plane.job(seconds=-1))
    assert _error(result) == ("deadline_exceeded", False)


def test_a_running_job_stops_at_its_deadline(plane: Plane) -> None:
    job, _ = plane.gated_job()
    deadline = plane.job(seconds=2).deadline
    with plane.worker():
        result = plane.do(job.model_copy(update={"deadline": deadline}))
    assert _error(result) == ("deadline_exceeded", False)


def test_an_unknown_engine_is_refused_with_the_names_of_those_there_are(plane: Plane) -> None:
    with plane.worker():
        result = plane.do(plane.job("opera"))
    assert _error(result) == ("unknown_engine", False)
    assert "chatty, counted, faulty, gated, keyed, shout" in _message(result)


def test_an_engine_without_its_setting_names_the_setting(plane: Plane) -> None:
    with plane.worker():
        result = plane.do(plane.job("keyed"))
    assert _error(result) == ("engine_not_configured", False)
    assert "SAMPLE_API_KEY" in _message(result)


def test_an_engine_with_its_setting_works(plane: Plane) -> None:
    with plane.worker(SAMPLE_API_KEY="something"):
        assert plane.do(plane.job("keyed")).outcome == "succeeded"


def test_an_engine_whose_package_is_missing_names_the_package(plane: Plane) -> None:
    with plane.worker():
        result = plane.do(plane.job("uninstalled"))
    assert _error(result) == ("engine_not_installed", False)
    assert "a_package_that_nobody_has" in _message(result)


def test_a_missing_input_is_named(plane: Plane) -> None:
    with plane.worker():
        result = plane.do(plane.job(inputs={"portrait": f"s3://{plane.bucket}/nobody.png"}))
    assert _error(result) == ("input_missing", False)
    assert "'portrait'" in _message(result)


@pytest.mark.parametrize(
    "changes",
    [
        {"output_prefix": "s3://some-bucket/no-slash"},
        {"output_prefix": "file:///tmp/"},
        {"inputs": {"text": "https://example.org/text.txt"}},
        {"inputs": {"../text": "s3://some-bucket/text.txt"}},
    ],
)
def test_a_job_with_a_wrong_address_or_name_is_refused(plane: Plane, changes: dict[str, Any]) -> None:
    with plane.worker():
        assert _error(plane.do(plane.job(**changes))) == ("invalid_job", False)


def test_a_job_of_another_task_is_refused(plane: Plane) -> None:
    with plane.worker():
        assert _error(plane.do(plane.job(task=Task.TALKING_HEAD))) == ("wrong_task", False)


@pytest.mark.parametrize(
    ("fault", "code", "retryable"),
    [
        ("typed", "too_quiet", False),
        ("disk", "disk_full", True),
        ("memory", "out_of_memory", True),
        ("bug", "engine_error", True),
        ("lost", "engine_error", True),
        ("strange fact", "engine_error", True),
    ],
)
def test_each_failure_has_its_code_and_leaves_nothing_behind(
    plane: Plane, fault: str, code: str, retryable: bool
) -> None:
    job = plane.job("faulty", params={"fault": fault})
    with plane.worker():
        result = plane.do(job)
    assert _error(result) == (code, retryable)
    assert "/" not in _message(result)
    assert plane.made(job) == []
    assert plane.unfinished() == 0
