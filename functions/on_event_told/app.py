"""What the bus tells, on its way to webhooks: a delivery for each that wants to hear of it."""

import json
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from greenlight import bootstrap
from greenlight.observability import logger, observed

deliveries = bootstrap.deliveries()
processor = BatchProcessor(event_type=EventType.SQS)


def take(record: SQSRecord) -> None:
    event = json.loads(record.body)["detail"]
    logger.info("event told", extra={"production_id": event["production_id"], "event": event["type"]})
    deliveries.tell(event)


@observed
def handler(event: dict[str, Any], context: Any) -> Any:
    return process_partial_response(event=event, record_handler=take, processor=processor, context=context)
