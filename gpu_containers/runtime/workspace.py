"""Folders for work in hand: one per worker and one per job in it; what killed workers left is swept."""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = "greenlight-worker-"
_LOCK = ".alive"


class Workspace:
    """This worker's own folder under `root`, locked while its process lives.

    The lock goes with the process however it dies, so a folder that can be locked is a dead worker's. Process ids
    would not do: containers that share a volume have the same ones.
    """

    def __init__(self, root: Path) -> None:
        root.mkdir(parents=True, exist_ok=True)
        with (root / ".greenlight-sweep").open("w") as sweep:
            fcntl.flock(sweep, fcntl.LOCK_EX)
            for folder in root.glob(f"{_PREFIX}*"):
                _remove_if_dead(folder)
            self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=root))
            self._lock = (self.folder / _LOCK).open("w")
            fcntl.flock(self._lock, fcntl.LOCK_EX)

    @contextmanager
    def job_folder(self) -> Iterator[Path]:
        """A new folder, removed afterwards with all that is in it."""
        folder = Path(tempfile.mkdtemp(prefix="job-", dir=self.folder))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.close()


def _remove_if_dead(folder: Path) -> None:
    try:
        lock = (folder / _LOCK).open("w")
    except FileNotFoundError:
        return
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        shutil.rmtree(folder, ignore_errors=True)
