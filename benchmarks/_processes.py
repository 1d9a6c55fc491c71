"""CPU seconds of process trees out of /proc, those of children that ended included."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Process:
    """`own` are its own user and system seconds, `ended` those of its children that ended, with all below them."""

    pid: int
    parent: int
    started: int
    own: float
    ended: float

    @property
    def identity(self) -> tuple[int, int]:
        """A pid is given again, but not at the same moment."""
        return self.pid, self.started


def processes() -> dict[int, Process]:
    found = {}
    for folder in PROC.iterdir():
        if folder.name.isdigit() and (process := _read(folder)):
            found[process.pid] = process
    return found


def _read(folder: Path) -> Process | None:
    """None of a process that is gone by now."""
    try:
        # The name of the program is in brackets and may hold anything, brackets as well.
        told = (folder / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    user, system, user_of_ended, system_of_ended = (int(ticks) / TICKS for ticks in told[11:15])
    return Process(int(folder.name), int(told[1]), int(told[19]), user + system, user_of_ended + system_of_ended)


def children(pid: int, among: dict[int, Process]) -> Iterator[Process]:
    return (process for process in among.values() if process.parent == pid)


def below(pid: int, among: dict[int, Process]) -> float:
    """Seconds of all descendants of a process, whether they live or ended."""
    return among[pid].ended + sum(tree(child.pid, among) for child in children(pid, among))


def tree(pid: int, among: dict[int, Process]) -> float:
    return among[pid].own + below(pid, among)


def arguments(pid: int) -> list[str]:
    """None of a process that is gone, or of another user."""
    try:
        return (PROC / str(pid) / "cmdline").read_text(errors="replace").split("\0")
    except OSError:
        return []
