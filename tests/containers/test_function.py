"""The container as a Lambda function, called as the runtime interface client calls it."""

import subprocess
import sys

import pytest

from tests.containers.worker_harness import Plane, process_environment

CALL = """
import json, sys
from gpu_containers.runtime.function import handler
handler(json.loads(sys.argv[1]), None)
"""


def call(plane: Plane, event: str) -> "subprocess.CompletedProcess[str]":
    settings = {"TASK": "media", "ENGINES": "tests.containers.sample_task.engines"}
    return subprocess.run(
        [sys.executable, "-c", CALL, event],
        env=process_environment() | plane.environment | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_an_event_that_is_a_job_is_done_and_its_result_sent(plane: Plane) -> None:
    job = plane.job()
    assert call(plane, job.model_dump_json()).returncode == 0
    assert plane.text(plane.result().outputs["text"]) == "A WHISPER"


def test_a_job_that_fails_is_an_answer_and_no_error_of_the_function(plane: Plane) -> None:
    assert call(plane, plane.job("faulty", params={"fault": "too quiet"}).model_dump_json()).returncode == 0
    error = plane.result().error
    assert error
    assert error.code == "too_quiet"


@pytest.mark.parametrize("event", ["{}", "[]"])
def test_an_event_that_is_no_job_is_an_error_that_lambda_reports(plane: Plane, event: str) -> None:
    done = call(plane, event)
    assert done.returncode == 1
    assert "ValidationError" in done.stderr
    assert plane.waiting("results") == []
