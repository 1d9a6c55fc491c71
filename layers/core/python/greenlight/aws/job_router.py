"""Each job goes to the backend of its task; a flag beside the outputs asks whoever has it to stop."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from greenlight.contracts import Job
from greenlight.domain.jobs import JobRecord
from greenlight.ports import JobBackend, Media

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RoutedJobs:
    """`choices` names the backend of each task, `backends` makes one when it is first needed."""

    choices: Mapping[str, str]
    backends: Mapping[str, Callable[[], JobBackend]]
    media: Media

    def submit(self, job: Job) -> None:
        if job.attempt > 1:
            # An earlier round may have been asked to stop.
            self.media.delete_under(f"{job.output_prefix}cancel")
        self._of(job.task.value).submit(job)

    def cancel(self, record: JobRecord) -> None:
        """The flag is what counts; a backend that cannot be reached stops nobody from cancelling."""
        self.media.put(f"{record.output_prefix}cancel", b"", "text/plain")
        try:
            self._of(record.task).cancel(record)
        except (BotoCoreError, ClientError):
            log.warning("the backend of %s did not take the cancellation", record.job_id, exc_info=True)

    def _of(self, task: str) -> JobBackend:
        return self.backends[self.choices[task]]()
