"""Processes that are forked behave as those that Python starts: streams, environment, folder, code, end."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from local import fork_server
from local.environment import environment

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the local stack forks functions on Linux alone")
PATIENCE = 120


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    # Longer than the path of a socket may be.
    with fork_server.running(tmp_path_factory.mktemp("s" * 120)) as executable:
        yield executable


def script(folder: Path, text: str) -> Path:
    file = folder / "script.py"
    file.write_text(text)
    return file


def run(python: str, file: Path, **options: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        [python, str(file)], capture_output=True, text=True, check=False, timeout=PATIENCE, **options
    )


def test_a_script_has_its_streams_its_environment_its_folder_and_its_exit_code(python, tmp_path):
    text = "import os, sys\nprint(sys.stdin.read().upper(), os.environ['NAME'], os.getcwd())\nsys.exit(7)"
    done = run(python, script(tmp_path, text), input="é", env={"NAME": "Zoë"}, cwd=tmp_path)
    assert (done.stdout, done.returncode) == (f"É Zoë {tmp_path}\n", 7)


def test_a_script_inherits_nothing_of_the_environment_of_the_server(python, tmp_path):
    done = run(python, script(tmp_path, "import os\nprint(sorted(os.environ))"), env={"ONLY": "this"})
    assert "'ONLY'" in done.stdout
    assert "'PATH'" not in done.stdout


def test_what_a_script_raises_is_on_its_stderr(python, tmp_path):
    done = run(python, script(tmp_path, "raise KeyError('lost')"), env={})
    assert done.returncode == 1
    assert "KeyError: 'lost'" in done.stderr


def test_libraries_are_imported_already_and_code_beside_the_script_or_on_the_path_is_read_anew(python, tmp_path):
    (tmp_path / "beside.py").write_text("WORD = 'first'")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "far.py").write_text("WORD = 'far'")
    text = "import sys\nprint('boto3' in sys.modules, 'greenlight' in sys.modules)\nimport beside, far\n"
    file = script(tmp_path, text + "print(beside.WORD, far.WORD)")
    variables = {"PYTHONPATH": str(tmp_path / "elsewhere"), "PYTHONDONTWRITEBYTECODE": "1"}
    assert run(python, file, env=variables).stdout == "True False\nfirst far\n"
    (tmp_path / "beside.py").write_text("WORD = 'second'")
    assert run(python, file, env=variables).stdout == "True False\nsecond far\n"


def test_two_scripts_run_at_once(python, tmp_path):
    file = script(tmp_path, "import sys\nprint('here', flush=True)\nsys.stdin.read()")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([python, file], **pipes) as one, subprocess.Popen([python, file], **pipes) as two:
        assert [one.stdout.readline(), two.stdout.readline()] == ["here\n", "here\n"]
        for process in (one, two):
            process.communicate(timeout=PATIENCE)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_whoever_ends_the_client_ends_the_script(python, tmp_path, number):
    file = script(tmp_path, "import signal\nprint('here', flush=True)\nsignal.pause()")
    with subprocess.Popen([python, file], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "here\n"
        process.send_signal(number)
        # The script holds the other end of this pipe.
        assert process.stdout.read() == ""
        assert process.wait(PATIENCE) == -number


def test_the_scripts_end_with_their_server(tmp_path):
    file = script(tmp_path, "import signal\nprint('here', flush=True)\nsignal.pause()")
    with fork_server.running(tmp_path / "server") as python:
        process = subprocess.Popen([python, file], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        assert process.stdout.readline() == "here\n"
    with process:
        assert process.stdout.read() == ""
        assert process.wait(PATIENCE) != 0


def test_without_its_server_a_script_runs_all_the_same(tmp_path):
    with fork_server.running(tmp_path / "server") as python:
        pass
    assert run(python, script(tmp_path, "print('here')"), env=environment({})).stdout == "here\n"


def test_who_asks_for_anything_but_a_script_gets_python(python):
    asked = subprocess.run([python, "-c", "print(6 * 7)"], capture_output=True, text=True, check=False)
    assert asked.stdout == "42\n"


def test_nobody_else_may_ask_the_server(tmp_path):
    with fork_server.running(tmp_path / "server"):
        assert (tmp_path / "server").stat().st_mode & 0o077 == 0
