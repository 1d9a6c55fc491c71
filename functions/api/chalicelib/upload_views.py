"""Uploads as their clients know them: what they promise, where they put it, what it became."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from chalicelib.views import ForUser, Shape, as_whole
from greenlight.domain.file_types import TYPES
from greenlight.domain.uploads import Upload
from greenlight.services.uploads import Links

# Far above what is taken, so that a file that is too large is told so.
Size = Annotated[int, Field(ge=1, le=10**15), BeforeValidator(as_whole)]
Sha256 = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
MediaType = Annotated[str, StringConstraints(max_length=100, pattern=r"^[\w.+-]+/[\w.+-]+(; ?[\w.+-]+=[\w.+-]+)*$")]


class BeginUpload(ForUser):
    filename: Annotated[str, StringConstraints(min_length=1, max_length=255)] = Field(
        description="A name to show; no slashes, no control characters."
    )
    content_type: MediaType = Field(description=f"One of {', '.join(TYPES)}; or application/octet-stream.")
    size: Size = Field(description="In bytes, exactly; up to 5 GB.")
    sha256: Sha256 | None = Field(None, description="In hexadecimal; a file with another one is refused.")


class NamedPart(Shape):
    part_number: Annotated[int, Field(ge=1, le=10_000), BeforeValidator(as_whole)]
    etag: Annotated[str, StringConstraints(min_length=1, max_length=100)]


class CompleteUpload(Shape):
    parts: list[NamedPart] | None = Field(
        None, max_length=10_000, description="What S3 answered to each part; may be left away."
    )


class PartView(Shape):
    part_number: int
    url: str
    size: int


class UploadView(Shape):
    upload_id: str
    status: Literal["pending", "checking", "completed", "refused"]
    filename: str
    content_type: str
    size: int
    method: str = "PUT"
    url: str | None = Field(description="Where to put a file that comes in one piece.")
    headers: dict[str, str]
    parts: list[PartView] | None = Field(description="Where to put what is missing of a file that comes in parts.")
    expires_at: datetime
    error: str | None = Field(description="Why the file was refused.")


class AssetView(Shape):
    asset_id: str
    size: int
    content_type: str
    sha256: str | None = Field(description="Null while the file is still being checked.")
    expires_at: datetime


def shown(upload: Upload, links: Links) -> UploadView:
    parts = [PartView(part_number=part.number, url=url, size=part.size) for part, url in links.parts]
    return UploadView(
        upload_id=upload.upload_id,
        status=upload.state.value,
        filename=upload.filename,
        content_type=upload.content_type,
        size=upload.size,
        url=links.url,
        headers=links.headers,
        parts=None if upload.part_size is None else parts,
        expires_at=upload.expires_at,
        error=upload.refusal.message if upload.refusal else None,
    )


def as_asset(upload: Upload) -> AssetView:
    return AssetView(
        asset_id=upload.upload_id,
        size=upload.size,
        content_type=upload.content_type,
        sha256=upload.sha256,
        expires_at=upload.expires_at,
    )
