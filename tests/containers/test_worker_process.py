"""The worker as a process: what signals, kill -9 and bad settings do to it."""

import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.containers.worker_harness import RUNTIME, Plane, process_environment

Process = subprocess.Popen[str]
_PATIENCE = 240


@pytest.fixture
def start(plane: Plane) -> Iterator[Callable[..., Process]]:
    """Starts worker processes; those still alive at the end of the test are killed."""
    processes: list[Process] = []

    def start_one(**settings: str) -> Process:
        processes.append(plane.start_process(**settings))
        return processes[-1]

    yield start_one
    for process in processes:
        process.kill()
        process.communicate()


def _end(process: Process) -> tuple[int, str]:
    """Exit code and log."""
    _, log = process.communicate(timeout=_PATIENCE)
    return process.returncode, log


def _runtime(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*RUNTIME, *arguments],
        env=process_environment() | environment,
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )


def test_the_job_of_a_killed_worker_is_finished_once_by_another(plane: Plane, start: Callable[..., Process]) -> None:
    job, gate = plane.gated_job()
    plane.submit(job)
    killed = start()
    plane.wait_until_engine_works()
    killed.kill()
    _end(killed)
    gate.touch()
    second = start(GRACE_SECONDS="30")
    result = plane.result()
    second.terminate()
    assert _end(second)[0] == 0
    assert result.outcome == "succeeded"
    assert plane.waiting("results") == []
    assert plane.unfinished() == 0
    assert len(plane.made(job)) == 2


def test_the_folder_of_a_killed_worker_is_swept_and_that_of_a_living_one_is_not(
    plane: Plane, start: Callable[..., Process]
) -> None:
    job, gate = plane.gated_job()
    other, _ = plane.gated_job()
    stranger = plane.folder / "work" / "somebody-elses"
    stranger.mkdir(parents=True)
    plane.submit(job)
    killed = start()
    plane.wait_until_engine_works()
    left = set(stranger.parent.glob("greenlight-worker-*"))
    killed.kill()
    _end(killed)
    plane.submit(other)
    living = start(GRACE_SECONDS="30")
    plane.wait_until_engine_works()
    with plane.worker(GRACE_SECONDS="30"):
        now = set(stranger.parent.glob("greenlight-worker-*"))
        gate.touch()
        Path(other.params["gate"]).touch()
        plane.result()
        plane.result()
    living.terminate()
    assert _end(living)[0] == 0
    assert len(left) == 1
    assert len(now) == 2
    assert not left & now
    assert stranger.is_dir()


@pytest.mark.parametrize("deaf", [False, True])
def test_sigterm_hands_the_job_back_and_another_worker_finishes_it(
    cloud_endpoint: str, tmp_path: Path, deaf: bool
) -> None:
    plane = Plane.create(cloud_endpoint, tmp_path, visibility=600)
    job, gate = plane.gated_job(deaf=deaf)
    reached = Path(job.params["reached"])
    os.mkfifo(reached)
    plane.submit(job)
    process = plane.start_process()
    reached.read_text()
    process.terminate()
    code, log = _end(process)
    handed_back, made = plane.unfinished(), plane.made(job)
    reached.unlink()
    gate.touch()
    with plane.worker():
        result = plane.result()
    assert code == 0, log
    assert ("whose engine goes on" in log) == deaf
    assert (handed_back, made) == (1, [])
    assert result.outcome == "succeeded"


def test_sigterm_lets_a_job_finish_that_needs_less_than_the_grace(plane: Plane, start: Callable[..., Process]) -> None:
    job, gate = plane.gated_job()
    plane.submit(job)
    process = start(GRACE_SECONDS="30")
    plane.wait_until_engine_works()
    process.terminate()
    gate.touch()
    code, log = _end(process)
    lines = [json.loads(line) for line in log.splitlines()]
    assert code == 0
    assert [each["outcome"] for each in lines if each.get("job_id") == job.job_id] == ["succeeded"]
    assert plane.result().outcome == "succeeded"
    assert plane.unfinished() == 0


@pytest.mark.parametrize(("grace", "retryable"), [("30", True), ("0", False)])
def test_a_job_that_fails_because_the_worker_is_stopped_is_handed_back(
    plane: Plane, start: Callable[..., Process], grace: str, retryable: bool
) -> None:
    job, gate = plane.gated_job(fault="the encoder went away", retryable=retryable)
    plane.submit(job)
    process = start(GRACE_SECONDS=grace)
    plane.wait_until_engine_works()
    process.terminate()
    if grace != "0":
        gate.touch()
    assert _end(process)[0] == 0
    assert plane.unfinished() == 1
    assert plane.waiting("results") == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_idle_worker_stops_at_once(plane: Plane, start: Callable[..., Process], number: signal.Signals) -> None:
    process = start(WAIT_SECONDS="20")
    assert process.stderr is not None
    assert any("worker ready" in line for line in process.stderr)
    process.send_signal(number)
    assert process.wait(timeout=10) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_job_in_the_last_answer_to_a_worker_that_ended_is_soon_with_another(
    plane: Plane, start: Callable[..., Process], number: signal.Signals
) -> None:
    first = start(WAIT_SECONDS="20", VISIBILITY_SECONDS="600", CLAIM_SECONDS="1")
    # After its first job it asks for the next one.
    plane.do(plane.job())
    first.send_signal(number)
    first.wait()
    plane.submit(plane.job())
    with plane.worker():
        assert plane.result().outcome == "succeeded"


def test_a_worker_whose_engine_hangs_past_the_deadline_ends_with_an_error(cloud_endpoint: str, tmp_path: Path) -> None:
    plane = Plane.create(cloud_endpoint, tmp_path, visibility=1)
    job, _ = plane.gated_job(deaf=True)
    process = plane.start_process()
    # The job's time begins once there is a worker, however long that takes to start.
    assert process.stderr is not None
    assert any("worker ready" in line for line in process.stderr)
    plane.submit(job.model_copy(update={"deadline": plane.job(seconds=6).deadline}))
    code, log = _end(process)
    assert code == 1
    assert "the engine hangs" in log
    with plane.worker():
        error = plane.result().error
    assert error is not None
    assert error.code == "deadline_exceeded"


def test_a_worker_waits_for_a_cloud_that_is_away(plane: Plane, start: Callable[..., Process]) -> None:
    process = start(AWS_ENDPOINT_URL="http://127.0.0.1:9", AWS_MAX_ATTEMPTS="1")
    assert process.stderr is not None
    assert any("the cloud did not answer" in line for line in process.stderr)
    process.terminate()
    assert process.wait(timeout=_PATIENCE) == 0


@pytest.mark.parametrize("name", ["JOB_QUEUE_URL", "RESULT_QUEUE_URL", "PROGRESS_QUEUE_URL", "WORK_DIR"])
def test_a_missing_setting_stops_the_start_with_its_name(plane: Plane, name: str) -> None:
    ended = _runtime("worker", "--task", "text_to_speech", **plane.environment | {name: ""})
    assert ended.returncode == 2
    assert name in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_setting_that_is_no_number_stops_the_start_with_its_name(plane: Plane) -> None:
    ended = _runtime("worker", "--task", "text_to_speech", **plane.environment | {"VISIBILITY_SECONDS": "soon"})
    assert ended.returncode == 2
    assert "VISIBILITY_SECONDS" in ended.stderr


def test_an_unknown_task_is_refused_with_the_names_of_the_tasks(plane: Plane) -> None:
    ended = _runtime("worker", "--task", "tea_making", **plane.environment)
    assert ended.returncode == 2
    assert "text_to_speech" in ended.stderr
    assert "Traceback" not in ended.stderr
