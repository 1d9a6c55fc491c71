"""The queue backend: one SQS queue a task; a flag beside the outputs asks a worker to stop."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from greenlight.contracts import Job
from greenlight.domain.jobs import JobRecord
from greenlight.ports import Media


@dataclass(frozen=True)
class SqsJobs:
    client: Any
    queues: Mapping[str, str]
    media: Media

    def submit(self, job: Job) -> None:
        if job.attempt > 1:
            # An earlier round may have been asked to stop.
            self.media.delete_under(f"{job.output_prefix}cancel")
        self.client.send_message(QueueUrl=self.queues[job.task.value], MessageBody=job.model_dump_json())

    def cancel(self, record: JobRecord) -> None:
        self.media.put(f"{record.output_prefix}cancel", b"", "text/plain")
