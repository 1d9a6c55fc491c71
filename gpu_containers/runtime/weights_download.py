"""Weights from S3: ranges in parallel into a file that grows, taken up again where an earlier start was cut off."""

import concurrent.futures
import fcntl
import itertools
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from gpu_containers.runtime import cloud
from gpu_containers.runtime.s3_storage import parse_s3_uri
from gpu_containers.runtime.storage import CLOUD_ERRORS, UriError
from gpu_containers.runtime.weights import (
    MANIFEST,
    Entry,
    Manifest,
    Report,
    WeightsError,
    read_manifest,
    sha256_of,
)

RANGE = 64 * 1024 * 1024
AT_ONCE = 16
_SPARE_DISK = 256 * 1024 * 1024


def download(
    name: str, prefix: str, folder: Path, report: Report, client: Any = None, range_bytes: int = RANGE
) -> Path:
    """`folder`, with every file of the manifest at `prefix` (`s3://…/`) in it and checked.

    Two processes that share a disk download once. What is there already and right is not fetched again.
    """
    try:
        bucket, key = parse_s3_uri(prefix)
    except UriError as error:
        raise WeightsError(name, f"WEIGHTS is not s3://bucket/prefix/ ({error})") from error
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            place = _Place(client or cloud.client("s3"), bucket, key)
            return _Download(name, place, folder, report, range_bytes).run()
        except CLOUD_ERRORS as error:
            raise WeightsError(name, "S3 did not answer as it should; try again in a while", retryable=True) from error


@dataclass(frozen=True)
class _Place:
    s3: Any
    bucket: str
    prefix: str

    def get(self, path: str, **how: str) -> bytes:
        answer = self.s3.get_object(Bucket=self.bucket, Key=f"{self.prefix}{path}", **how)
        body: bytes = answer["Body"].read()
        return body

    def uri(self, path: str) -> str:
        return f"s3://{self.bucket}/{self.prefix}{path}"


class _Download:
    def __init__(self, name: str, place: _Place, folder: Path, report: Report, range_bytes: int) -> None:
        self._name, self._place, self._folder = name, place, folder
        self._report, self._range = report, range_bytes

    def run(self) -> Path:
        text = self._get(MANIFEST)
        manifest = read_manifest(self._name, text)
        missing = {path: entry for path, entry in manifest.files.items() if not self._is_there(path, entry)}
        self._refuse_too_much(missing)
        self._fetch_all(manifest, missing)
        self._remove_strangers(manifest)
        (self._folder / MANIFEST).write_bytes(text)
        return self._folder

    def _get(self, path: str) -> bytes:
        try:
            return self._place.get(path)
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "NoSuchBucket", "404"):
                message = f"{self._place.uri(path)} is not there; upload the model's folder"
                raise WeightsError(self._name, message) from error
            raise

    def _is_there(self, path: str, entry: Entry) -> bool:
        file = self._folder / path
        return file.is_file() and file.stat().st_size == entry.bytes and sha256_of(file) == entry.sha256

    def _refuse_too_much(self, missing: dict[str, Entry]) -> None:
        needed = sum(entry.bytes for entry in missing.values()) + _SPARE_DISK
        free = shutil.disk_usage(self._folder).free
        if free < needed:
            raise WeightsError(
                self._name, f"they need {needed:,} bytes in {self._folder}, where {free:,} are free", retryable=True
            )

    def _fetch_all(self, manifest: Manifest, missing: dict[str, Entry]) -> None:
        """Large files in ranges; the fraction counts bytes."""
        total = max(manifest.bytes, 1)
        done = total - sum(entry.bytes for entry in missing.values())
        files = {path: _Part(self._folder / path, entry, self._range) for path, entry in missing.items()}
        done += sum(part.bytes_there for part in files.values())
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            ranges = [(path, start) for path, part in files.items() for start in part.missing()]
            running = {pool.submit(self._fetch, files[path], path, start) for path, start in ranges}
            try:
                for finished in concurrent.futures.as_completed(running):
                    done += finished.result()
                    self._report(done / total, f"Fetching the weights of {self._name}")
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        for path, part in files.items():
            part.finish(self._name, path)

    def _fetch(self, part: "_Part", path: str, start: int) -> int:
        end = min(start + self._range, part.entry.bytes)
        try:
            data = self._place.get(path, Range=f"bytes={start}-{end - 1}")
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
                raise WeightsError(self._name, f"{path} is missing in S3") from error
            if error.response["Error"]["Code"] == "InvalidRange":
                raise WeightsError(self._name, f"{path} is shorter in S3 than its manifest says") from error
            raise
        if len(data) != end - start:
            raise WeightsError(self._name, f"{path} is shorter in S3 than its manifest says")
        part.write(start, data)
        return len(data)

    def _remove_strangers(self, manifest: Manifest) -> None:
        """Of an earlier version of the model; the folder is ours."""
        for file in [each for each in self._folder.rglob("*") if each.is_file()]:
            if str(file.relative_to(self._folder)) not in (*manifest.files, MANIFEST, ".lock"):
                file.unlink()


class _Part:
    """A file that is being fetched, and beside it one empty file for each range that is there."""

    def __init__(self, file: Path, entry: Entry, range_bytes: int) -> None:
        self.entry = entry
        self._range = range_bytes
        self._file = file
        self._growing = file.with_name(f".{file.name}.{entry.sha256[:16]}.part")
        file.parent.mkdir(parents=True, exist_ok=True)
        with self._growing.open("ab") as growing:
            growing.truncate(entry.bytes)

    def missing(self) -> list[int]:
        return [start for start in range(0, self.entry.bytes, self._range) if not self._mark(start).exists()]

    @property
    def bytes_there(self) -> int:
        return self.entry.bytes - sum(min(self._range, self.entry.bytes - start) for start in self.missing())

    def write(self, start: int, data: bytes) -> None:
        with self._growing.open("r+b") as growing:
            growing.seek(start)
            growing.write(data)
            growing.flush()
            os.fsync(growing.fileno())
        self._mark(start).touch()

    def finish(self, name: str, path: str) -> None:
        """The file under its own name, if it is the right one; else nothing of it stays."""
        right = sha256_of(self._growing) == self.entry.sha256
        for mark in self._marks():
            mark.unlink()
        if not right:
            self._growing.unlink()
            raise WeightsError(name, f"{path} is not the file that the manifest describes (sha256)")
        self._growing.replace(self._file)

    def _mark(self, start: int) -> Path:
        return self._growing.with_name(f"{self._growing.name}.{start}")

    def _marks(self) -> list[Path]:
        starts = itertools.takewhile(lambda start: start < self.entry.bytes, itertools.count(0, self._range))
        return [mark for start in starts if (mark := self._mark(start)).exists()]
