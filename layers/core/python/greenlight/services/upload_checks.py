"""Takes a file in and looks at it: its size, its sha256 and what it really is. What is refused is deleted at once."""

from dataclasses import dataclass
from hashlib import sha256

from greenlight.domain.errors import Invalid
from greenlight.domain.file_types.recognise import real_type
from greenlight.domain.uploads import Refusal, Upload, UploadState
from greenlight.ports import Inbox
from greenlight.services.upload_records import UploadRecords


@dataclass(frozen=True)
class UploadChecks:
    records: UploadRecords
    inbox: Inbox

    def check_by_id(self, account_id: str, upload_id: str) -> None:
        """What was deleted or checked in the meantime needs nothing more."""
        upload = self.records.uploads.get(account_id, upload_id)
        if upload is not None and upload.state is UploadState.CHECKING:
            self.check(upload)

    def check(self, upload: Upload) -> Upload:
        # Joining many parts may take minutes; where that was done before, nothing is there to take.
        if arrived := self.inbox.arrived(upload):
            self.inbox.take(upload, arrived)
        try:
            content_type, digest = self._look(upload)
        except Invalid as refusal:
            self.inbox.drop(upload)
            return self.records.change(upload, upload.refused(Refusal(refusal.code, refusal.message)))
        return self.records.change(upload, upload.completed(content_type, digest))

    def _look(self, upload: Upload) -> tuple[str, str]:
        size = self.inbox.size(upload.uri)
        if size != upload.size:
            message = f"The file has {size or 0} bytes, but {upload.size} were promised; begin a new upload."
            raise Invalid(message, code="upload_size_mismatch")
        with self.inbox.open(upload.uri) as file:
            content_type = real_type(file, upload.size, upload.content_type)
        digest = self._digest(upload)
        if upload.promised_sha256 not in {None, digest}:
            message = f"The file's sha256 is {digest}, not {upload.promised_sha256} as promised; begin a new upload."
            raise Invalid(message, code="sha256_mismatch")
        return content_type, digest

    def _digest(self, upload: Upload) -> str:
        digest = sha256()
        for piece in self.inbox.pieces(upload.uri):
            digest.update(piece)
        return digest.hexdigest()
