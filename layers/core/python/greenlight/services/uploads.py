"""Files too large for a request: links to put them at, and assets to name once they were checked."""

from dataclasses import dataclass, field

from greenlight.domain.errors import Invalid, NotFound
from greenlight.domain.file_types import declared_type
from greenlight.domain.keys import Identity
from greenlight.domain.uploads import Limits, Part, Upload, UploadState, clean_name, refuse_size
from greenlight.ports import Clock, Ids, Inbox, Media
from greenlight.services.upload_records import UploadRecords

LARGEST_READ = 100_000_000


@dataclass(frozen=True)
class NewUpload:
    """`size` is in bytes; a `sha256` that is given is one that the file must have."""

    filename: str
    content_type: str
    size: int
    sha256: str | None = None


@dataclass(frozen=True)
class Links:
    """Where to put what is still missing: one address with headers, or one for each part."""

    url: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    parts: list[tuple[Part, str]] = field(default_factory=list)


@dataclass(frozen=True)
class UploadService:
    records: UploadRecords
    inbox: Inbox
    media: Media
    clock: Clock
    ids: Ids
    limits: Limits

    def begin(self, identity: Identity, user_id: str, new: NewUpload) -> Upload:
        refuse_size(self.limits, new.size)
        upload = self._promised(identity, user_id, new)
        self.records.reserve(upload, self.limits)
        if upload.part_size is None:
            return upload
        return self.records.change(upload, upload.with_parts(self.inbox.begin_parts(upload)))

    def find(self, identity: Identity, upload_id: str) -> Upload:
        return self.records.find(identity, upload_id)

    def links(self, upload: Upload) -> Links:
        """Fresh ones, as long as the upload lives; none for a file that is there."""
        seconds = max(1, int((upload.expires_at - self.clock.now()).total_seconds()))
        if upload.state is not UploadState.PENDING:
            return Links()
        if upload.part_size is None:
            url, headers = self.inbox.link(upload, seconds)
            return Links(url, headers)
        missing = upload.missing(self.inbox.arrived(upload) or [])
        return Links(parts=[(part, self.inbox.part_link(upload, part, seconds)) for part in missing])

    def delete(self, identity: Identity, upload_id: str) -> None:
        upload = self.records.find(identity, upload_id)
        self.inbox.drop(upload)
        self.records.forget(upload)

    def asset(self, identity: Identity, asset_id: str, field: str, takes: tuple[str, ...] = ("",)) -> Upload:
        """A completed upload that a request names in `field`; `takes` are the types, or how they begin."""
        try:
            upload = self.records.find(identity, asset_id)
        except NotFound as unknown:
            known = unknown.code == "upload_expired"
            message = unknown.message if known else f"There is no asset {asset_id}; upload the file first."
            raise Invalid(message, field=field) from None
        if upload.state is not UploadState.COMPLETED:
            raise Invalid(f"The upload {asset_id} is not completed; complete it first.", field=field)
        if not upload.content_type.startswith(takes):
            message = f"{field} takes {' or '.join(takes)}; the asset {asset_id} is {upload.content_type}."
            raise Invalid(message, field=field, code="wrong_file_type")
        return upload

    def read(self, identity: Identity, asset_id: str, field: str, takes: tuple[str, ...] = ("",)) -> bytes:
        """The bytes of such an asset."""
        upload = self.asset(identity, asset_id, field, takes)
        if upload.size > LARGEST_READ:
            message = f"{field} takes up to {LARGEST_READ / 1e6:g} MB; the asset has {upload.size / 1e6:.0f} MB."
            raise Invalid(message, field=field)
        if self.inbox.size(upload.uri) is None:
            raise Invalid(f"The asset {asset_id} is gone; upload the file again.", field=field)
        return self.media.read(upload.uri)

    def _promised(self, identity: Identity, user_id: str, new: NewUpload) -> Upload:
        upload_id, now = self.ids.uuid(), self.clock.now()
        in_parts = new.size > self.limits.single
        uri = self.media.uri(f"uploads/{upload_id}/file")
        return Upload(
            upload_id=upload_id,
            account_id=identity.account_id,
            user_id=user_id,
            filename=clean_name(new.filename),
            content_type=declared_type(new.content_type),
            size=new.size,
            uri=uri,
            # A part's link is worth nothing once the parts are joined; a single one could put another file.
            inbox=uri if in_parts else self.media.uri(f"tmp/uploads/{upload_id}"),
            created_at=now,
            expires_at=now + (self.limits.parts_time if in_parts else self.limits.single_time),
            part_size=self.limits.part if in_parts else None,
            promised_sha256=new.sha256,
        )
