"""`./dev test`: which files it runs, in how many processes, and what it says at the end."""

import subprocess
import sys
from pathlib import Path

import pytest

from local import tests
from local.environment import ROOT, environment

WHOLE = ["--durations", "10"]
SHARED_OUT = ["--dist", "loadfile", "--no-loadscope-reorder"]


def arguments(*given: str) -> list[str]:
    options, rest = tests.parser().parse_known_args(given)
    return tests.command(options, rest)


def test_everything_runs_in_several_processes_a_file_in_each():
    assert arguments()[:-1] == [*WHOLE, *SHARED_OUT, "-n"]
    assert int(arguments()[-1]) > 1


@pytest.mark.parametrize(
    "given", [("tests/domain/test_money.py",), ("tests/domain/test_money.py::test_it",), ("--pdb",)]
)
def test_one_file_or_a_debugger_stays_in_this_process(given):
    assert arguments(*given) == [*WHOLE, *given]


def test_who_chooses_how_many_processes_gets_a_file_in_each_all_the_same():
    assert arguments("-n", "7", "-x") == [*WHOLE, *SHARED_OUT, "-n", "7", "-x"]


@pytest.mark.parametrize("given", [("tests/domain",), ("tests/domain/test_money.py", "tests/domain/test_scripts.py")])
def test_folders_and_several_files_are_shared_out(given):
    assert arguments(*given)[: len(WHOLE + SHARED_OUT) + 1] == [*WHOLE, *SHARED_OUT, "-n"]
    assert set(given) < set(arguments(*given))


def test_the_quick_ones_need_no_stack_and_no_container():
    chosen = arguments("--quick")
    assert {"tests/domain", "tests/services", "tests/functions"} < set(chosen)
    assert not {"tests/e2e", "tests/containers"} & set(chosen)


@pytest.mark.parametrize(
    ("changed", "needed"),
    [
        (["layers/core/python/greenlight/domain/money.py"], ["architecture", "domain", "functions", "services"]),
        (["layers/core/python/greenlight/aws/table.py"], ["adapters", "architecture", "functions"]),
        (["gpu_containers/media/mix.py"], ["architecture", "containers"]),
        (["tests/domain/test_money.py"], ["domain/test_money.py"]),
        (["tests/domain/test_money.py", "layers/core/python/greenlight/domain/money.py"], None),
        (["tests/e2e/people.py"], ["e2e"]),
        (["README.md", "docs/scaling.md", "LICENSE"], []),
        (["tests/domain/test_that_is_gone.py"], []),
    ],
)
def test_what_changed_decides_what_runs(changed, needed):
    needed = ["architecture", "domain", "functions", "services"] if needed is None else needed
    assert tests.paths_for(changed) == [f"tests/{name}" for name in needed]


def test_what_all_tests_stand_on_needs_all_of_them():
    assert tests.paths_for(["tests/support/aws.py"]) == sorted(f"tests/{layer}" for layer in tests.LAYERS)


def test_every_folder_of_tests_is_a_layer_and_every_folder_of_code_has_its_tests():
    assert {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")} == set(tests.LAYERS)
    tracked = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True)
    code = [name for name in tracked.stdout.splitlines() if not name.startswith("tests/")]
    assert [name for name in code if not tests.paths_for([name])] == []


def run(folder: Path, *given: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "pytest", "-p", "tests.support.order", "-p", "no:cacheprovider", *given]
    return subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True, check=False, timeout=300
    )


@pytest.mark.parametrize("processes", ["0", "2"])
def test_a_broken_flow_runs_first_and_ends_the_run(tmp_path, processes):
    (tmp_path / "tests" / "e2e").mkdir(parents=True)
    (tmp_path / "tests" / "e2e" / "test_documented_flows.py").write_text("def test_flow():\n    assert False\n")
    (tmp_path / "tests" / "e2e" / "test_another.py").write_text(
        "import pytest\n@pytest.mark.parametrize('n', range(200))\ndef test_fine(n):\n    pass\n"
    )
    done = run(tmp_path, "-n", processes, "--dist", "loadfile", "--no-loadscope-reorder", "tests")
    assert done.returncode != 0
    assert "a documented flow is broken: tests/e2e/test_documented_flows.py::test_flow" in done.stdout + done.stderr
    # Other processes end what they have in hand.
    assert processes != "0" or "passed" not in done.stdout


def test_a_run_ends_with_the_seconds_of_each_layer(tmp_path):
    for layer in ("domain", "e2e"):
        (tmp_path / "tests" / layer).mkdir(parents=True)
        (tmp_path / "tests" / layer / f"test_{layer}.py").write_text("def test_it():\n    pass\n")
    done = run(tmp_path, "tests")
    assert done.returncode == 0, done.stdout + done.stderr
    _, told = done.stdout.split("seconds of each layer")
    assert {line.split()[1] for line in told.splitlines() if len(line.split()) == 2} == {"domain", "e2e"}
