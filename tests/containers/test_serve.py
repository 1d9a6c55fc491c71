"""`serve`, as SageMaker meets it: a process that is pinged, invoked and stopped."""

import http.client
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gpu_containers.runtime import signals
from gpu_containers.runtime.invocations import Refusal
from gpu_containers.runtime.s3_storage import S3Storage
from greenlight.contracts import JobResult
from tests.containers.serve_harness import (
    PATIENCE,
    SAMPLES,
    Served,
    answer_of,
    gated,
    in_background,
    in_process,
    reached,
    serving,
    starting,
)
from tests.containers.worker_harness import Plane

# SageMaker's own, from the moment at which it asks a container to stop.
SECONDS_TO_STOP = 30


def code_of(answer: object) -> str:
    assert isinstance(answer, JobResult)
    assert answer.error
    return answer.error.code


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


@pytest.mark.parametrize("over", [timedelta(seconds=1), timedelta(hours=1)])
def test_a_job_whose_deadline_is_over_is_refused_before_it_begins(plane: Plane, over: timedelta) -> None:
    job = plane.job(deadline=datetime.now(UTC) - over)
    with serving(plane) as served:
        result = JobResult.model_validate_json(served.invoke(job).text)
        assert served.ping() == 200
    assert code_of(result) == "deadline_exceeded"
    assert plane.made(job) == []


@pytest.mark.parametrize("deadline", [datetime(9999, 1, 1, tzinfo=UTC), datetime.max])
def test_a_job_may_have_all_the_time_there_is(plane: Plane, deadline: datetime) -> None:
    # More than a thread can be waited for.
    invocations, _ = in_process(plane, longest=timedelta(days=365_000).total_seconds())
    answer = answer_of(invocations, plane.job(deadline=deadline))
    assert isinstance(answer, JobResult)
    assert answer.outcome == "succeeded"


def test_a_job_ends_before_sagemaker_gives_it_up_however_late_its_deadline_is(plane: Plane) -> None:
    job, _ = plane.gated_job()
    invocations, _ = in_process(plane, longest=2)
    assert code_of(answer_of(invocations, job)) == "deadline_exceeded"
    assert invocations.is_ready


def test_a_job_that_is_cancelled_stops_and_the_container_goes_on(plane: Plane) -> None:
    job, _ = gated(plane)
    with serving(plane) as served:
        thread, answers = in_background(served, job)
        reached(job)
        plane.cancel(job)
        thread.join()
        assert served.invoke(plane.job()).status_code == 200
    assert code_of(JobResult.model_validate_json(answers[0].text)) == "cancelled"
    assert plane.made(job) == []


def test_a_disk_that_is_full_before_the_input_has_come_is_named(plane: Plane) -> None:
    class FullDisk(S3Storage):
        def fetch(self, uri: str, target: Path) -> None:
            super().fetch(uri, Path("/dev/full"))

    invocations, _ = in_process(plane, FullDisk(plane.s3))
    assert code_of(answer_of(invocations, plane.job())) == "disk_full"


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
        reached(job)
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
        reached(job)
        code, log = served.end()
        thread.join()
    assert code == 0, log
    assert answers[0].status_code == 503
    assert plane.made(job) == []


def test_sigterm_lets_a_job_finish_within_the_grace(plane: Plane) -> None:
    job, gate = gated(plane)
    with serving(plane, GRACE_SECONDS="60") as served:
        thread, answers = in_background(served, job)
        reached(job)
        served.process.terminate()
        gate.touch()
        thread.join()
        assert served.end()[0] == 0
    assert JobResult.model_validate_json(answers[0].text).outcome == "succeeded"


def test_a_job_is_in_hand_until_its_answer_was_sent(plane: Plane) -> None:
    invocations, _ = in_process(plane)
    with invocations.invoke(plane.job().model_dump_json().encode()) as answer:
        assert not invocations.drain(0, to_let_go=0)
    assert invocations.drain(0, to_let_go=0)
    assert isinstance(answer, JobResult)
    assert plane.text(answer.outputs["text"]) == "A WHISPER"


def test_an_engine_that_hangs_past_the_deadline_ends_the_container_though_its_threads_never_end(plane: Plane) -> None:
    with serving(plane, PATIENCE_SECONDS="1", GRACE_SECONDS="20") as served:
        answer = served.invoke(plane.job("stuck", seconds=10))
        code, log = served.ended()
    assert (answer.status_code, code) == (500, 1)
    assert "hangs" in log


