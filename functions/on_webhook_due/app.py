"""One attempt to deliver a message to a webhook, when it is due."""

import json
import time
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from greenlight import bootstrap
from greenlight.observability import logger, measure, observed

deliveries = bootstrap.deliveries()
processor = BatchProcessor(event_type=EventType.SQS)


def take(record: SQSRecord) -> None:
    due = json.loads(record.body)
    began = time.monotonic()
    outcome = deliveries.attempt(due["webhook_id"], due["delivery_id"], due["version"])
    logger.info("webhook due", extra={**due, "outcome": outcome})
    measure({"Deliveries": 1, "DeliverySeconds": time.monotonic() - began}, outcome=outcome)


@observed
def handler(event: dict[str, Any], context: Any) -> Any:
    return process_partial_response(event=event, record_handler=take, processor=processor, context=context)
