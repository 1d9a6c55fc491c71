"""Every way a job can fail, as the typed error of its result."""

import errno
import logging

from pydantic import ValidationError

from gpu_containers.runtime.engine import JobCancelled, JobFailed
from gpu_containers.runtime.storage import CLOUD_ERRORS, UriError
from greenlight.contracts import Job, JobError, JobResult

log = logging.getLogger(__name__)


class BrokenGpu(Exception):
    """The GPU answers this process no more: the job is somebody else's, and only a new process helps."""


def breaks_gpu(error: BaseException | None) -> bool:
    """By text and name, since most containers have no torch; an engine may have wrapped it in an error of its own."""
    while error:
        if type(error).__name__ == "AcceleratorError" or _is_of_cuda(error):
            return True
        error = error.__cause__
    return False


def _is_of_cuda(error: BaseException) -> bool:
    return isinstance(error, RuntimeError) and str(error).startswith("CUDA error")


def why_no_job(error: ValidationError) -> str:
    return f"This is no job; look at {wrong_fields(error)}."


def wrong_fields(error: ValidationError, whole: str = "the text") -> str:
    """By commas; `whole` is said where it is no single field."""
    return ", ".join(sorted({".".join(map(str, each["loc"])) or whole for each in error.errors()}))


def failed(job: Job, error: JobError) -> JobResult:
    return JobResult(job_id=job.job_id, attempt=job.attempt, outcome="failed", error=error)


def typed(error: Exception, job: Job) -> JobError:
    """What the person who asked may read; the trace of the unexpected goes to the log only."""
    match error:
        case JobFailed():
            return JobError(code=error.code, message=error.message, retryable=error.retryable)
        case JobCancelled():
            return JobError(code="cancelled", message="The job was cancelled.")
        case UriError():
            return JobError(code="invalid_job", message=str(error))
    log.error("the attempt failed", exc_info=error, extra={"job_id": job.job_id, "engine": job.engine})
    return _unexpected(error, job)


def _unexpected(error: Exception, job: Job) -> JobError:
    match error:
        case MemoryError():
            code, message = "out_of_memory", "The machine ran out of memory: try again, or ask for something smaller."
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            code, message = "disk_full", "The machine ran out of disk space: try again in a while."
        case _ if isinstance(error, CLOUD_ERRORS):
            code, message = "storage_error", "The storage did not answer as it should: try again in a while."
        case _:
            code, message = "engine_error", f"The engine '{job.engine}' failed unexpectedly: try again."
    return JobError(code=code, message=message, retryable=True)
