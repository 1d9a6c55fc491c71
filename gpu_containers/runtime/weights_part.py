"""A file of weights that grows on disk range by range, and is the file only when it is whole and right."""

import os
import re
from pathlib import Path

from gpu_containers.runtime.weights import Entry, WeightsError, sha256_of

# What a Part leaves, whatever its ranges; a manifest can name nothing of such a kind.
PART_OR_MARK = re.compile(r"\..+\.part(\.\d+)?")


class Part:
    """A file that is being fetched, and beside it one empty file, a mark, for each range that is there.

    The size of the ranges is in their names, since a mark means nothing to ranges of another size.
    """

    def __init__(self, file: Path, entry: Entry, range_bytes: int) -> None:
        self.entry = entry
        self._range = range_bytes
        self._file = file
        self._growing = file.with_name(f".{file.name}.{entry.sha256[:16]}.{range_bytes}.part")

    def files(self) -> list[Path]:
        """What is there; marks of a file that is gone are not counted."""
        return [self._growing, *self._marks()] if self._growing.exists() else []

    def begin(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._growing.open("ab") as growing:
            growing.truncate(self.entry.bytes)

    def missing(self) -> list[int]:
        there = self._there()
        return [start for start in range(0, self.entry.bytes, self._range) if start not in there]

    @property
    def bytes_missing(self) -> int:
        return self.entry.bytes - sum(min(self._range, self.entry.bytes - start) for start in self._there())

    def write(self, start: int, data: bytes) -> None:
        with self._growing.open("r+b") as growing:
            growing.seek(start)
            growing.write(data)
            growing.flush()
            os.fsync(growing.fileno())
        self._growing.with_name(f"{self._growing.name}.{start}").touch()

    def finish(self, name: str, path: str) -> None:
        """The file under its own name, if it is the right one; else nothing of it stays."""
        right = sha256_of(self._growing) == self.entry.sha256
        for mark in self._marks():
            mark.unlink()
        if not right:
            self._growing.unlink()
            raise WeightsError(name, f"{path} is not the file that the manifest describes (sha256)")
        self._growing.replace(self._file)

    def _there(self) -> set[int]:
        return {int(mark.suffix[1:]) for mark in self._marks()}

    def _marks(self) -> list[Path]:
        return list(self._growing.parent.glob(f"{self._growing.name}.*"))
