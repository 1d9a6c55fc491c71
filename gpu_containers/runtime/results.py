"""The two objects that decide about a job: `result.json`, which makes outputs a result, and the `cancel` flag."""

from gpu_containers.runtime.attempt import Attempt
from gpu_containers.runtime.storage import NotFoundError, Storage, UriError
from greenlight.contracts import Job, JobResult


class Results:
    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def find(self, job: Job) -> JobResult | None:
        """The result that is there already, as this job's: another job with the same inputs may have made it."""
        if not job.output_prefix.endswith("/"):
            raise UriError(f"'{job.output_prefix}' cannot hold outputs: a prefix ends in a slash.")
        try:
            text = self._storage.read(_result_uri(job))
        except NotFoundError:
            return None
        result = JobResult.model_validate_json(text)
        return result.model_copy(update={"job_id": job.job_id, "attempt": job.attempt})

    def publish(self, attempt: Attempt, result: JobResult) -> JobResult:
        """Makes `result` the job's one result; where another attempt was faster, that one is, and ours is removed."""
        sealed = attempt.seal()
        if self._storage.create(_result_uri(attempt.job), result.model_dump_json()):
            return result
        published = self.find(attempt.job) or result
        # It is our own when a lost answer made the client write twice.
        if published.outputs != result.outputs:
            attempt.remove(sealed)
        return published

    def cancelled(self, job: Job) -> bool:
        return self._storage.exists(f"{job.output_prefix}cancel")


def _result_uri(job: Job) -> str:
    return f"{job.output_prefix}result.json"
