"""The `dev` script before anything is installed."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def dev(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(ROOT / "dev"), *arguments], capture_output=True, text=True, check=False)


def test_help_has_a_line_for_each_command() -> None:
    lines = dev("--help").stdout.splitlines()
    for command in ("demo", "up", "logs", "key", "test", "check", "bench", "container", "deploy", "destroy"):
        assert any(line.startswith(f"  {command} ") for line in lines)


def test_without_a_command_it_shows_the_help() -> None:
    assert dev().stdout == dev("--help").stdout


def test_an_unknown_command_is_refused_with_those_there_are() -> None:
    refused = dev("demos")
    assert refused.returncode == 1
    assert refused.stderr.strip() == (
        "./dev has no command 'demos'; it has demo, up, logs, key, test, check, bench, container, deploy, destroy."
    )


@pytest.mark.parametrize("group", ["core", "local", "engines", "openai", "runwayml", "test", "check", "sam"])
def test_every_lock_pins_every_package(group: str) -> None:
    lock = (ROOT / "local" / "requirements" / f"{group}.txt").read_text()
    packages = [line for line in lock.splitlines() if not line.startswith("#")]
    assert packages
    assert all("==" in line for line in packages)
