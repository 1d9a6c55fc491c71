"""Uploads as they are found and changed: by their account and user, and counted with everything their account holds."""

from dataclasses import dataclass

from greenlight.domain.errors import ConcurrentChange, NotFound
from greenlight.domain.keys import Identity
from greenlight.domain.uploads import Limits, Upload
from greenlight.ports import Clock, Uploads

# Others of the same account write what it holds too.
TRIES = 20


@dataclass(frozen=True)
class UploadRecords:
    uploads: Uploads
    clock: Clock

    def find(self, identity: Identity, upload_id: str) -> Upload:
        upload = self.uploads.get(identity.account_id, upload_id)
        if upload is None or identity.user_id not in {None, upload.user_id}:
            raise NotFound(f"There is no upload {upload_id}.")
        upload.refuse_if_over(self.clock.now())
        return upload

    def reserve(self, upload: Upload, limits: Limits) -> None:
        self._write(None, upload, limits)

    def change(self, before: Upload, after: Upload) -> Upload:
        self._write(before, after)
        return after

    def forget(self, upload: Upload) -> None:
        self._write(upload, None)

    def _write(self, before: Upload | None, after: Upload | None, limits: Limits | None = None) -> None:
        account_id = next(upload.account_id for upload in (before, after) if upload)
        for _ in range(TRIES):
            usage, now = self.uploads.usage(account_id), self.clock.now()
            if limits and after:
                usage.refuse_beyond(limits, after.size, now)
            if self.uploads.change(before, after, usage.changed(before, after, now)):
                return
        raise ConcurrentChange("Too many uploads of this account change at once; try again.")
