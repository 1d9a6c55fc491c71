"""The embedded cloud itself: addresses, state over restarts, workers that die, an end that leaves nothing behind."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from local.cloud import REQUESTS_AT_ONCE, STREAMS_AT_ONCE
from local.environment import ROOT, environment
from local.logs import events
from local.stack import Stack
from local.waiting import wait_until


def bearer(stack: Stack) -> dict[str, str]:
    return {"Authorization": f"Bearer {stack.service_key}"}


def processes_of(state: Path) -> list[str]:
    """Command lines that name the state folder: everything that a stack starts."""
    listed = subprocess.run(["ps", "-ww", "-eo", "pid=,args="], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if str(state) in line]


@pytest.fixture
def up(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """`./dev up`, ready."""
    command = [sys.executable, "-m", "local.up", "--port", "0", "--state", str(tmp_path)]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        for line in running.stdout or ():
            if line.startswith("Service key"):
                break
        yield running
        running.kill()


def test_the_api_answers_at_the_root_of_the_public_port(stack: Stack) -> None:
    answer = requests.get(f"{stack.base_url}/", timeout=120)
    assert answer.status_code == 200
    assert answer.json()["name"] == "Greenlight"


@pytest.mark.parametrize("path", ["/_ministack/health", "/_ministack/reset", "/_localstack/health"])
def test_paths_of_the_emulator_are_not_there_on_the_public_port(stack: Stack, path: str) -> None:
    assert requests.get(stack.base_url + path, headers=bearer(stack), timeout=120).status_code == 404


def test_health_on_the_public_port_is_the_health_of_the_api(stack: Stack) -> None:
    assert "services" not in requests.get(f"{stack.base_url}/health", timeout=120).json()
    assert "services" in requests.get(f"{stack.endpoint}/health", timeout=120).json()


def test_forty_who_ask_at_once_are_all_answered_by_no_more_processes_than_are_allowed(stack: Stack) -> None:
    def ask(_: int) -> int:
        return requests.get(f"{stack.base_url}/api/reels/", headers=bearer(stack), timeout=120).status_code

    with ThreadPoolExecutor(40) as pool:
        assert set(pool.map(ask, range(40))) == {200}
    # The streams of other tests may have left some of theirs.
    of_the_api = [line for line in processes_of(stack.state) if "-ApiFunction-" in line and "_worker.py" in line]
    assert 0 < len(of_the_api) <= REQUESTS_AT_ONCE + STREAMS_AT_ONCE


def test_a_killed_worker_is_started_again(stack: Stack) -> None:
    assert stack.workers is not None
    supervisor = stack.workers
    killed = wait_until(lambda: supervisor.pids.get("text_to_speech"), 120, what="the speech worker")
    os.kill(killed, signal.SIGKILL)
    assert wait_until(lambda: supervisor.pids.get("text_to_speech") not in (None, killed), 120, what="its successor")


def test_a_restart_keeps_keys_and_objects_and_deploys_nothing(tmp_path: Path) -> None:
    with Stack(tmp_path) as first:
        bucket = first.deployed.outputs["MediaBucketName"]
        first.client("s3").put_object(Bucket=bucket, Key="kept", Body=b"as it was")
        events = first.client("cloudformation").describe_stack_events(StackName="greenlight-local")["StackEvents"]
    with Stack(tmp_path) as second:
        assert second.service_key == first.service_key
        assert second.endpoint == first.endpoint
        assert second.client("s3").get_object(Bucket=bucket, Key="kept")["Body"].read() == b"as it was"
        again = second.client("cloudformation").describe_stack_events(StackName="greenlight-local")["StackEvents"]
        assert len(again) == len(events)
        assert requests.get(f"{second.base_url}/api/reels/", headers=bearer(second), timeout=120).status_code == 200


def test_an_edited_function_is_deployed_by_the_next_start(tmp_path: Path) -> None:
    project = tmp_path / "project"
    for folder in ("functions", "state_machines"):
        shutil.copytree(ROOT / folder, project / folder)
    template = Path(shutil.copy(ROOT / "template.yaml", project))
    with Stack(tmp_path / "state", template=template) as first:
        assert requests.get(f"{first.base_url}/", timeout=120).json()["name"] == "Greenlight"
    edited = "def handler(event, context):\n    return {'statusCode': 200, 'body': 'edited'}\n"
    (project / "functions" / "api" / "app.py").write_text(edited)
    with Stack(tmp_path / "state", template=template) as second:
        assert requests.get(f"{second.base_url}/", timeout=120).text == "edited"
        assert second.deployed.resources["Table"] == first.deployed.resources["Table"]


def test_the_service_key_is_readable_by_its_owner_alone(stack: Stack) -> None:
    assert (stack.state / "service_key").stat().st_mode & 0o777 == 0o600


def test_sigterm_ends_the_stack_within_ten_seconds_and_leaves_no_process(
    up: subprocess.Popen[str], tmp_path: Path
) -> None:
    assert processes_of(tmp_path)
    up.send_signal(signal.SIGTERM)
    assert up.wait(10) == 0
    assert processes_of(tmp_path) == []


def test_a_killed_runner_takes_everything_it_started_with_it(up: subprocess.Popen[str], tmp_path: Path) -> None:
    assert processes_of(tmp_path)
    up.kill()
    assert wait_until(lambda: not processes_of(tmp_path), timeout=120)


def test_a_state_folder_serves_one_stack_at_a_time(stack: Stack) -> None:
    with pytest.raises(SystemExit, match="in use by another stack"), Stack(stack.state):
        pass


def test_a_taken_port_is_refused_with_a_sentence(stack: Stack, tmp_path: Path) -> None:
    port = int(stack.base_url.rsplit(":", 1)[1])
    with pytest.raises(SystemExit, match="choose another with --port"), Stack(tmp_path, port):
        pass


def test_what_a_function_logged_can_be_read_and_narrowed_by_its_name(stack: Stack) -> None:
    requests.get(f"{stack.base_url}/api/reels/", headers=bearer(stack), timeout=120)
    read = stack.client("logs")
    lines = wait_until(lambda: events(read, "api", 0), 120, what="the API's log")
    assert all(line.startswith("api") for _, line in lines)
    assert events(read, "no_such_function", 0) == []
    assert events(read, "api", lines[-1][0]) == []
