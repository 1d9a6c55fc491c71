"""The outbox: events that writes left in the table go to the bus."""

from typing import Any

from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBStreamEvent

from greenlight import bootstrap
from greenlight.observability import observed

events = bootstrap.events()


@observed
def handler(event: dict[str, Any], _context: Any) -> None:
    images = [record.dynamodb.new_image for record in DynamoDBStreamEvent(event).records if record.dynamodb]
    events.publish_stored(image for image in images if image)
