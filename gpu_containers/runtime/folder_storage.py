"""Inputs and outputs in a folder, for trying a job without a cloud."""

import shutil
from pathlib import Path

from gpu_containers.runtime.storage import NotFoundError, UriError


class FolderStorage:
    """Files by `file://` URIs or bare paths, read relative to `base`."""

    def __init__(self, base: Path) -> None:
        self._base = base

    def path(self, uri: str) -> Path:
        name = uri.removeprefix("file://")
        if not name or "://" in name:
            raise UriError(f"'{uri}' is not a local file: use a path or file://path.")
        return self._base / name

    def fetch(self, uri: str, target: Path) -> None:
        source = self.path(uri)
        if not source.is_file():
            raise NotFoundError(uri)
        shutil.copyfile(source, target)

    def store(self, source: Path, uri: str) -> None:
        target = self.path(uri)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)

    def remove(self, uri: str) -> None:
        self.path(uri).unlink(missing_ok=True)

    def exists(self, uri: str) -> bool:
        return self.path(uri).exists()

    def read(self, uri: str) -> str:
        if not self.exists(uri):
            raise NotFoundError(uri)
        return self.path(uri).read_text()

    def create(self, uri: str, text: str) -> bool:
        target = self.path(uri)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with target.open("x") as file:
                file.write(text)
        except FileExistsError:
            return False
        return True
