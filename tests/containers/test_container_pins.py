"""The containers install what the project pins, and nothing in another version."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "gpu_containers").glob("*/requirements.txt"))
PIN = re.compile(r"^([\w.-]+)(?:\[[\w,]+\])?==([^\s\\;]+)", re.MULTILINE)


def pins(text: str) -> dict[str, str]:
    return {name.lower().replace("_", "-"): version for name, version in PIN.findall(text)}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.parent.name)
def test_every_pin_is_that_of_the_project(lock: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *(pin for extra in project["optional-dependencies"].values() for pin in extra)]
    ours, theirs = pins("\n".join(wanted)), pins(lock.read_text())
    shared = set(ours) & set(theirs)
    assert shared
    assert {name: theirs[name] for name in shared} == {name: ours[name] for name in shared}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.parent.name)
def test_every_wheel_is_pinned_by_its_hash(lock: Path) -> None:
    text = lock.read_text()
    assert len(pins(text)) <= text.count("--hash=sha256:")
