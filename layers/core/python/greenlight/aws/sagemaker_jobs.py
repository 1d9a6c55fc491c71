"""SageMaker asynchronous endpoints, one a task: the job lies in S3, topics tell the result queue of its end."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from greenlight.aws.job_requests import put_request, resource_name
from greenlight.contracts import Job
from greenlight.domain.jobs import JobRecord
from greenlight.ports import Clock, Media

# What the service takes, in seconds.
_SHORTEST_WAIT, _LONGEST_WAIT, _LONGEST_WORK = 60, 21_600, 3_600


@dataclass(frozen=True)
class SageMakerJobs:
    """`prefix` is `greenlight-<stage>`."""

    client: Any
    prefix: str
    media: Media
    clock: Clock

    def submit(self, job: Job) -> None:
        self.client.invoke_endpoint_async(
            EndpointName=resource_name(self.prefix, job.task.value),
            InputLocation=put_request(self.media, job),
            ContentType="application/json",
            InferenceId=job.job_id,
            RequestTTLSeconds=_seconds_until(job.deadline, self.clock.now()),
            InvocationTimeoutSeconds=_LONGEST_WORK,
        )

    def cancel(self, record: JobRecord) -> None:
        """An invocation cannot be called back; the container finds the flag before it begins and while it works."""


def _seconds_until(deadline: datetime, now: datetime) -> int:
    return max(_SHORTEST_WAIT, min(_LONGEST_WAIT, round((deadline - now).total_seconds())))
