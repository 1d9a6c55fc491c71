"""The worker on a local S3 and SQS: how a job ends well, and ends once."""

import hashlib
import json
import logging
from pathlib import Path

import pytest

from greenlight.contracts import Job, JobResult
from tests.containers.worker_harness import Plane


def test_a_job_becomes_outputs_with_their_digests_and_leaves_the_queue(plane: Plane) -> None:
    with plane.worker():
        result = plane.do(plane.job())
    assert result.outcome == "succeeded"
    assert plane.text(result.outputs["text"]) == "A WHISPER"
    assert result.sha256["text"] == hashlib.sha256(b"A WHISPER").hexdigest()
    assert result.facts["characters"] == 9
    assert result.facts["engine"] == "shout"
    assert result.facts["peak_memory"] > 0
    assert plane.unfinished() == 0


def test_outputs_have_their_media_type(plane: Plane) -> None:
    with plane.worker():
        result = plane.do(plane.job())
    key = result.outputs["text"].removeprefix(f"s3://{plane.bucket}/")
    assert plane.s3.head_object(Bucket=plane.bucket, Key=key)["ContentType"] == "text/plain"


def test_the_result_in_the_bucket_is_the_one_that_is_sent(plane: Plane) -> None:
    job = plane.job()
    with plane.worker():
        result = plane.do(job)
    assert JobResult.model_validate_json(plane.text(f"{job.output_prefix}result.json")) == result


def test_a_job_that_comes_again_after_its_result_is_not_run_again(plane: Plane) -> None:
    job, gate = plane.gated_job()
    gate.touch()
    with plane.worker():
        first = plane.do(job)
        Path(job.params["reached"]).unlink()
        again = plane.do(job)
    assert again == first
    assert not Path(job.params["reached"]).exists()


def test_a_second_job_with_the_same_outputs_gets_them_under_its_own_id(plane: Plane) -> None:
    job = plane.job()
    other = job.model_copy(update={"job_id": "another", "attempt": 3})
    with plane.worker():
        first = plane.do(job)
        second = plane.do(other)
    assert (second.job_id, second.attempt, second.outputs) == ("another", 3, first.outputs)


def test_nothing_is_a_result_while_the_engine_works(plane: Plane) -> None:
    job, gate = plane.gated_job()
    with plane.worker(GRACE_SECONDS="30"):
        plane.submit(job)
        plane.wait_until_engine_works()
        while_working = plane.made(job)
        gate.touch()
        result = plane.result()
    assert while_working == []
    assert plane.made(job)[-1] == "result.json"
    assert result.outputs["text"].startswith(f"{job.output_prefix}attempt-1-")


def test_where_two_workers_did_one_job_the_first_result_wins_and_the_other_is_removed(plane: Plane) -> None:
    job, gate = plane.gated_job()
    with plane.worker(GRACE_SECONDS="30"), plane.worker(GRACE_SECONDS="30"):
        for _ in range(2):
            plane.submit(job)
            plane.wait_until_engine_works()
        gate.touch()
        results = [plane.result(), plane.result()]
    assert results[0] == results[1]
    assert len(plane.made(job)) == 2


def test_two_workers_do_two_jobs_at_once(plane: Plane) -> None:
    (one, gate), (two, _) = plane.gated_job(), plane.gated_job()
    two = two.model_copy(update={"params": one.params})
    with plane.worker(GRACE_SECONDS="30"), plane.worker(GRACE_SECONDS="30"):
        plane.submit(one)
        plane.submit(two)
        at_work: set[str] = set()
        while at_work != {one.job_id, two.job_id}:
            progress = plane.progress()
            at_work |= {progress.job_id} if progress.message == "waiting" else set()
        gate.touch()
        results = {plane.result().job_id, plane.result().job_id}
    assert results == {one.job_id, two.job_id}


def test_a_job_outlives_its_visibility_because_the_worker_extends_it(cloud_endpoint: str, tmp_path: Path) -> None:
    plane = Plane.create(cloud_endpoint, tmp_path, visibility=2)
    job, gate = plane.gated_job()
    with plane.worker(GRACE_SECONDS="30"):
        plane.submit(job)
        plane.wait_until_engine_works()
        stolen = plane.sqs.receive_message(QueueUrl=plane.urls["jobs"], WaitTimeSeconds=5).get("Messages", [])
        gate.touch()
        assert plane.result().outcome == "succeeded"
    assert stolen == []


def test_progress_comes_seldom_and_never_goes_back(plane: Plane) -> None:
    with plane.worker():
        result = plane.do(plane.job("chatty"))
    fractions = [json.loads(each)["fraction"] for each in plane.waiting("progress")]
    assert fractions == sorted(fractions)
    assert 1 <= len(fractions) <= 2 + result.facts["seconds"]


def test_a_worker_goes_on_after_a_failed_job(plane: Plane) -> None:
    with plane.worker():
        plane.do(plane.job("faulty", params={"fault": "bug"}))
        assert plane.do(plane.job()).outcome == "succeeded"


def test_a_message_that_is_no_job_ends_in_the_dead_letters(cloud_endpoint: str, tmp_path: Path) -> None:
    plane = Plane.create(cloud_endpoint, tmp_path, visibility=1, receives=2)
    plane.submit_text('{"job_id": ')
    with plane.worker():
        assert plane.receive("dead") == '{"job_id": '
        assert plane.do(plane.job()).outcome == "succeeded"


def test_the_log_tells_how_a_job_ended_and_nothing_of_its_text(plane: Plane, caplog: pytest.LogCaptureFixture) -> None:
    job = plane.job(params={"note": "a private matter"})
    with caplog.at_level(logging.INFO), plane.worker():
        plane.do(job)
        plane.submit_text('{"job_id": "private-id"}')
        plane.do(plane.job())
    ended = next(each.__dict__ for each in caplog.records if each.message == "job ended")
    assert (ended["job_id"], ended["engine"], ended["outcome"]) == (job.job_id, "shout", "succeeded")
    assert "private" not in " ".join(str(each.__dict__) for each in caplog.records)


def test_the_work_folder_is_empty_after_the_job(plane: Plane) -> None:
    with plane.worker():
        plane.do(plane.job())
    assert [each.name for each in (plane.folder / "work").iterdir()] == [".greenlight-sweep"]


def test_a_deadline_without_a_time_zone_is_utc(plane: Plane) -> None:
    job = plane.job()
    naive = Job.model_validate(job.model_dump() | {"deadline": job.deadline.replace(tzinfo=None)})
    with plane.worker():
        assert plane.do(naive).outcome == "succeeded"
