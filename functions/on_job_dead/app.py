"""Jobs that killed their workers too often: their productions fail with that reason."""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from pydantic import ValidationError

from greenlight import bootstrap
from greenlight.contracts import Job
from greenlight.observability import logger, observed

plane = bootstrap.job_plane()
processor = BatchProcessor(event_type=EventType.SQS)


def take(record: SQSRecord) -> None:
    try:
        job = Job.model_validate_json(record.body)
    except ValidationError:
        logger.error("a message that is no job", extra={"message_id": record.message_id})
        return
    logger.error("job died", extra={"job_id": job.job_id, "attempt": job.attempt})
    plane.dead(job)


@observed
def handler(event: dict[str, Any], context: Any) -> Any:
    return process_partial_response(event=event, record_handler=take, processor=processor, context=context)
