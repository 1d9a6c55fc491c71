"""A file on its way in: promised with its size and type, looked at when it is there, an asset from then on."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from greenlight.domain.errors import Invalid, NotFound, TooLarge

# How long an asset is there to be made something of, in days; template.yaml deletes the files.
ASSET_DAYS = 7
# For who checks to die, and the client to ask once more.
TIME_TO_ASK_AGAIN = timedelta(hours=1)
# They join letters and pictures, as in family emoji.
JOINERS = "\u200c\u200d"
HARMFUL = {"Cc", "Cf", "Cs", "Zl", "Zp"}


class UploadState(StrEnum):
    PENDING = "pending"
    CHECKING = "checking"
    COMPLETED = "completed"
    REFUSED = "refused"


@dataclass(frozen=True)
class Limits:
    """Sizes are in bytes. Up to `single` a file comes in one piece, above that in pieces of `part`."""

    quota: int
    single: int = 100_000_000
    part: int = 64 * 1024**2
    largest: int = 5_000_000_000
    open: int = 100
    single_time: timedelta = timedelta(hours=1)
    parts_time: timedelta = timedelta(hours=6)


@dataclass(frozen=True)
class Part:
    number: int
    size: int
    etag: str = ""


@dataclass(frozen=True)
class Refusal:
    code: str
    message: str


@dataclass(frozen=True)
class Upload:
    """`uri` is where the file is kept, `inbox` where a link puts it; both are the same for a file in parts.

    `parts_id` is S3's name for the parts on their way. `checked_by` is when a check that was begun must be over.
    """

    upload_id: str
    account_id: str
    user_id: str
    filename: str
    content_type: str
    size: int
    uri: str
    inbox: str
    created_at: datetime
    expires_at: datetime
    state: UploadState = UploadState.PENDING
    part_size: int | None = None
    parts_id: str | None = None
    promised_sha256: str | None = None
    sha256: str | None = None
    checked_by: datetime | None = None
    refusal: Refusal | None = None
    version: int = 1

    @property
    def plan(self) -> list[Part]:
        """The parts that it comes in, all but the last of the same size."""
        step = self.part_size or self.size
        return [Part(n + 1, min(step, self.size - at)) for n, at in enumerate(range(0, self.size, step))]

    @property
    def is_open(self) -> bool:
        return self.state in {UploadState.PENDING, UploadState.CHECKING}

    @property
    def bytes_held(self) -> int:
        return 0 if self.state is UploadState.REFUSED else self.size

    def refuse_if_over(self, now: datetime) -> None:
        if now >= self.expires_at:
            message = f"The upload expired at {self.expires_at:%Y-%m-%d %H:%M} UTC; begin a new one."
            raise NotFound(message, code="upload_expired")

    def refuse_if_refused(self) -> None:
        if self.refusal:
            raise Invalid(self.refusal.message, code=self.refusal.code)

    def missing(self, arrived: list[Part]) -> list[Part]:
        """The parts of the plan that are not there, or not in their size."""
        sizes = {part.number: part.size for part in arrived}
        return [part for part in self.plan if sizes.get(part.number) != part.size]

    def may_be_checked(self, now: datetime) -> bool:
        """Nobody checks it, or who did must have died over it."""
        died = self.checked_by is not None and now >= self.checked_by
        return self.state is UploadState.PENDING or (self.state is UploadState.CHECKING and died)

    def checking(self, until: datetime) -> "Upload":
        return replace(
            self,
            state=UploadState.CHECKING,
            checked_by=until,
            expires_at=max(self.expires_at, until + TIME_TO_ASK_AGAIN),
            version=self.version + 1,
        )

    def completed(self, content_type: str, sha256: str) -> "Upload":
        return replace(
            self,
            state=UploadState.COMPLETED,
            content_type=content_type,
            sha256=sha256,
            expires_at=_midnight_after(self.created_at + timedelta(days=ASSET_DAYS)),
            version=self.version + 1,
        )

    def refused(self, refusal: Refusal) -> "Upload":
        return replace(self, state=UploadState.REFUSED, refusal=refusal, version=self.version + 1)

    def with_parts(self, parts_id: str) -> "Upload":
        return replace(self, parts_id=parts_id, version=self.version + 1)


def refuse_size(limits: Limits, size: int) -> None:
    if size > limits.largest:
        raise TooLarge(f"An upload takes up to {limits.largest / 1e9:g} GB; this file has {size / 1e9:.1f} GB.")


def clean_name(name: str) -> str:
    """A name to show and no path: refuses what steers a terminal, a path or the direction of a line."""
    letters = set(name) - set(JOINERS)
    if letters & set("/\\") or HARMFUL & {unicodedata.category(letter) for letter in letters}:
        message = "filename takes no slashes, control characters or marks that turn the direction of text."
        raise Invalid(message, field="filename")
    cleaned = unicodedata.normalize("NFC", name).strip()
    if not cleaned.strip("."):
        raise Invalid("filename needs a name, such as face.png.", field="filename")
    return cleaned


def _midnight_after(at: datetime) -> datetime:
    return (at + timedelta(days=1, microseconds=-1)).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
