"""Every benchmark works: in its smallest size, with its baselines; how fast it is says nothing here."""

import importlib
import io
import os
import subprocess
import sys
from contextlib import redirect_stdout

import pytest

from benchmarks import _processes
from benchmarks._function_environment import function_environment
from local.bench import names
from local.environment import ROOT, environment
from tests.support.benchmarks import ALONE, HAS_MOVIEPY, ON_A_STACK, require_figures, run


@pytest.fixture
def torch_works(request):
    if request.node.callspec.params["name"] == "gpu":
        try:
            importlib.import_module("torch")
        except (ImportError, OSError) as error:
            pytest.skip(f"torch does not work here: {error}")


@pytest.mark.usefixtures("torch_works")
@pytest.mark.parametrize("name", sorted(ALONE))
def test_a_benchmark_prints_each_case_with_its_figures_and_its_baseline(name):
    printed = run(name, "--smallest")
    require_figures(printed.lines, ALONE[name])
    if name == "scene_assembly":
        missing = "MoviePy is not installed here, so that its case is left out.\n"
        assert printed.err == ("" if HAS_MOVIEPY else missing)


def test_no_benchmark_is_forgotten():
    assert sorted([*ALONE, *ON_A_STACK]) == names()


@pytest.mark.parametrize("name", sorted({*ALONE, *ON_A_STACK}))
def test_a_benchmark_tells_how_it_is_run(name):
    told = io.StringIO()
    with redirect_stdout(told), pytest.raises(SystemExit) as ended:
        importlib.import_module(f"benchmarks.{name}").main(["--help"])
    assert ended.value.code == 0
    assert f"./dev bench {name}" in told.getvalue()
    assert "--smallest" in told.getvalue()


def bench(*arguments):
    command = [sys.executable, "-m", "local.bench", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)


def test_the_command_refuses_an_unknown_benchmark_with_those_there_are():
    refused = bench("reels")
    assert refused.returncode == 1
    assert refused.stderr == f"./dev bench has no benchmark 'reels'; it has {', '.join(names())}.\n"


def test_the_command_helps_with_itself_and_with_each_benchmark():
    overall, one = bench("--help"), bench("costs", "--help")
    assert (overall.returncode, one.returncode) == (0, 0)
    assert all(name in overall.stdout for name in names())
    assert "--table" in one.stdout


@pytest.mark.parametrize("arguments", [("--smallest", "costs"), ("costs", "--smallest")])
def test_the_command_runs_one_benchmark_in_its_smallest_size_wherever_that_is_asked(arguments):
    ran = bench(*arguments)
    assert (ran.returncode, ran.stderr) == (0, "# costs\n")
    assert ran.stdout == run("costs", "--smallest").out


def test_the_command_says_which_benchmark_failed():
    failed = bench("webhooks", "--events", "many")
    assert failed.returncode == 1
    assert failed.stderr.endswith("These benchmarks failed: webhooks\n")


def test_a_function_has_in_a_benchmark_every_setting_that_the_template_gives_it():
    given = function_environment("ApiFunction")
    assert given["TABLE_NAME"].endswith(":Table")
    assert given["RATE_LIMIT_PER_SECOND"] == "1000"
    assert given["PYDANTIC_DISABLE_PLUGINS"] == "__all__"
    assert given["KEY_PEPPER"]
    assert all(isinstance(value, str) for value in given.values())


def spend(seconds):
    """A child that works for so long, and a child of its own that has worked as long before it."""
    work = f"import time\nwhile time.process_time() < {seconds}: pass\n"
    first = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {work!r}])\n"
    command = [sys.executable, "-c", f"{first}{work}print('done', flush=True)\nsys.stdin.read()"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.mark.skipif(not _processes.PROC.exists(), reason="there is no /proc here")
def test_a_tree_of_processes_has_used_what_its_members_use_living_or_ended():
    before = _processes.below(os.getpid(), _processes.processes())
    with spend(0.2) as child:
        assert child.stdout.readline() == "done\n"
        among = _processes.processes()
        assert among[child.pid].parent == os.getpid()
        assert among[child.pid].own >= 0.15
        assert among[child.pid].ended >= 0.15
        assert child.pid in {each.pid for each in _processes.children(os.getpid(), among)}
        living = _processes.below(os.getpid(), among) - before
        assert living >= 0.3
    ended = _processes.processes()
    assert child.pid not in ended
    assert _processes.below(os.getpid(), ended) - before == pytest.approx(living, abs=0.15)
