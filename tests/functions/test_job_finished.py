"""on_job_finished as Lambda calls it: ends of jobs in every backend's words, some of them of no job at all."""

import importlib.util
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest

from greenlight import bootstrap
from greenlight.contracts import JobResult
from greenlight.domain.jobs import JobRecord, JobState
from tests.functions.calls import EVENTS, Context, on_aws
from tests.support.aws import BUCKET

pytestmark = on_aws

JOB = "9f2c1d7e4b8a4f0c9d3e5a6b7c8d9e0f"
PREFIX = f"s3://{BUCKET}/jobs/acme/5b1f0c/"
APP = Path(__file__).parents[2] / "functions/on_job_finished/app.py"


@pytest.fixture
def take(api):
    """What the function answers to messages with these bodies; a job waits for its end."""
    spec = importlib.util.spec_from_file_location("on_job_finished_app", APP)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    now = datetime.now(UTC)
    bootstrap.job_plane().jobs.add(
        JobRecord(
            job_id=JOB,
            account_id="acme",
            task="talking_head",
            engine="musetalk",
            params={},
            inputs={},
            output_prefix=PREFIX,
            cache_key="5b1f0c",
            sent_at=now,
            deadline=now + timedelta(hours=2),
        )
    )

    def call(*bodies: str) -> list[str]:
        records = [
            {"messageId": str(number), "body": body, "eventSource": "aws:sqs", "attributes": {}}
            for number, body in enumerate(bodies)
        ]
        answer = module.handler({"Records": records}, Context())
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    yield call
    del sys.modules[spec.name]


def event(name: str) -> str:
    return (EVENTS / f"{name}.json").read_text().replace("s3://greenlight-media/", f"s3://{BUCKET}/")


def put(uri: str, result: JobResult) -> None:
    key = uri.removeprefix(f"s3://{BUCKET}/")
    boto3.client("s3").put_object(Bucket=BUCKET, Key=key, Body=result.model_dump_json().encode())


def job() -> JobRecord:
    record = bootstrap.job_plane().jobs.get(JOB)
    assert record
    return record


def succeeded(attempt: int = 1) -> JobResult:
    return JobResult(job_id=JOB, attempt=attempt, outcome="succeeded", outputs={"video": f"{PREFIX}v.mp4"})


def test_an_endpoints_answer_ends_its_job(take) -> None:
    put(json.loads(event("sagemaker_answered"))["responseParameters"]["outputLocation"], succeeded())
    assert take(event("sagemaker_answered")) == []
    assert (job().state, job().outputs) == (JobState.SUCCEEDED, {"video": f"{PREFIX}v.mp4"})


def test_a_notice_that_comes_twice_or_after_another_backends_changes_nothing(take) -> None:
    put(f"{PREFIX}result.json", succeeded())
    assert take(event("batch_job_succeeded"), event("batch_job_succeeded"), event("batch_job_took_too_long")) == []
    assert job().state is JobState.SUCCEEDED


def test_a_late_failure_of_an_attempt_that_was_given_up_is_not_one_of_the_next(take) -> None:
    waiting = job()
    now = datetime.now(UTC)
    assert bootstrap.job_plane().jobs.save(waiting.retried(now, now + timedelta(hours=2)))
    stale = json.loads(event("batch_job_took_too_long"))
    again = job()
    assert bootstrap.job_plane().jobs.save(again.retried(now, now + timedelta(hours=2)))
    assert take(json.dumps(stale)) == []
    assert (job().state, job().attempt) == (JobState.QUEUED, 3)


def test_a_late_success_of_an_attempt_that_was_given_up_is_taken(take) -> None:
    now = datetime.now(UTC)
    assert bootstrap.job_plane().jobs.save(job().retried(now, now + timedelta(hours=2)))
    put(f"{PREFIX}result.json", succeeded(attempt=1))
    assert take(event("batch_job_succeeded")) == []
    assert job().state is JobState.SUCCEEDED


def test_a_failure_for_good_ends_the_job_with_its_reason(take) -> None:
    assert take(event("batch_job_was_killed_for_its_memory")) == []
    assert job().state is JobState.FAILED
    assert (job().error or {})["code"] == "out_of_memory"


def test_a_message_of_no_job_is_put_back_and_does_not_hold_up_the_others(take) -> None:
    put(f"{PREFIX}result.json", succeeded())
    assert take("{}", event("batch_job_succeeded")) == ["0"]
    assert job().state is JobState.SUCCEEDED


def test_the_end_of_a_job_that_nobody_knows_is_let_go(take) -> None:
    assert take(event("batch_job_took_too_long").replace(JOB, "0" * 32)) == []
    assert job().state is JobState.QUEUED
