"""`batch`, as AWS Batch meets it: a process that is given jobs and ends with a code."""

import json
import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from greenlight.contracts import JobResult
from tests.containers.serve_harness import PATIENCE, SAMPLES, batch
from tests.containers.worker_harness import RUNTIME, Plane, process_environment


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
    ("fault", "code", "reason"),
    [("too quiet", 1, "too_quiet"), ("disk", 75, "disk_full"), ("memory", 75, "out_of_memory")],
)
def test_the_exit_code_says_whether_to_try_again_and_the_reason_lies_beside(
    plane: Plane, fault: str, code: int, reason: str
) -> None:
    job = plane.job("faulty", params={"fault": fault}, attempt=2)
    assert batch(plane, job)[0] == code
    failure = json.loads(plane.text(f"{job.output_prefix}failure-2.json"))
    assert failure["error"]["code"] == reason
    assert plane.made(job) == ["failure-2.json"]


def test_one_job_to_try_again_decides_over_others_that_are_done(plane: Plane) -> None:
    done = plane.job()
    assert batch(plane, plane.job("faulty", params={"fault": "disk"}), done)[0] == 75
    assert "result.json" in plane.made(done)


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


def test_a_storage_that_is_away_asks_to_try_again(plane: Plane) -> None:
    code, _ = batch(plane, plane.job(), AWS_ENDPOINT_URL="http://127.0.0.1:9", AWS_MAX_ATTEMPTS="1")
    assert code == 75


def test_a_spot_instance_that_is_taken_away_lets_go_of_its_job_and_begins_no_other(plane: Plane) -> None:
    job, _ = plane.gated_job()
    os.mkfifo(job.params["reached"])
    rest = plane.job()
    given = ["--job", job.model_dump_json(), "--job", rest.model_dump_json()]
    process = subprocess.Popen(
        [*RUNTIME, "batch", *SAMPLES, *given], env=process_environment() | plane.environment, stderr=subprocess.PIPE
    )
    Path(job.params["reached"]).read_text()
    process.terminate()
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 75
    assert plane.made(job) == plane.made(rest) == []
