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
    claim_seconds: int = 10
    grace_seconds: int = 5
    wait_seconds: int = 20

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "WorkerSettings":
        return cls(
            job_queue_url=_required(environment, "JOB_QUEUE_URL"),
            result_queue_url=_required(environment, "RESULT_QUEUE_URL"),
            progress_queue_url=_required(environment, "PROGRESS_QUEUE_URL"),
            work_dir=work_dir(environment),
            visibility_seconds=_whole_number(environment, "VISIBILITY_SECONDS", default=30, least=1, most=43_200),
            claim_seconds=_whole_number(environment, "CLAIM_SECONDS", default=10, least=1, most=43_200),
            grace_seconds=_whole_number(environment, "GRACE_SECONDS", default=5, least=0, most=43_200),
            wait_seconds=_whole_number(environment, "WAIT_SECONDS", default=20, least=0, most=20),
        )


@dataclass(frozen=True)
class ServerSettings:
    """What `serve` needs: where it listens, and how long a stop waits for the job in hand.

    SageMaker names the port by a variable of its own; it kills 30 seconds after it asked to stop.
    """

    work_dir: Path
    host: str = "127.0.0.1"
    port: int = 8080
    grace_seconds: int = 20
    # How long an engine may go on after its job's deadline without a report before it counts as hanging.
    patience_seconds: int = 60

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "ServerSettings":
        return cls(
            work_dir=work_dir(environment),
            host=environment.get("BIND_HOST", "").strip() or "127.0.0.1",
            port=_whole_number(environment, "SAGEMAKER_BIND_TO_PORT", default=8080, least=0, most=65_535),
            grace_seconds=_whole_number(environment, "GRACE_SECONDS", default=20, least=0, most=43_200),
            patience_seconds=_whole_number(environment, "PATIENCE_SECONDS", default=60, least=0, most=43_200),
        )


def work_dir(environment: Mapping[str, str]) -> Path:
    return Path(_required(environment, "WORK_DIR"))


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
