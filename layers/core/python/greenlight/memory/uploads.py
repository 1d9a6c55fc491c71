"""The twins, in memory, of uploads and of the inbox that files are put into."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import md5
from typing import BinaryIO

from greenlight.domain.errors import ConcurrentChange
from greenlight.domain.upload_usage import Usage
from greenlight.domain.uploads import Part, Upload
from greenlight.memory.media import MemoryMedia


@dataclass
class MemoryUploads:
    uploads: dict[tuple[str, str], Upload] = field(default_factory=dict)
    usages: dict[str, Usage] = field(default_factory=dict)

    def get(self, account_id: str, upload_id: str) -> Upload | None:
        return self.uploads.get((account_id, upload_id))

    def usage(self, account_id: str) -> Usage:
        return self.usages.get(account_id, Usage(account_id))

    def change(self, before: Upload | None, after: Upload | None, usage: Usage) -> bool:
        key = next((upload.account_id, upload.upload_id) for upload in (before, after) if upload)
        stored = self.uploads.get(key)
        if (stored and stored.version) != (before and before.version):
            raise ConcurrentChange("The upload was changed by another request; look at it and try again.")
        if usage.version != self.usage(usage.account_id).version + 1:
            return False
        self.usages[usage.account_id] = usage
        if after is None:
            del self.uploads[key]
        else:
            self.uploads[key] = after
        return True


@dataclass
class MemoryInbox:
    """`receive` is what a PUT to a link does."""

    media: MemoryMedia
    coming: dict[str, dict[int, bytes]] = field(default_factory=dict)

    def link(self, upload: Upload, seconds: int) -> tuple[str, dict[str, str]]:
        return upload.inbox, {"Content-Type": upload.content_type}

    def part_link(self, upload: Upload, part: Part, seconds: int) -> str:
        return f"{upload.parts_id}?part={part.number}"

    def receive(self, url: str, data: bytes) -> None:
        place, _, number = url.partition("?part=")
        if number:
            self.coming[place][int(number)] = data
        else:
            self.media.files[place] = data

    def begin_parts(self, upload: Upload) -> str:
        self.coming[f"parts of {upload.upload_id}"] = {}
        return f"parts of {upload.upload_id}"

    def arrived(self, upload: Upload) -> list[Part] | None:
        if upload.part_size is None:
            size = self.size(upload.inbox)
            return None if size is None else [Part(1, size)]
        parts = self.coming.get(upload.parts_id or "")
        if parts is None:
            return None
        return [Part(number, len(data), f'"{_etag(data)}"') for number, data in sorted(parts.items())]

    def take(self, upload: Upload, arrived: list[Part]) -> None:
        if upload.part_size is None:
            self.media.files[upload.uri] = self.media.files.pop(upload.inbox)
        else:
            parts = self.coming.pop(upload.parts_id or "")
            self.media.files[upload.uri] = b"".join(parts[part.number] for part in arrived)

    def drop(self, upload: Upload) -> None:
        self.coming.pop(upload.parts_id or "", None)
        for uri in (upload.inbox, upload.uri):
            self.media.files.pop(uri, None)

    def size(self, uri: str) -> int | None:
        return len(self.media.files[uri]) if uri in self.media.files else None

    def open(self, uri: str) -> BinaryIO:
        return io.BytesIO(self.media.files[uri])

    def pieces(self, uri: str) -> Iterator[bytes]:
        yield self.media.files[uri]


@dataclass
class MemoryChecker:
    """Remembers what it was asked to have checked."""

    started: list[Upload] = field(default_factory=list)

    def start(self, upload: Upload) -> None:
        self.started.append(upload)


def _etag(data: bytes) -> str:
    return md5(data, usedforsecurity=False).hexdigest()
