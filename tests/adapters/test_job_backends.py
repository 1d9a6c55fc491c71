"""Where jobs are sent, as the services' own models take the calls."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber

from greenlight.aws.batch_jobs import BatchJobs
from greenlight.aws.job_router import RoutedJobs
from greenlight.aws.lambda_jobs import LambdaJobs
from greenlight.aws.sagemaker_jobs import SageMakerJobs
from greenlight.contracts import Job, Task
from greenlight.domain.jobs import JobRecord
from greenlight.memory import MemoryBackend, MemoryMedia
from greenlight.settings import Settings, UnusableSetting

NOW = datetime(2026, 11, 28, 10, tzinfo=UTC)
JOB = Job(
    job_id="9f2c1d7e4b8a4f0c9d3e5a6b7c8d9e0f",
    task=Task.TALKING_HEAD,
    engine="musetalk",
    params={"seed": 7},
    output_prefix="s3://media/jobs/acme/5b1f0c/",
    cache_key="5b1f0c",
    deadline=NOW + timedelta(hours=2),
)
RECORD = JobRecord(
    job_id=JOB.job_id,
    account_id="acme",
    task="talking_head",
    engine="musetalk",
    params={},
    inputs={},
    output_prefix=JOB.output_prefix,
    cache_key=JOB.cache_key,
    sent_at=NOW,
    deadline=JOB.deadline,
)
REQUEST = "s3://media/jobs/acme/5b1f0c/request-1.json"
NAME = "greenlight-dev-talking-head"


class At:
    def now(self) -> datetime:
        return NOW


@pytest.fixture
def media() -> MemoryMedia:
    return MemoryMedia()


def stubbed(service: str) -> tuple[Any, Stubber]:
    client = boto3.client(service, region_name="us-east-1", aws_access_key_id="t", aws_secret_access_key="t")
    return client, Stubber(client)


@pytest.fixture
def sagemaker(media: MemoryMedia) -> Iterator[tuple[SageMakerJobs, Stubber]]:
    client, stub = stubbed("sagemaker-runtime")
    with stub:
        yield SageMakerJobs(client, "greenlight-dev", media, At()), stub
    stub.assert_no_pending_responses()


@pytest.fixture
def batch(media: MemoryMedia) -> Iterator[tuple[BatchJobs, Stubber]]:
    client, stub = stubbed("batch")
    with stub:
        yield BatchJobs(client, "greenlight-dev", media, At()), stub
    stub.assert_no_pending_responses()


# -- SageMaker ---------------------------------------------------------------------------------------------------------
def asked_of_sagemaker(**changes: Any) -> dict[str, Any]:
    usual = {
        "EndpointName": NAME,
        "InputLocation": REQUEST,
        "ContentType": "application/json",
        "InferenceId": JOB.job_id,
        "RequestTTLSeconds": 7200,
        "InvocationTimeoutSeconds": 3600,
    }
    return usual | changes


def test_an_endpoint_is_given_the_jobs_address_and_its_id(sagemaker, media) -> None:
    backend, stub = sagemaker
    stub.add_response("invoke_endpoint_async", {"InferenceId": JOB.job_id}, asked_of_sagemaker())
    backend.submit(JOB)
    assert Job.model_validate_json(media.read(REQUEST)) == JOB


@pytest.mark.parametrize(("left", "seconds"), [(timedelta(seconds=-5), 60), (timedelta(days=3), 21_600)])
def test_a_request_waits_as_long_as_its_deadline_and_the_service_allow(sagemaker, left, seconds: int) -> None:
    backend, stub = sagemaker
    stub.add_response("invoke_endpoint_async", {}, asked_of_sagemaker(RequestTTLSeconds=seconds))
    backend.submit(JOB.model_copy(update={"deadline": NOW + left}))


def test_an_invocation_that_runs_is_only_told_by_its_flag(sagemaker) -> None:
    backend, _ = sagemaker
    backend.cancel(RECORD)


# -- Batch -------------------------------------------------------------------------------------------------------------
def listed(*jobs: dict[str, str]) -> dict[str, Any]:
    return {"jobSummaryList": list(jobs)}


def test_a_batch_job_is_given_its_address_and_so_long_as_is_left(batch, media) -> None:
    backend, stub = batch
    same = {"jobQueue": NAME, "filters": [{"name": "JOB_NAME", "values": [f"{JOB.job_id}-2"]}]}
    stub.add_response("list_jobs", listed(), same)
    asked = {
        "jobName": f"{JOB.job_id}-2",
        "jobQueue": NAME,
        "jobDefinition": NAME,
        "parameters": {"job": "s3://media/jobs/acme/5b1f0c/request-2.json"},
        "timeout": {"attemptDurationSeconds": 7200},
    }
    stub.add_response("submit_job", {"jobName": f"{JOB.job_id}-2", "jobId": "b-1"}, asked)
    backend.submit(JOB.model_copy(update={"attempt": 2}))
    assert "s3://media/jobs/acme/5b1f0c/request-2.json" in media.files


def test_a_deadline_that_is_over_still_makes_a_call_that_the_service_takes(batch) -> None:
    backend, stub = batch
    stub.add_response("list_jobs", listed({"jobId": "b-0", "jobName": f"{JOB.job_id}-1", "status": "FAILED"}))
    asked = dict.fromkeys(("jobName", "jobQueue", "jobDefinition", "parameters"), ANY)
    stub.add_response(
        "submit_job", {"jobName": "x", "jobId": "b-1"}, asked | {"timeout": {"attemptDurationSeconds": 60}}
    )
    backend.submit(JOB.model_copy(update={"deadline": NOW}))


@pytest.mark.parametrize("status", ["SUBMITTED", "RUNNABLE", "STARTING", "RUNNING"])
def test_an_attempt_that_is_sent_twice_gets_one_machine(batch, status: str) -> None:
    backend, stub = batch
    stub.add_response("list_jobs", listed({"jobId": "b-0", "jobName": f"{JOB.job_id}-1", "status": status}))
    backend.submit(JOB)


def test_cancelling_ends_every_attempt_that_waits_or_runs_and_nothing_else(batch) -> None:
    backend, stub = batch
    wanted = {"jobQueue": NAME, "filters": [{"name": "JOB_NAME", "values": [f"{JOB.job_id}-*"]}]}
    there = [
        {"jobId": "b-1", "jobName": f"{JOB.job_id}-2", "status": "RUNNABLE"},
        {"jobId": "b-2", "jobName": f"{JOB.job_id}-2", "status": "SUCCEEDED"},
    ]
    stub.add_response("list_jobs", {"jobSummaryList": there, "nextToken": "more"}, wanted)
    running = {"jobId": "b-3", "jobName": f"{JOB.job_id}-2", "status": "RUNNING"}
    stub.add_response("terminate_job", {}, {"jobId": "b-1", "reason": "cancelled"})
    stub.add_response("list_jobs", {"jobSummaryList": [running]}, wanted | {"nextToken": "more"})
    stub.add_response("terminate_job", {}, {"jobId": "b-3", "reason": "cancelled"})
    backend.cancel(replace(RECORD, attempt=2))


# -- Lambda ------------------------------------------------------------------------------------------------------------
def test_a_function_is_invoked_with_the_job_and_not_waited_for() -> None:
    client, stub = stubbed("lambda")
    asked = {"FunctionName": NAME, "InvocationType": "Event", "Payload": JOB.model_dump_json().encode()}
    stub.add_response("invoke", {"StatusCode": 202}, asked)
    with stub:
        LambdaJobs(client, "greenlight-dev").submit(JOB)
    stub.assert_no_pending_responses()


# -- which of them -----------------------------------------------------------------------------------------------------
@pytest.fixture
def routed(media: MemoryMedia) -> tuple[RoutedJobs, MemoryBackend, MemoryBackend]:
    queue, endpoint = MemoryBackend(), MemoryBackend()
    made = {"queue": lambda: queue, "sagemaker": lambda: endpoint}
    return RoutedJobs({"talking_head": "sagemaker", "media": "queue"}, made, media), queue, endpoint


def test_each_task_goes_where_the_settings_say(routed) -> None:
    jobs, queue, endpoint = routed
    film = JOB.model_copy(update={"task": Task.MEDIA})
    jobs.submit(JOB)
    jobs.submit(film)
    assert (endpoint.submitted, queue.submitted) == ([JOB], [film])


def test_cancelling_sets_the_flag_and_reaches_the_backend(routed, media) -> None:
    jobs, queue, endpoint = routed
    jobs.cancel(RECORD)
    assert f"{JOB.output_prefix}cancel" in media.files
    assert (endpoint.cancelled, queue.cancelled) == ([JOB.job_id], [])


def test_a_backend_that_cannot_be_reached_stops_nobody_from_cancelling(media) -> None:
    client, stub = stubbed("batch")
    stub.add_client_error("list_jobs", "TooManyRequestsException")
    batch = BatchJobs(client, "greenlight-dev", media, At())
    with stub:
        RoutedJobs({"talking_head": "batch"}, {"batch": lambda: batch}, media).cancel(RECORD)
    assert f"{JOB.output_prefix}cancel" in media.files


def test_a_job_that_is_sent_again_does_not_find_the_flag_of_its_last_round(routed, media) -> None:
    jobs, _, _ = routed
    jobs.cancel(RECORD)
    jobs.submit(JOB.model_copy(update={"attempt": 2}))
    assert f"{JOB.output_prefix}cancel" not in media.files


def test_a_backend_that_there_is_not_is_named_with_those_that_there_are() -> None:
    with pytest.raises(UnusableSetting, match=r"TALKING_HEAD_BACKEND is 'gpu'; set it to one of queue"):
        _ = Settings({"TALKING_HEAD_BACKEND": "gpu"}).job_backends


def test_without_settings_every_task_has_a_queue() -> None:
    assert set(Settings({}).job_backends.values()) == {"queue"}
    assert set(Settings({}).job_backends) == {task.value for task in Task}
