"""The queue backend: one SQS queue a task, from which workers take."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from greenlight.contracts import Job
from greenlight.domain.jobs import JobRecord


@dataclass(frozen=True)
class SqsJobs:
    client: Any
    queues: Mapping[str, str]

    def submit(self, job: Job) -> None:
        self.client.send_message(QueueUrl=self.queues[job.task.value], MessageBody=job.model_dump_json())

    def cancel(self, record: JobRecord) -> None:
        """The flag beside the outputs says it all."""
