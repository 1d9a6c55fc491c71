"""`serve`, as SageMaker meets it: a process that is pinged, invoked and stopped."""

import http.client
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from greenlight.contracts import JobResult
from tests.containers.serve_harness import SAMPLES, Served, in_background, serving, start
from tests.containers.worker_harness import Plane


def reached(path: str) -> None:
    """Waits until the engine of a gated job works: opening the pipe blocks until it writes."""
    Path(path).read_text()


def gated(plane: Plane, **params: object):
    job, gate = plane.gated_job(**params)
    os.mkfifo(job.params["reached"])
    return job, gate


def test_a_job_in_the_request_is_done_and_its_result_is_the_answer_and_lies_in_the_bucket(plane: Plane) -> None:
    job = plane.job()
    with serving(plane) as served:
        assert served.ping() == 200
        answer = served.invoke(job)
    result = JobResult.model_validate_json(answer.text)
    assert answer.headers["Content-Type"] == "application/json"
    assert plane.text(result.outputs["text"]) == "A WHISPER"
    assert json.loads(plane.text(f"{job.output_prefix}result.json"))["outputs"] == result.outputs
    assert plane.progress().job_id == job.job_id


def test_a_job_that_lies_in_the_bucket_is_done(plane: Plane) -> None:
    job = plane.job()
    plane.put("request.json", job.model_dump_json())
    with serving(plane) as served:
        answer = served.invoke(json.dumps({"job_uri": f"s3://{plane.bucket}/request.json"}))
    assert JobResult.model_validate_json(answer.text).outcome == "succeeded"


@pytest.mark.parametrize(
    ("fault", "code"), [("too quiet", "too_quiet"), ("disk", "disk_full"), ("bug", "engine_error")]
)
def test_a_job_that_fails_is_answered_with_its_reason(plane: Plane, fault: str, code: str) -> None:
    with serving(plane) as served:
        answer = served.invoke(plane.job("faulty", params={"fault": fault}))
    result = JobResult.model_validate_json(answer.text)
    assert (answer.status_code, result.outcome, result.error and result.error.code) == (200, "failed", code)


def test_a_job_whose_deadline_is_over_is_refused_before_it_begins(plane: Plane) -> None:
    job = plane.job(deadline=datetime.now(UTC) - timedelta(seconds=1))
    with serving(plane) as served:
        result = JobResult.model_validate_json(served.invoke(job).text)
    assert result.error
    assert result.error.code == "deadline_exceeded"
    assert plane.made(job) == []


def test_an_unknown_engine_and_an_input_that_is_not_there_are_named(plane: Plane) -> None:
    with serving(plane) as served:
        unknown = JobResult.model_validate_json(served.invoke(plane.job("whistle")).text)
        absent = plane.job(inputs={"text": f"s3://{plane.bucket}/nowhere.txt"})
        missing = JobResult.model_validate_json(served.invoke(absent).text)
    assert unknown.error
    assert unknown.error.code == "unknown_engine"
    assert "shout" in unknown.error.message
    assert missing.error
    assert missing.error.code == "input_missing"


def test_two_jobs_at_once_are_one_job_and_one_refusal(plane: Plane) -> None:
    job, gate = gated(plane)
    with serving(plane) as served:
        thread, answers = in_background(served, job)
        reached(job.params["reached"])
        second = served.invoke(plane.job())
        assert served.ping() == 200
        gate.touch()
        thread.join()
        third = served.invoke(plane.job())
    assert second.status_code == 503
    assert "one job at a time" in second.text
    assert JobResult.model_validate_json(answers[0].text).outcome == "succeeded"
    assert third.status_code == 200


def test_sigterm_in_mid_job_gives_it_back_and_leaves_no_half_result(plane: Plane) -> None:
    job, _ = gated(plane)
    with serving(plane, GRACE_SECONDS="0") as served:
        thread, answers = in_background(served, job)
        reached(job.params["reached"])
        code, log = served.end()
        thread.join()
    assert code == 0, log
    assert answers[0].status_code == 503
    assert plane.made(job) == []


def test_sigterm_lets_a_job_finish_within_the_grace(plane: Plane) -> None:
    job, gate = gated(plane)
    with serving(plane, GRACE_SECONDS="60") as served:
        thread, answers = in_background(served, job)
        reached(job.params["reached"])
        served.process.terminate()
        gate.touch()
        thread.join()
        assert served.end()[0] == 0
    assert JobResult.model_validate_json(answers[0].text).outcome == "succeeded"


def test_an_engine_that_hangs_past_the_deadline_ends_the_container(plane: Plane) -> None:
    job, _ = gated(plane, deaf=True)
    job = job.model_copy(update={"deadline": datetime.now(UTC) + timedelta(seconds=1)})
    with serving(plane, PATIENCE_SECONDS="1", GRACE_SECONDS="0") as served:
        thread, _answers = in_background(served, job)
        reached(job.params["reached"])
        _, log = served.process.communicate(timeout=60)
        thread.join()
    assert served.process.returncode == 1
    assert "hangs" in log


def test_the_ping_fails_until_the_engine_is_loaded_and_an_engine_that_cannot_be_ends_the_start(plane: Plane) -> None:
    served = start(plane, *SAMPLES, "--engine", "uninstalled")
    _, log = served.process.communicate(timeout=60)
    assert served.process.returncode == 1
    assert "is not installed here" in log


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "the body"),
        (b"{}", "job_id"),
        (b"[1]", "the body"),
        (b'{"job_uri": "s3://greenlight-elsewhere/../x"}', "is not an S3 URI"),
        (b'{"job_uri": "file:///etc/passwd"}', "is not an S3 URI"),
        (b"\xff\x00", "the body"),
    ],
)
def test_what_is_no_job_is_refused_with_what_is_wrong(plane: Plane, body: bytes, says: str) -> None:
    with serving(plane) as served:
        answer = served.invoke(body)
    assert answer.status_code == 400
    assert says in answer.text


def _raw(served: Served, method: str, path: str, headers: dict[str, str]) -> int:
    connection = http.client.HTTPConnection(served.url.removeprefix("http://"), timeout=30)
    connection.putrequest(method, path)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    return connection.getresponse().status


def test_other_paths_and_bodies_without_a_fair_length_are_refused(plane: Plane) -> None:
    with serving(plane) as served:
        assert _raw(served, "GET", "/", {}) == 404
        assert _raw(served, "POST", "/ping", {"Content-Length": "0"}) == 404
        assert _raw(served, "POST", "/invocations", {}) == 411
        assert _raw(served, "POST", "/invocations", {"Content-Length": "-1"}) == 411
        assert _raw(served, "POST", "/invocations", {"Content-Length": "99999999999"}) == 413
        assert served.ping() == 200
