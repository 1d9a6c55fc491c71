"""What the runtime asks of the place where inputs come from and outputs go; S3 and a folder are such places."""

import mimetypes
from pathlib import Path
from typing import Protocol

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError

CLOUD_ERRORS = (BotoCoreError, ClientError, Boto3Error)

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
