"""Results of jobs, from whatever ran them: the workflows that wait are answered, failures retried by kind."""

from datetime import datetime
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from greenlight import bootstrap
from greenlight.domain.jobs import JobRecord
from greenlight.observability import logger, measure, observed

plane = bootstrap.job_plane()
results = bootstrap.job_results()
processor = BatchProcessor(event_type=EventType.SQS)


def take(record: SQSRecord) -> None:
    result = results.read(record.body)
    waiting = sorted({waiter.production_id for waiter in plane.jobs.waiters(result.job_id)})
    # Workers know jobs alone, which several productions may share: this line leads from one to the other.
    logger.info("job finished", extra={"job_id": result.job_id, "outcome": result.outcome, "production_ids": waiting})
    ended = plane.finished(result)
    if ended is not None:
        measure_job(ended, plane.clock.now())


def measure_job(job: JobRecord, now: datetime) -> None:
    """How it ended; and of one that went well how long it was worked on, and how long it waited for that."""
    ending = job.error["code"] if job.error else "succeeded"
    times = {}
    if job.error is None:
        worked = float(job.facts.get("seconds", 0))
        times = {"JobSeconds": worked, "JobWaitSeconds": max((now - job.sent_at).total_seconds() - worked, 0)}
    measure({"Jobs": 1, **times}, task=job.task, engine=job.engine, ending=ending)


@observed
def handler(event: dict[str, Any], context: Any) -> Any:
    return process_partial_response(event=event, record_handler=take, processor=processor, context=context)
