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


@dataclass(frozen=True)
class BatchJobs:
    """`prefix` is `greenlight-<stage>`."""

    client: Any
    prefix: str
    media: Media
    clock: Clock

    def submit(self, job: Job) -> None:
        name = resource_name(self.prefix, job.task.value)
        left = round((job.deadline - self.clock.now()).total_seconds())
        self.client.submit_job(
            jobName=_name(job.job_id, job.attempt),
            jobQueue=name,
            jobDefinition=name,
            parameters={"job": put_request(self.media, job)},
            timeout={"attemptDurationSeconds": max(_SHORTEST_WORK, left)},
        )

    def cancel(self, record: JobRecord) -> None:
        """Ends one that waits, and a machine's work with it; one that just ended is left as it is."""
        for job_id in self._running(record):
            self.client.terminate_job(jobId=job_id, reason="cancelled")

    def _running(self, record: JobRecord) -> Iterator[str]:
        wanted = {"name": "JOB_NAME", "values": [_name(record.job_id, record.attempt)]}
        queue = resource_name(self.prefix, record.task)
        for page in self.client.get_paginator("list_jobs").paginate(jobQueue=queue, filters=[wanted]):
            yield from (job["jobId"] for job in page["jobSummaryList"] if job["status"] not in _OVER)


def _name(job_id: str, attempt: int) -> str:
    return f"{job_id}-{attempt}"
