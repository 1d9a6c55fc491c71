"""Files: what came, what was made, and who looks at a portrait."""

from typing import Protocol

from greenlight.domain.reel import Portrait
from greenlight.domain.uploads import Upload


class Uploads(Protocol):
    def put(self, upload: Upload) -> None: ...

    def get(self, upload_id: str) -> Upload | None: ...


class Media(Protocol):
    """Files by S3 URI. `link` is a presigned GET for an hour, downloaded under `filename` where one is given;
    `upload_link` a presigned PUT for an hour that takes exactly `size` bytes of `content_type`.
    """

    def uri(self, key: str) -> str: ...

    def put(self, uri: str, data: bytes, content_type: str) -> None: ...

    def read(self, uri: str) -> bytes: ...

    def exists(self, uri: str) -> bool: ...

    def link(self, uri: str, filename: str | None = None) -> str: ...

    def upload_link(self, uri: str, content_type: str, size: int) -> str: ...

    def delete_under(self, uri: str) -> None: ...


class PortraitInspector(Protocol):
    """Reads the picture at `source`, stores it upright at `target`; raises Invalid in words a person understands."""

    def inspect(self, source: str, target: str) -> Portrait: ...
