"""What an engine is: it says what it needs, loads once, and turns one job's inputs into outputs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from greenlight.contracts import Job


class JobFailed(Exception):
    """The job cannot be done; `message` is one sentence for the person who asked for it."""

    def __init__(self, code: str, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.retryable = retryable


class JobCancelled(Exception):
    """Somebody cancelled the job while it ran; raised by `Work.report`."""


@dataclass(frozen=True)
class Work:
    """One job on this machine: its inputs as files, a folder to write in, and a way to report.

    `report(fraction, message)` takes 0 to 1, may be called as often as the engine likes (it is throttled to one
    message a second) and raises `JobCancelled` when the job should stop.
    """

    job: Job
    folder: Path
    inputs: Mapping[str, Path]
    report: Callable[[float, str], None]


@dataclass(frozen=True)
class Produced:
    """Files by output name, and what was measured while making them."""

    outputs: dict[str, Path]
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Needs:
    """What an engine must have to load. `gpu_memory` is in MiB; `settings` are names of environment variables."""

    settings: tuple[str, ...] = ()
    gpu_memory: int = 0
    licence: str = ""


class Engine(Protocol):
    """One that is somebody's service may have `check()`: asks it, paying nothing, whether it would work; says what it
    found, or raises `JobFailed`.
    """

    name: str
    version: str
    needs: Needs

    def load(self) -> None:
        """Gets the model ready; called once, before the first job."""

    def run(self, work: Work) -> Produced:
        """Does one job; raises `JobFailed` with a typed reason when it cannot."""
