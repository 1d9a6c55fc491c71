"""One line of JSON per log record on stderr; a job's parameters and texts are never fields of it."""

import json
import logging
import sys
import time
from datetime import UTC, datetime

from greenlight.contracts import Job, JobError

log = logging.getLogger(__name__)

_FIELDS = ("job_id", "task", "engine", "attempt", "seconds", "outcome", "code", "message_id")


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def log_as_json() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for noisy in ("botocore", "boto3", "s3transfer", "urllib3"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def log_outcome(job: Job, outcome: str, started: float, error: JobError | None = None) -> None:
    fields = {
        "job_id": job.job_id,
        "task": job.task,
        "engine": job.engine,
        "attempt": job.attempt,
        "seconds": round(time.monotonic() - started, 3),
        "outcome": outcome,
    }
    log.info("job ended", extra=fields | ({"code": error.code} if error else {}))
