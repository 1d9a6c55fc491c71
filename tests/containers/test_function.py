"""The container as a Lambda function, called as the runtime interface client calls it."""

import subprocess
import sys

import pytest

from tests.containers.serve_harness import end_of, gated, reached
from tests.containers.worker_harness import Plane, process_environment

CALL = """
import json, sys
from gpu_containers.runtime.function import handler

class Context:
    def get_remaining_time_in_millis(self):
        return int(sys.argv[2])

handler(json.loads(sys.argv[1]), Context() if len(sys.argv) > 2 else None)
"""


def start(plane: Plane, event: str, *remaining: str) -> "subprocess.Popen[str]":
    """`remaining` are the milliseconds that Lambda has left for this invocation."""
    settings = {"TASK": "media", "ENGINES": "tests.containers.sample_task.engines"}
    environment = process_environment() | plane.environment | settings
    command = [sys.executable, "-c", CALL, event, *remaining]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)


def call(plane: Plane, event: str, *remaining: str) -> tuple[int, str]:
    """Exit code, which is 0 where the handler raised nothing, and log."""
    return end_of(start(plane, event, *remaining))


def test_an_event_that_is_a_job_is_done_and_its_result_sent(plane: Plane) -> None:
    job = plane.job()
    assert call(plane, job.model_dump_json(), "900000")[0] == 0
    assert plane.text(plane.result().outputs["text"]) == "A WHISPER"


def test_a_job_that_fails_is_an_answer_and_no_error_of_the_function(plane: Plane) -> None:
    assert call(plane, plane.job("faulty", params={"fault": "too quiet"}).model_dump_json())[0] == 0
    error = plane.result().error
    assert error
    assert error.code == "too_quiet"


def test_a_running_job_that_is_cancelled_is_answered_so(plane: Plane) -> None:
    job, _ = gated(plane)
    process = start(plane, job.model_dump_json(), "900000")
    reached(job)
    plane.cancel(job)
    assert end_of(process)[0] == 0
    error = plane.result().error
    assert error
    assert error.code == "cancelled"


def test_a_job_that_is_too_long_for_lambda_is_answered_before_lambda_kills_it(plane: Plane) -> None:
    job, _ = plane.gated_job()
    assert call(plane, job.model_dump_json(), "12000")[0] == 0
    error = plane.result().error
    assert error
    assert error.code == "deadline_exceeded"


@pytest.mark.parametrize("event", ["{}", "[]"])
def test_an_event_that_is_no_job_is_an_error_that_lambda_reports(plane: Plane, event: str) -> None:
    code, log = call(plane, event)
    assert code == 1
    assert "ValidationError" in log
    assert plane.waiting("results") == []
