"""Where people put files in S3 by presigned links, and how what came is taken in."""

import base64
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeVar, cast

from botocore.exceptions import ClientError

from greenlight.domain.uploads import Part, Upload

# One request for this many bytes when a file is read in places.
READ_AHEAD = 1024**2
T = TypeVar("T")


@dataclass(frozen=True)
class S3Inbox:
    client: Any
    bucket: str

    def link(self, upload: Upload, seconds: int) -> tuple[str, dict[str, str]]:
        headers = {"Content-Type": upload.content_type}
        parameters = {**self._at(upload.inbox), "ContentType": upload.content_type, "ContentLength": upload.size}
        if upload.promised_sha256:
            # Signed too: S3 itself refuses other bytes.
            digest = base64.b64encode(bytes.fromhex(upload.promised_sha256)).decode()
            headers["x-amz-checksum-sha256"] = parameters["ChecksumSHA256"] = digest
        return self._presigned("put_object", parameters, seconds), headers

    def part_link(self, upload: Upload, part: Part, seconds: int) -> str:
        parameters = {**self._parts_of(upload), "PartNumber": part.number, "ContentLength": part.size}
        return self._presigned("upload_part", parameters, seconds)

    def begin_parts(self, upload: Upload) -> str:
        answer = self.client.create_multipart_upload(**self._at(upload.uri), ContentType=upload.content_type)
        return str(answer["UploadId"])

    def arrived(self, upload: Upload) -> list[Part] | None:
        if upload.part_size is None:
            size = self.size(upload.inbox)
            return None if size is None else [Part(1, size)]
        return _unless_missing(lambda: self._list_parts(upload))

    def take(self, upload: Upload, arrived: list[Part]) -> None:
        if upload.part_size is None:
            source = self._at(upload.inbox)
            self.client.copy_object(**self._at(upload.uri), CopySource=source)
            self.client.delete_object(**source)
            return
        parts = [{"PartNumber": part.number, "ETag": part.etag} for part in arrived]
        self.client.complete_multipart_upload(**self._parts_of(upload), MultipartUpload={"Parts": parts})

    def drop(self, upload: Upload) -> None:
        if upload.parts_id:
            _unless_missing(lambda: self.client.abort_multipart_upload(**self._parts_of(upload)))
        for uri in {upload.inbox, upload.uri}:
            self.client.delete_object(**self._at(uri))

    def size(self, uri: str) -> int | None:
        answer = _unless_missing(lambda: self.client.head_object(**self._at(uri)))
        return None if answer is None else int(answer["ContentLength"])

    def open(self, uri: str) -> BinaryIO:
        raw = _InPlaces(self.client, self._at(uri), self.size(uri) or 0)
        return cast(BinaryIO, io.BufferedReader(raw, READ_AHEAD))

    def pieces(self, uri: str) -> Iterator[bytes]:
        yield from self.client.get_object(**self._at(uri))["Body"].iter_chunks(READ_AHEAD)

    def _list_parts(self, upload: Upload) -> list[Part]:
        pages = self.client.get_paginator("list_parts").paginate(**self._parts_of(upload))
        return [Part(p["PartNumber"], p["Size"], p["ETag"]) for page in pages for p in page.get("Parts", [])]

    def _presigned(self, operation: str, parameters: dict[str, Any], seconds: int) -> str:
        return str(self.client.generate_presigned_url(operation, Params=parameters, ExpiresIn=seconds))

    def _parts_of(self, upload: Upload) -> dict[str, str]:
        return {**self._at(upload.uri), "UploadId": upload.parts_id or ""}

    def _at(self, uri: str) -> dict[str, Any]:
        return {"Bucket": self.bucket, "Key": uri.removeprefix(f"s3://{self.bucket}/")}


class _InPlaces(io.RawIOBase):
    """An object as a file: each read is a request for that range."""

    def __init__(self, client: Any, place: dict[str, str], size: int) -> None:
        self._client, self._place, self._size, self._offset = client, place, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._offset = {io.SEEK_SET: 0, io.SEEK_CUR: self._offset, io.SEEK_END: self._size}[whence] + offset
        return self._offset

    def tell(self) -> int:
        return self._offset

    def readinto(self, buffer: Any) -> int:
        last = min(self._offset + len(buffer), self._size) - 1
        if last < self._offset:
            return 0
        wanted = f"bytes={self._offset}-{last}"
        data = self._client.get_object(**self._place, Range=wanted)["Body"].read()
        buffer[: len(data)] = data
        self._offset += len(data)
        return len(data)


def _unless_missing(ask: Callable[[], T]) -> T | None:
    try:
        return ask()
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            return None
        raise
