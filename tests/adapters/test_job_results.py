"""How each backend says that a job is over, in recorded shapes: a result comes of it, or a typed failure."""

import json
from pathlib import Path
from typing import Any

import pytest

from greenlight.aws.job_results import JobResults
from greenlight.contracts import JobError, JobResult
from greenlight.memory import MemoryMedia

EVENTS = Path(__file__).parents[1] / "functions" / "events"
JOB = "9f2c1d7e4b8a4f0c9d3e5a6b7c8d9e0f"
PREFIX = "s3://greenlight-media/jobs/acme/5b1f0c/"
ANSWER = "s3://greenlight-media/tmp/async/2f4dcf85-01b8-418c-8c93-2b30fcdd1ab8.out"
GOOD = JobResult(job_id=JOB, outcome="succeeded", outputs={"video": f"{PREFIX}video.mp4"}, facts={"seconds": 4.2})
BAD = JobResult(job_id=JOB, outcome="failed", error=JobError(code="portrait_unclear", message="The face is too small."))


def event(name: str) -> str:
    return (EVENTS / f"{name}.json").read_text()


def read(name: str, **files: JobResult) -> JobResult:
    media = MemoryMedia({uri: found.model_dump_json().encode() for uri, found in files.items()})
    return JobResults(media).read(event(name))


def test_a_worker_says_it_itself() -> None:
    assert read("worker_sent_its_result").facts == {"seconds": 4.2}


@pytest.mark.parametrize("answer", [GOOD, BAD], ids=["succeeded", "failed"])
def test_an_endpoints_answer_is_the_result_that_its_container_gave(answer: JobResult) -> None:
    assert read("sagemaker_answered", **{ANSWER: answer}) == answer


def test_an_answer_that_is_gone_is_found_beside_the_outputs() -> None:
    assert read("sagemaker_answered", **{f"{PREFIX}result.json": GOOD}) == GOOD


@pytest.mark.parametrize("name", ["sagemaker_answered", "batch_job_succeeded"])
def test_an_end_without_a_result_is_tried_again(name: str) -> None:
    found = read(name)
    assert found.error
    assert (found.job_id, found.attempt, found.error.code, found.error.retryable) == (JOB, 1, "result_missing", True)


def test_a_batch_jobs_result_lies_beside_its_outputs() -> None:
    assert read("batch_job_succeeded", **{f"{PREFIX}result.json": GOOD}) == GOOD


def test_a_batch_job_that_could_say_why_it_failed_said_it_beside_its_outputs() -> None:
    assert read("batch_job_ended_with_an_exit_code", **{f"{PREFIX}failure-1.json": BAD}) == BAD


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("batch_job_was_terminated", "cancelled"),
        ("batch_job_was_killed_for_its_memory", "out_of_memory"),
        ("batch_job_took_too_long", "deadline_over"),
        ("batch_job_lost_its_spot_machine", "machine_lost"),
    ],
)
def test_what_an_earlier_try_told_is_not_why_the_last_one_ended(name: str, code: str) -> None:
    found = read(name, **{f"{PREFIX}failure-1.json": BAD})
    assert found.error
    assert found.error.code == code


def test_a_result_counts_however_its_batch_job_ended() -> None:
    assert read("batch_job_was_terminated", **{f"{PREFIX}result.json": GOOD}) == GOOD


def test_a_batch_job_that_somebody_else_terminated_was_not_cancelled() -> None:
    told = event("batch_job_was_terminated").replace('"statusReason": "cancelled"', '"statusReason": "by an operator"')
    error = JobResults(MemoryMedia()).read(told).error
    assert error
    assert (error.code, error.retryable) == ("job_terminated", False)


def test_an_answer_about_another_job_is_not_taken_for_this_ones() -> None:
    other = GOOD.model_copy(update={"job_id": "0" * 32})
    error = read("sagemaker_answered", **{ANSWER: other}).error
    assert error
    assert error.code == "result_missing"


FAILURES = {
    "sagemaker_got_an_error_from_the_container": ("endpoint_failed", True),
    "sagemaker_let_a_request_expire": ("endpoint_failed", True),
    "batch_job_ended_with_an_exit_code": ("batch_failed", True),
    "batch_job_lost_its_spot_machine": ("machine_lost", True),
    "batch_job_was_killed_for_its_memory": ("out_of_memory", False),
    "batch_job_took_too_long": ("deadline_over", False),
    "batch_job_was_terminated": ("cancelled", False),
    "function_gave_a_job_up": ("function_failed", True),
    "function_was_never_free_for_a_job": ("function_failed", True),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_that_no_container_told_of_has_a_code_and_a_sentence(name: str) -> None:
    found = read(name)
    assert (found.job_id, found.attempt, found.outcome) == (JOB, 1, "failed")
    assert found.error
    assert (found.error.code, found.error.retryable) == FAILURES[name]
    assert found.error.message.endswith(".")


def test_the_attempt_is_that_of_the_request() -> None:
    for name in ("sagemaker_got_an_error_from_the_container", "batch_job_took_too_long"):
        told = event(name).replace("request-1.json", "request-3.json").replace(f"{JOB}-1", f"{JOB}-3")
        assert JobResults(MemoryMedia()).read(told).attempt == 3


def changed(name: str, *path: str, value: Any) -> str:
    body = place = json.loads(event(name))
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return json.dumps(body)


@pytest.mark.parametrize(
    "body",
    [
        "{}",
        "[]",
        "null",
        "no JSON",
        '{"outcome": "succeeded"}',
        changed("sagemaker_answered", "requestParameters", "inputLocation", value="s3://elsewhere/secret.json"),
        changed("batch_job_succeeded", "detail", "parameters", "job", value="/etc/passwd"),
        changed("function_gave_a_job_up", "requestPayload", value={}),
    ],
)
def test_a_message_that_tells_of_no_job_is_refused(body: str) -> None:
    with pytest.raises(ValueError):
        JobResults(MemoryMedia()).read(body)
