"""Inputs and outputs in S3."""

import re
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from gpu_containers.runtime.storage import NotFoundError, UriError, content_type

_S3_URI = re.compile(r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/(?P<key>[A-Za-z0-9!_.*'()+=@:/-]{1,1024})")


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


def parse_s3_uri(uri: str) -> tuple[str, str]:
    """Bucket and key of `s3://bucket/key`; a key with an empty or dotted step is refused."""
    match = _S3_URI.fullmatch(uri)
    steps = match["key"].removesuffix("/").split("/") if match else []
    if not match or any(step in ("", ".", "..") for step in steps):
        raise UriError(f"'{uri}' is not an S3 URI of the form s3://bucket/key.")
    return match["bucket"], match["key"]
