"""Weights from S3: ranges in parallel into a file that grows, taken up again where an earlier start was cut off."""

import concurrent.futures
import fcntl
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError, IncompleteReadError, ReadTimeoutError, ResponseStreamingError

from gpu_containers.runtime import cloud
from gpu_containers.runtime.s3_storage import parse_s3_uri
from gpu_containers.runtime.storage import CLOUD_ERRORS, UriError
from gpu_containers.runtime.weights import (
    MANIFEST,
    Entry,
    Manifest,
    Report,
    WeightsError,
    files_below,
    read_manifest,
    sha256_of,
)
from gpu_containers.runtime.weights_part import PART_OR_MARK, Part

log = logging.getLogger(__name__)

RANGE = 64 * 1024 * 1024
AT_ONCE = 16
TRIES = 3
_BROKEN_OFF = (IncompleteReadError, ReadTimeoutError, ResponseStreamingError)
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
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _locked(name, folder / ".lock"):
        try:
            place = _Place(client or cloud.client("s3", connections=AT_ONCE), bucket, key)
            return _Download(name, place, folder, report, range_bytes).run()
        except CLOUD_ERRORS as error:
            raise WeightsError(name, "S3 did not answer as it should; try again in a while", retryable=True) from error


@contextmanager
def _locked(name: str, path: Path) -> Iterator[None]:
    """Only a file that lies there itself, and nothing of it is written or cut."""
    try:
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise WeightsError(name, f"{path} cannot be opened ({error.strerror}); remove it") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


@dataclass(frozen=True)
class _Place:
    s3: Any
    bucket: str
    prefix: str

    def get(self, path: str, **how: str) -> bytes:
        """Asks again when an answer breaks off; the client itself does so only for one that does not begin."""
        for _ in range(TRIES - 1):
            try:
                return self._get(path, how)
            except _BROKEN_OFF as error:
                log.warning("%s: %s; asking again", self.uri(path), error)
        return self._get(path, how)

    def uri(self, path: str) -> str:
        return f"s3://{self.bucket}/{self.prefix}{path}"

    def _get(self, path: str, how: dict[str, str]) -> bytes:
        body: bytes = self.s3.get_object(Bucket=self.bucket, Key=f"{self.prefix}{path}", **how)["Body"].read()
        return body


class _Download:
    def __init__(self, name: str, place: _Place, folder: Path, report: Report, range_bytes: int) -> None:
        self._name, self._place, self._folder = name, place, folder
        self._report, self._range = report, range_bytes

    def run(self) -> Path:
        before = files_below(self._name, self._folder)
        text = self._get(MANIFEST)
        manifest = read_manifest(self._name, text)
        parts = {
            path: Part(self._folder / path, entry, self._range)
            for path, entry in manifest.files.items()
            if not self._is_there(path, entry)
        }
        self._remove_other_parts(parts)
        self._refuse_too_much(parts)
        self._fetch_all(manifest, parts)
        # Of an earlier version of the model; the folder is ours.
        for path in set(before) - set(manifest.files):
            (self._folder / path).unlink()
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

    def _remove_other_parts(self, parts: dict[str, Part]) -> None:
        """Of another manifest, or in ranges of another size: they take room, and nobody would finish them."""
        ours = {file for part in parts.values() for file in part.files()}
        for file in self._folder.rglob(".*"):
            if PART_OR_MARK.fullmatch(file.name) and file not in ours:
                file.unlink()

    def _refuse_too_much(self, parts: dict[str, Part]) -> None:
        needed = sum(part.bytes_missing for part in parts.values()) + _SPARE_DISK
        free = shutil.disk_usage(self._folder).free
        if free < needed:
            raise WeightsError(
                self._name, f"they need {needed:,} bytes in {self._folder}, where {free:,} are free", retryable=True
            )

    def _fetch_all(self, manifest: Manifest, parts: dict[str, Part]) -> None:
        """Large files in ranges; the fraction counts bytes."""
        total = max(manifest.bytes, 1)
        done = total - sum(part.bytes_missing for part in parts.values())
        for part in parts.values():
            part.begin()
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            ranges = [(path, start) for path, part in parts.items() for start in part.missing()]
            running = {pool.submit(self._fetch, parts[path], path, start) for path, start in ranges}
            try:
                for finished in concurrent.futures.as_completed(running):
                    done += finished.result()
                    self._report(done / total, f"Fetching the weights of {self._name}")
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        for path, part in parts.items():
            part.finish(self._name, path)

    def _fetch(self, part: Part, path: str, start: int) -> int:
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
