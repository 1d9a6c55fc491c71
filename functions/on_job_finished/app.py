"""Results of jobs, from whatever ran them: the workflows that wait are answered, failures retried by kind."""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from greenlight import bootstrap
from greenlight.contracts import JobResult
from greenlight.observability import logger, observed

plane = bootstrap.job_plane()
processor = BatchProcessor(event_type=EventType.SQS)


def take(record: SQSRecord) -> None:
    result = JobResult.model_validate_json(record.body)
    logger.info("job finished", extra={"job_id": result.job_id, "outcome": result.outcome})
    plane.finished(result)


@observed
def handler(event: dict[str, Any], context: Any) -> Any:
    return process_partial_response(event=event, record_handler=take, processor=processor, context=context)
