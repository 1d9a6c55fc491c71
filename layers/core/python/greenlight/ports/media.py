"""Files that are kept, and who looks at a portrait."""

from typing import Protocol

from greenlight.domain.reel import Portrait


class Media(Protocol):
    """Files by S3 URI. `link` is a presigned GET (or HEAD) for an hour, with `filename` where one is given."""

    def uri(self, key: str) -> str: ...

    def put(self, uri: str, data: bytes, content_type: str) -> None: ...

    def read(self, uri: str) -> bytes: ...

    def exists(self, uri: str) -> bool: ...

    def link(
        self, uri: str, filename: str | None = None, *, as_attachment: bool = False, only_head: bool = False
    ) -> str: ...

    def delete_under(self, uri: str) -> None: ...


class PortraitInspector(Protocol):
    """Reads the picture at `source`, stores it upright at `target`; raises Invalid in words a person understands."""

    def inspect(self, source: str, target: str) -> Portrait: ...
