"""Files on their way in: what is known of them, where they are put, and who checks large ones."""

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from greenlight.domain.upload_usage import Usage
from greenlight.domain.uploads import Part, Upload


class Uploads(Protocol):
    """An upload and what its account holds are written together, each over the version that was read."""

    def get(self, account_id: str, upload_id: str) -> Upload | None: ...

    def usage(self, account_id: str) -> Usage: ...

    def change(self, before: Upload | None, after: Upload | None, usage: Usage) -> bool:
        """False where the usage is another one by now; raises ConcurrentChange where the upload is."""


class Inbox(Protocol):
    """Where files are put by link. A link takes exactly the bytes that were promised for it; it lives for `seconds`."""

    def link(self, upload: Upload, seconds: int) -> tuple[str, dict[str, str]]:
        """For a file in one piece: the address, and the headers to send."""

    def begin_parts(self, upload: Upload) -> str: ...

    def part_link(self, upload: Upload, part: Part, seconds: int) -> str: ...

    def arrived(self, upload: Upload) -> list[Part] | None:
        """A file in one piece counts as one part; None when nothing came, or it was taken or dropped."""

    def take(self, upload: Upload, arrived: list[Part]) -> None:
        """Joins the parts, or moves the piece, to where no link can change it any more."""

    def drop(self, upload: Upload) -> None:
        """All that there is of it."""

    def size(self, uri: str) -> int | None: ...

    def open(self, uri: str) -> BinaryIO:
        """The file, read in places as it is needed."""

    def pieces(self, uri: str) -> Iterator[bytes]:
        """The file from end to end, never all of it in memory."""


class UploadChecker(Protocol):
    def start(self, upload: Upload) -> None:
        """Has the upload checked in the background."""
