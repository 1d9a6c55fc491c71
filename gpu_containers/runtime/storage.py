"""Where inputs come from and outputs go: S3 for workers, a folder for trying a job without a cloud."""

import mimetypes
import re
import shutil
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError

CLOUD_ERRORS = (BotoCoreError, ClientError, Boto3Error)

_S3_URI = re.compile(r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/(?P<key>[A-Za-z0-9!_.*'()+=@:/-]{1,1024})")
_CONTENT_TYPES = {".vtt": "text/vtt", ".srt": "application/x-subrip", ".webp": "image/webp", ".wav": "audio/wav"}


class NotFoundError(Exception):
    """There is nothing at this URI."""


class UriError(ValueError):
    """The URI is not one that this storage can hold; the message names it."""


class Storage(Protocol):
    def fetch(self, uri: str, target: Path) -> None:
        """Copies the object to a file; raises `NotFoundError`."""

    def store(self, source: Path, uri: str) -> None: ...

    def remove(self, uri: str) -> None: ...

    def exists(self, uri: str) -> bool: ...

    def read(self, uri: str) -> str:
        """The object's text; raises `NotFoundError`."""

    def create(self, uri: str, text: str) -> bool:
        """Writes the object in one step unless there is one; says whether it did."""


def content_type(path: Path) -> str:
    known = _CONTENT_TYPES.get(path.suffix.lower())
    return known or mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def parse_s3_uri(uri: str) -> tuple[str, str]:
    """Bucket and key of `s3://bucket/key`; a key with an empty or dotted step is refused."""
    match = _S3_URI.fullmatch(uri)
    steps = match["key"].removesuffix("/").split("/") if match else []
    if not match or any(step in ("", ".", "..") for step in steps):
        raise UriError(f"'{uri}' is not an S3 URI of the form s3://bucket/key.")
    return match["bucket"], match["key"]


class S3Storage:
    """Objects in S3 by `s3://bucket/key`."""

    def __init__(self, s3: Any) -> None:
        self._s3 = s3

    def fetch(self, uri: str, target: Path) -> None:
        bucket, key = parse_s3_uri(uri)
        try:
            self._s3.download_file(bucket, key, str(target))
        except ClientError as error:
            raise _missing_or(error, uri) from error

    def store(self, source: Path, uri: str) -> None:
        bucket, key = parse_s3_uri(uri)
        self._s3.upload_file(str(source), bucket, key, ExtraArgs={"ContentType": content_type(source)})

    def remove(self, uri: str) -> None:
        bucket, key = parse_s3_uri(uri)
        self._s3.delete_object(Bucket=bucket, Key=key)

    def exists(self, uri: str) -> bool:
        bucket, key = parse_s3_uri(uri)
        try:
            self._s3.head_object(Bucket=bucket, Key=key)
        except ClientError as error:
            if isinstance(_missing_or(error, uri), NotFoundError):
                return False
            raise
        return True

    def read(self, uri: str) -> str:
        bucket, key = parse_s3_uri(uri)
        try:
            answer = self._s3.get_object(Bucket=bucket, Key=key)
        except ClientError as error:
            raise _missing_or(error, uri) from error
        body: bytes = answer["Body"].read()
        return body.decode()

    def create(self, uri: str, text: str) -> bool:
        bucket, key = parse_s3_uri(uri)
        try:
            self._s3.put_object(
                Bucket=bucket, Key=key, Body=text.encode(), ContentType="application/json", IfNoneMatch="*"
            )
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 412:
                return False
            raise
        return True


def _missing_or(error: ClientError, uri: str) -> Exception:
    if error.response["Error"]["Code"] in ("404", "NoSuchKey", "NoSuchBucket"):
        return NotFoundError(uri)
    return error


class FolderStorage:
    """The same by `file://` URIs or bare paths, read relative to `base`."""

    def __init__(self, base: Path) -> None:
        self._base = base

    def path(self, uri: str) -> Path:
        name = uri.removeprefix("file://")
        if not name or "://" in name:
            raise UriError(f"'{uri}' is not a local file: use a path or file://path.")
        return self._base / PurePosixPath(name)

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