def test_no_job_is_begun_beside_one_that_hangs(plane: Plane) -> None:
    job, gate = plane.gated_job(deaf=True)
    invocations, reasons = in_process(plane, patience=1)
    assert isinstance(
        answer_of(invocations, job.model_copy(update={"deadline": plane.job(seconds=5).deadline})), Refusal
    )
    second = answer_of(invocations, plane.job())
    assert isinstance(second, Refusal)
    assert (second.status, invocations.is_ready, reasons) == (503, False, [signals.HANGS])
    assert not invocations.drain(0, to_let_go=0)
    gate.touch()


@pytest.mark.parametrize("fault", ["gpu", "wrapped gpu"])
def test_a_gpu_that_breaks_gives_the_job_back_and_ends_the_container(plane: Plane, fault: str) -> None:
    job = plane.job("faulty", params={"fault": fault})
    with serving(plane, GRACE_SECONDS="20") as served:
        answer = served.invoke(job)
        code, log = served.ended()
    assert (answer.status_code, code) == (503, 1)
    assert "the GPU is broken" in log
    assert plane.made(job) == []


def test_an_engine_that_cannot_be_loaded_ends_the_start(plane: Plane) -> None:
    with starting(plane, *SAMPLES, "--engine", "uninstalled") as served:
        code, log = served.ended()
    assert code == 1
    assert "is not installed here" in log


def test_a_container_that_loads_is_not_ready_and_takes_no_job(plane: Plane) -> None:
    gate = plane.folder / "load"
    os.mkfifo(gate)
    with starting(plane, *SAMPLES, "--engine", "slow_start", LOAD_GATE=str(gate)) as served:
        with gate.open("w"):
            assert served.ping() == 503
            early = served.invoke(plane.job("slow_start"))
        served.says("ready for jobs")
        assert served.ping() == 200
        assert served.invoke(plane.job("slow_start")).status_code == 200
    assert early.status_code == 503
    assert "still loading" in early.text


def test_sigterm_does_not_wait_for_an_engine_that_loads(plane: Plane) -> None:
    gate = plane.folder / "load"
    os.mkfifo(gate)
    with starting(plane, *SAMPLES, "--engine", "slow_start", LOAD_GATE=str(gate)) as served, gate.open("w"):
        served.process.terminate()
        assert served.ended(within=SECONDS_TO_STOP)[0] == 0


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "the text"),
        (b"{}", "job_id"),
        (b"[1]", "the text"),
        (b"[" * 200_000, "no job"),
        (b'{"job_uri": "s3://BUCKET/picture"}', "no job"),
        (b'{"job_uri": "s3://greenlight-elsewhere/../x"}', "is not an S3 URI"),
        (b'{"job_uri": "file:///etc/passwd"}', "is not an S3 URI"),
        (b"\xff\x00", "the text"),
    ],
)
def test_what_is_no_job_is_refused_with_what_is_wrong(plane: Plane, body: bytes, says: str) -> None:
    plane.s3.put_object(Bucket=plane.bucket, Key="picture", Body=b"\xff\xd8\xff\xe0")
    with serving(plane) as served:
        answer = served.invoke(body.replace(b"BUCKET", plane.bucket.encode()))
        assert served.ping() == 200
    assert answer.status_code == 400
    assert says in answer.text


def test_a_job_that_cannot_be_done_for_no_known_reason_is_an_error_and_the_container_goes_on(plane: Plane) -> None:
    unreadable = plane.job()
    plane.put(f"jobs/{unreadable.job_id}/result.json", "{}")
    with serving(plane) as served:
        answers = [served.invoke(job) for job in (unreadable, plane.job("faulty", params={"fault": "exit"}))]
        assert served.ping() == 200
        assert served.invoke(plane.job()).status_code == 200
    assert [answer.status_code for answer in answers] == [500, 500]


def _raw(served: Served, method: str, path: str, headers: dict[str, str]) -> int:
    connection = http.client.HTTPConnection(served.url.removeprefix("http://"), timeout=PATIENCE)
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
        assert _raw(served, "POST", "/invocations", {"Content-Length": "9" * 5_000}) == 413
        assert served.ping() == 200


def test_a_worker_whose_gpu_breaks_hands_its_job_back_and_ends(plane: Plane) -> None:
    job = plane.job("faulty", params={"fault": "gpu"})
    plane.submit(job)
    process = plane.start_process(VISIBILITY_SECONDS="600")
    _, log = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "the GPU is broken" in log
    assert plane.waiting("jobs") == [job.model_dump_json()]
    assert plane.waiting("results") == []
