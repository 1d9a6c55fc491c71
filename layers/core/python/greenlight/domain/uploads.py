"""A file on its way in: promised with its size and type, then proved."""

from dataclasses import dataclass, replace
from datetime import datetime

from greenlight.domain.errors import Conflict, TooLarge

# One presigned PUT carries this much.
LARGEST = 100_000_000


@dataclass(frozen=True)
class Upload:
    """`size` is in bytes; `sha256` is None until the file arrived and was checked."""

    upload_id: str
    account_id: str
    user_id: str
    filename: str
    content_type: str
    size: int
    uri: str
    expires_at: datetime
    sha256: str | None = None

    def refuse_if_too_large(self) -> None:
        if self.size > LARGEST:
            raise TooLarge(f"An upload takes up to {LARGEST / 1e6:.0f} MB; this file has {self.size / 1e6:.0f} MB.")

    def completed(self, size: int | None, sha256: str) -> "Upload":
        """Refuses a file that did not arrive, or not as promised."""
        if size is None:
            raise Conflict("The file has not arrived; PUT it to the link first.", code="upload_missing")
        if size != self.size:
            message = f"The file has {size} bytes, but {self.size} were promised; begin a new upload."
            raise Conflict(message, code="upload_size_mismatch")
        return replace(self, sha256=sha256)
