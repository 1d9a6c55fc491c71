"""How a job ended, as each backend says it: a worker's own result, SageMaker's or Batch's notice, Lambda's giving up.

Shapes: SageMaker Developer Guide, "Check prediction results" (asynchronous inference); Batch User Guide, "Job state
change events"; Lambda Developer Guide, "Retaining records of asynchronous invocations".
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from greenlight.aws.batch_jobs import CANCELLED
from greenlight.aws.job_requests import parse_request
from greenlight.contracts import Job, JobError, JobResult
from greenlight.ports import Media

_LOST = JobError(code="result_missing", message="The work ended and left no result; it is tried again.", retryable=True)


@dataclass(frozen=True)
class JobResults:
    media: Media

    def read(self, body: str) -> JobResult:
        """Raises ValueError for a message of another kind."""
        told: Any = json.loads(body)
        match told:
            case {"outcome": str()}:
                return JobResult.model_validate_json(body)
            case {"eventSource": "aws:sagemaker", "inferenceId": str(job_id)}:
                return self._of_sagemaker(job_id, told)
            case {"source": "aws.batch", "detail": {"jobName": str(name)}}:
                return self._of_batch(name.rpartition("-")[0], told["detail"])
            case {"requestPayload": dict(payload), "requestContext": {"condition": str(condition)}}:
                return _of_lambda(Job.model_validate(payload), condition, told)
        raise ValueError("a message that tells of no job's end")

    def _of_sagemaker(self, job_id: str, notice: Mapping[str, Any]) -> JobResult:
        prefix, attempt = parse_request(notice["requestParameters"]["inputLocation"])
        if notice["invocationStatus"] != "Completed":
            reason = str(notice.get("failureReason", ""))[:200]
            message = f"The endpoint did not do this job ({reason or 'no reason was given'})."
            return _failed(job_id, attempt, JobError(code="endpoint_failed", message=message, retryable=True))
        answered = self._found(notice["responseParameters"]["outputLocation"])
        if answered is not None and answered.job_id == job_id:
            return answered
        return self._found(f"{prefix}result.json") or _failed(job_id, attempt, _LOST)

    def _of_batch(self, job_id: str, detail: Mapping[str, Any]) -> JobResult:
        prefix, attempt = parse_request(detail["parameters"]["job"])
        if published := self._found(f"{prefix}result.json"):
            return published
        if detail["status"] == "SUCCEEDED":
            return _failed(job_id, attempt, _LOST)
        # Batch's own tries share our attempt: what an earlier one told is not why the last one ended.
        told = self._found(f"{prefix}failure-{attempt}.json") if _has_told(detail) else None
        return told or _failed(job_id, attempt, _batch_error(detail))

    def _found(self, uri: str) -> JobResult | None:
        try:
            return JobResult.model_validate_json(self.media.read(uri))
        except KeyError:
            return None
        except ClientError as error:
            if error.response["Error"]["Code"] in {"NoSuchKey", "404"}:
                return None
            raise


def _has_told(detail: Mapping[str, Any]) -> bool:
    """The exit code of a container that left its failure beside where the result would be."""
    return bool(detail.get("container", {}).get("exitCode") == 1)


def _batch_error(detail: Mapping[str, Any]) -> JobError:
    """Of a container that could not say anything itself."""
    why = str(detail.get("statusReason", ""))[:200]
    killed = str(detail.get("container", {}).get("reason", ""))
    if why.startswith("Host EC2"):
        message = "The machine was taken away each time; the work is tried again."
        return JobError(code="machine_lost", message=message, retryable=True)
    if killed.startswith("OutOfMemoryError"):
        return JobError(code="out_of_memory", message="The work needs more memory than its machine has.")
    if "exceeded timeout" in why:
        return JobError(code="deadline_over", message="The work was not done by its deadline.")
    if why == CANCELLED:
        return JobError(code="cancelled", message="The job was cancelled.")
    if detail.get("isTerminated"):
        return JobError(code="job_terminated", message="Somebody terminated the job in AWS Batch.")
    return JobError(code="batch_failed", message=f"AWS Batch gave the job up ({why or killed}).", retryable=True)


def _of_lambda(job: Job, condition: str, record: Mapping[str, Any]) -> JobResult:
    kind = str((record.get("responsePayload") or {}).get("errorType", condition))[:100]
    message = f"The {job.task.value} function gave this job up ({kind}); its log says more."
    return _failed(job.job_id, job.attempt, JobError(code="function_failed", message=message, retryable=True))


def _failed(job_id: str, attempt: int, error: JobError) -> JobResult:
    return JobResult(job_id=job_id, attempt=attempt, outcome="failed", error=error)
