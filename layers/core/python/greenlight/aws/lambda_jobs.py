"""Functions made of a container's image, one a task, which send their results themselves."""

from dataclasses import dataclass
from typing import Any

from greenlight.aws.job_requests import resource_name
from greenlight.contracts import Job
from greenlight.domain.jobs import JobRecord


@dataclass(frozen=True)
class LambdaJobs:
    """`prefix` is `greenlight-<stage>`."""

    client: Any
    prefix: str

    def submit(self, job: Job) -> None:
        self.client.invoke(
            FunctionName=resource_name(self.prefix, job.task.value),
            InvocationType="Event",
            Payload=job.model_dump_json().encode(),
        )

    def cancel(self, record: JobRecord) -> None:
        """An invocation cannot be called back; the container finds the flag before it begins and while it works."""
