"""The worker's settings, read once from the environment; a missing one stops the start with its name."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class SettingError(Exception):
    """A setting is missing or unusable; the message names it."""


@dataclass(frozen=True)
class WorkerSettings:
    """Queue URLs, the folder for work in hand, and the times, in seconds."""

    job_queue_url: str
    result_queue_url: str
    progress_queue_url: str
    work_dir: Path
    visibility_seconds: int = 30
    grace_seconds: int = 5
    wait_seconds: int = 20

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "WorkerSettings":
        return cls(
            job_queue_url=_required(environment, "JOB_QUEUE_URL"),
            result_queue_url=_required(environment, "RESULT_QUEUE_URL"),
            progress_queue_url=_required(environment, "PROGRESS_QUEUE_URL"),
            work_dir=Path(_required(environment, "WORK_DIR")),
            visibility_seconds=_whole_number(environment, "VISIBILITY_SECONDS", default=30, least=1, most=43_200),
            grace_seconds=_whole_number(environment, "GRACE_SECONDS", default=5, least=0, most=43_200),
            wait_seconds=_whole_number(environment, "WAIT_SECONDS", default=20, least=0, most=20),
        )


def _required(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "").strip()
    if not value:
        raise SettingError(f"The setting {name} is missing: set it in the worker's environment.")
    return value


def _whole_number(environment: Mapping[str, str], name: str, *, default: int, least: int, most: int) -> int:
    text = environment.get(name, "").strip() or str(default)
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise SettingError(f"The setting {name} is {text!r}: set it to a whole number from {least} to {most}.")
    return int(text)
