"""Properties are tried with examples that the whole project chooses, and in every run with the same ones."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.examples import REPOSITORY

CHOOSES = REPOSITORY / "tests/support/examples.py"
PROPERTY = """
from hypothesis import given, strategies as st

@given(st.text(max_size=30), st.integers(), st.floats())
def test_prints(text, number, other):
    print("DRAWN", ascii(text), number, other)
"""


def drawn(folder: Path, profile: str, *, beside: str = "") -> list[str]:
    """What a property draws in a process of its own, in which `beside` is loaded too."""
    (folder / "conftest.py").write_text("from tests.support.examples import use_profile\n\nuse_profile()\n")
    (folder / "test_it.py").write_text(beside + PROPERTY)
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-s", "-p", "no:cacheprovider", "--rootdir", folder, folder / "test_it.py"],
        cwd=REPOSITORY,
        env={"PYTHONPATH": f"{REPOSITORY}:{REPOSITORY / 'layers/core/python'}", "HYPOTHESIS_PROFILE": profile},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return re.findall("DRAWN .*", ended.stdout)


@pytest.mark.real
def test_a_property_draws_the_same_in_every_run_whatever_else_is_loaded(tmp_path):
    first = drawn(tmp_path, "ci")
    assert len(set(first)) > 20
    assert drawn(tmp_path, "ci", beside="import greenlight.writers.rules, greenlight.bootstrap\n") == first


@pytest.mark.real
def test_exploring_draws_many_more_and_others(tmp_path):
    first = drawn(tmp_path, "explore")
    assert len(first) > 10 * len(drawn(tmp_path, "ci"))
    assert drawn(tmp_path, "explore") != first


@pytest.mark.real
def test_a_profile_that_does_not_exist_is_refused_with_those_that_do(tmp_path):
    with pytest.raises(AssertionError, match="set it to one of ci, explore"):
        drawn(tmp_path, "thorough")


def test_no_test_has_a_time_limit_or_a_number_of_examples_of_its_own():
    own = re.compile(r"from hypothesis import .*\b(?:settings|seed)\b|hypothesis\.(?:settings|seed)\b")
    files = set((REPOSITORY / "tests").rglob("*.py")) - {CHOOSES, Path(__file__).resolve()}
    assert [path for path in sorted(files) if own.search(path.read_text())] == []
