"""AWS Batch, one queue and one job definition a task: the container is given the job's address in S3."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from greenlight.aws.job_requests import put_request, resource_name
from greenlight.contracts import Job
from greenlight.domain.jobs import JobRecord
from greenlight.ports import Clock, Media

# The least that the service takes, in seconds.
_SHORTEST_WORK = 60
_OVER = {"SUCCEEDED", "FAILED"}
CANCELLED = "cancelled"


@dataclass(frozen=True)
class BatchJobs:
    """`prefix` is `greenlight-<stage>`."""

    client: Any
    prefix: str
    media: Media
    clock: Clock

    def submit(self, job: Job) -> None:
        """Does nothing where this attempt waits or runs already: a second machine would do the same work."""
        name, batch_name = resource_name(self.prefix, job.task.value), f"{job.job_id}-{job.attempt}"
        if next(self._running(batch_name, name), None):
            return
        left = round((job.deadline - self.clock.now()).total_seconds())
        self.client.submit_job(
            jobName=batch_name,
            jobQueue=name,
            jobDefinition=name,
            parameters={"job": put_request(self.media, job)},
            timeout={"attemptDurationSeconds": max(_SHORTEST_WORK, left)},
        )

    def cancel(self, record: JobRecord) -> None:
        """Ends every attempt that waits or runs; one that just ended is left as it is."""
        for batch_id in self._running(f"{record.job_id}-*", resource_name(self.prefix, record.task)):
            self.client.terminate_job(jobId=batch_id, reason=CANCELLED)

    def _running(self, name: str, queue: str) -> Iterator[str]:
        """Batch's own ids of what has this name, which may end with an asterisk, and is not over."""
        wanted = {"name": "JOB_NAME", "values": [name]}
        for page in self.client.get_paginator("list_jobs").paginate(jobQueue=queue, filters=[wanted]):
            yield from (job["jobId"] for job in page["jobSummaryList"] if job["status"] not in _OVER)
