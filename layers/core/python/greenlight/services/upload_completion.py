"""Completes an upload: sees that everything arrived, and has it taken in and checked, here or by a function."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from greenlight.domain.errors import ConcurrentChange, Conflict, Invalid
from greenlight.domain.keys import Identity
from greenlight.domain.uploads import Part, Upload, UploadState
from greenlight.ports import Clock, Inbox, UploadChecker
from greenlight.services.upload_checks import UploadChecks
from greenlight.services.upload_records import UploadRecords

# Longer than the function that checks may take.
CHECK_HERE, CHECK_ELSEWHERE = timedelta(minutes=1), timedelta(minutes=16)
# Within one request.
LOOKS, BETWEEN_LOOKS = 20, 1.0
NAMED = 10


@dataclass(frozen=True)
class UploadCompletion:
    records: UploadRecords
    inbox: Inbox
    checker: UploadChecker
    clock: Clock
    pause: Callable[[float], None]

    def complete(self, identity: Identity, upload_id: str, etags: dict[int, str] | None = None) -> Upload:
        """Asked again, it answers the same; of a large file that is still being checked, it says so."""
        upload = self.records.find(identity, upload_id)
        if upload.may_be_checked(self.clock.now()):
            self._refuse_if_missing(upload, etags or {})
            upload = self._check(identity, upload)
        elif upload.state is UploadState.CHECKING:
            upload = self._await(identity, upload)
        upload.refuse_if_refused()
        return upload

    def _check(self, identity: Identity, upload: Upload) -> Upload:
        """Only one request gets to do it: nobody may change the file while it is checked."""
        time = CHECK_HERE if upload.part_size is None else CHECK_ELSEWHERE
        try:
            upload = self.records.change(upload, upload.checking(self.clock.now() + time))
        except ConcurrentChange:
            return self._await(identity, upload)
        if upload.part_size is None:
            return UploadChecks(self.records, self.inbox).check(upload)
        self.checker.start(upload)
        return self._await(identity, upload)

    def _refuse_if_missing(self, upload: Upload, etags: dict[int, str]) -> None:
        found = self.inbox.arrived(upload)
        if found is None:
            # It was taken already, before somebody died over the check.
            if upload.state is UploadState.CHECKING and self.inbox.size(upload.uri) is not None:
                return
            raise Conflict("The file has not arrived; PUT it to the link first.", code="upload_missing")
        if upload.part_size is not None:
            _refuse_gaps(upload.missing(found))
            _refuse_others(found, etags)

    def _await(self, identity: Identity, upload: Upload) -> Upload:
        until = self.clock.now() + LOOKS * timedelta(seconds=BETWEEN_LOOKS)
        for _ in range(LOOKS):
            upload = self.records.find(identity, upload.upload_id)
            if upload.state is not UploadState.CHECKING or self.clock.now() >= until:
                break
            self.pause(BETWEEN_LOOKS)
        return upload


def _refuse_gaps(missing: list[Part]) -> None:
    numbers = [part.number for part in missing]
    if numbers:
        named = ", ".join(map(str, numbers[:NAMED])) + (" and more" if len(numbers) > NAMED else "")
        message = f"These parts have not arrived whole: {named}; PUT them to their links first."
        raise Conflict(message, code="upload_missing", missing_parts=numbers)


def _refuse_others(found: list[Part], etags: dict[int, str]) -> None:
    for part in found:
        wanted = etags.get(part.number, part.etag)
        if wanted.strip('"') != part.etag.strip('"'):
            message = f"Part {part.number} has another ETag than the one you name; PUT it again."
            raise Invalid(message, field="parts", code="part_mismatch")
