"""Files too large for a request: a link to put them at, a check when they are there, an asset to name from then on."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from greenlight.domain.errors import Invalid, NotFound
from greenlight.domain.keys import Identity
from greenlight.domain.uploads import Upload
from greenlight.ports import Clock, Ids, Media, Uploads

# As long as a link lives.
TIME_TO_UPLOAD = timedelta(hours=1)


@dataclass(frozen=True)
class UploadService:
    uploads: Uploads
    media: Media
    clock: Clock
    ids: Ids

    def begin(
        self, identity: Identity, user_id: str, filename: str, content_type: str, size: int
    ) -> tuple[Upload, str]:
        """The upload, and the link that takes exactly this many bytes of this type."""
        upload_id = self.ids.uuid()
        upload = Upload(
            upload_id=upload_id,
            account_id=identity.account_id,
            user_id=user_id,
            filename=filename,
            content_type=content_type,
            size=size,
            uri=self.media.uri(f"uploads/{upload_id}/file"),
            expires_at=self.clock.now() + TIME_TO_UPLOAD,
        )
        upload.refuse_if_too_large()
        self.uploads.put(upload)
        return upload, self.media.upload_link(upload.uri, content_type, size)

    def complete(self, identity: Identity, upload_id: str) -> Upload:
        """Asked again, it answers the same."""
        upload = self._find(identity, upload_id)
        if upload.sha256 is None:
            data = self.media.read(upload.uri) if self.media.exists(upload.uri) else None
            upload = upload.completed(None if data is None else len(data), sha256(data or b"").hexdigest())
            self.uploads.put(upload)
        return upload

    def read(self, identity: Identity, asset_id: str, field: str) -> bytes:
        """The bytes of a completed upload that a request names in `field`."""
        try:
            upload = self._find(identity, asset_id)
        except NotFound:
            raise Invalid(f"There is no asset {asset_id}; upload the file first.", field=field) from None
        if upload.sha256 is None:
            raise Invalid(f"The upload {asset_id} is not completed; complete it first.", field=field)
        data = self.media.read(upload.uri) if self.media.exists(upload.uri) else b""
        if sha256(data).hexdigest() != upload.sha256:
            message = f"The asset {asset_id} is gone or is no longer what was uploaded; upload the file again."
            raise Invalid(message, field=field)
        return data

    def _find(self, identity: Identity, upload_id: str) -> Upload:
        upload = self.uploads.get(upload_id)
        if upload is None or upload.account_id != identity.account_id or identity.user_id not in {None, upload.user_id}:
            raise NotFound(f"There is no upload {upload_id}.")
        return upload
