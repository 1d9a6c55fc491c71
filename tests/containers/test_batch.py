"""`batch`, as AWS Batch meets it: a process that is given jobs and ends with a code."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from greenlight.contracts import JobResult
from tests.containers.serve_harness import batch, end_of, gated, reached, start_batch
from tests.containers.worker_harness import Plane


def test_a_job_from_the_bucket_is_done_and_its_result_lies_beside_it(plane: Plane) -> None:
    job = plane.job()
    plane.put("request.json", job.model_dump_json())
    code, log = batch(plane, f"s3://{plane.bucket}/request.json")
    assert code == 0, log
    result = JobResult.model_validate_json(plane.text(f"{job.output_prefix}result.json"))
    assert plane.text(result.outputs["text"]) == "A WHISPER"


def test_several_jobs_share_one_loaded_engine(plane: Plane) -> None:
    jobs = [plane.job("counted") for _ in range(3)]
    assert batch(plane, *jobs)[0] == 0
    results = [JobResult.model_validate_json(plane.text(f"{job.output_prefix}result.json")) for job in jobs]
    assert {result.facts["engine_version"] for result in results} == {"loaded 1 times"}


def test_a_job_in_a_file_is_done(plane: Plane, tmp_path: Path) -> None:
    file = tmp_path / "job.json"
    file.write_text(plane.job().model_dump_json())
    assert batch(plane, str(file))[0] == 0


@pytest.mark.parametrize(
    ("fault", "reason", "retryable"),
    [("too quiet", "too_quiet", False), ("disk", "disk_full", True), ("memory", "out_of_memory", True)],
)
def test_a_failure_lies_beside_where_the_result_would_be_for_whoever_decides_about_another_attempt(
    plane: Plane, fault: str, reason: str, retryable: bool
) -> None:
    job = plane.job("faulty", params={"fault": fault}, attempt=2)
    assert batch(plane, job)[0] == 1
    error = json.loads(plane.text(f"{job.output_prefix}failure-2.json"))["error"]
    assert (error["code"], error["retryable"]) == (reason, retryable)
    assert plane.made(job) == ["failure-2.json"]


@pytest.mark.parametrize("prefix", ["s3://nowhere-to-be-found/jobs/", "s3://nowhere-to-be-found/no-slash", "file:///"])
def test_a_failure_that_cannot_be_told_asks_to_try_again_also_where_another_job_is_done(
    plane: Plane, prefix: str
) -> None:
    done = plane.job()
    untold = plane.job("faulty", params={"fault": "disk"}, output_prefix=prefix)
    assert batch(plane, untold, done)[0] == 75
    assert "result.json" in plane.made(done)


def test_a_running_job_that_is_cancelled_stops_and_says_so(plane: Plane) -> None:
    job, _ = gated(plane)
    process = start_batch(plane, job)
    reached(job)
    plane.cancel(job)
    code, log = end_of(process)
    assert code == 1, log
    assert json.loads(plane.text(f"{job.output_prefix}failure-1.json"))["error"]["code"] == "cancelled"


def test_an_engine_that_hangs_past_the_deadline_ends_the_process_though_its_threads_never_end(plane: Plane) -> None:
    later = plane.folder / "job.json"
    os.mkfifo(later)
    process = start_batch(plane, str(later), PATIENCE_SECONDS="1")
    # Opened once the process reads it: its time begins no earlier, however long that takes.
    with later.open("w") as read:
        read.write(plane.job("stuck", seconds=10).model_dump_json())
    code, log = end_of(process)
    assert code == 75
    assert "hangs" in log


def test_a_gpu_that_breaks_asks_to_try_again_in_another_process(plane: Plane) -> None:
    job, rest = plane.job("faulty", params={"fault": "gpu"}), plane.job()
    code, log = batch(plane, job, rest)
    assert code == 75
    assert "the GPU is broken" in log
    assert plane.made(job) == plane.made(rest) == []


def test_a_job_whose_deadline_is_over_fails_for_good(plane: Plane) -> None:
    assert batch(plane, plane.job(deadline=datetime.now(UTC) - timedelta(minutes=1)))[0] == 1


@pytest.mark.parametrize(
    ("given", "says"),
    [("{}", "job_id"), ("/nowhere/job.json", "no job at"), ("s3://nowhere-to-be-found/job.json", "no job at")],
)
def test_what_is_no_job_fails_for_good_and_says_why(plane: Plane, given: str, says: str) -> None:
    code, log = batch(plane, given)
    assert code == 1
    assert says in log


def test_an_object_that_is_no_text_fails_for_good(plane: Plane) -> None:
    plane.s3.put_object(Bucket=plane.bucket, Key="picture", Body=b"\xff\xd8\xff\xe0")
    assert batch(plane, f"s3://{plane.bucket}/picture")[0] == 1


def test_a_storage_that_is_away_asks_to_try_again(plane: Plane) -> None:
    code, _ = batch(plane, plane.job(), AWS_ENDPOINT_URL="http://127.0.0.1:9", AWS_MAX_ATTEMPTS="1")
    assert code == 75


def test_a_spot_instance_that_is_taken_away_lets_go_of_its_job_and_begins_no_other(plane: Plane) -> None:
    job, _ = gated(plane)
    rest = plane.job()
    process = start_batch(plane, job, rest)
    reached(job)
    process.terminate()
    assert end_of(process)[0] == 75
    assert plane.made(job) == plane.made(rest) == []
