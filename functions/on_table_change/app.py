"""The outbox: events that writes left in the table go to the bus."""

from typing import Any

from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBStreamEvent

from greenlight import bootstrap
from greenlight.observability import logger, measure, observed

events = bootstrap.events()


@observed
def handler(event: dict[str, Any], _context: Any) -> None:
    images = [record.dynamodb.new_image for record in DynamoDBStreamEvent(event).records if record.dynamodb]
    for told in events.publish_stored(image for image in images if image):
        logger.info("told", extra={"production_id": told["production_id"], "event": told["type"]})
        measure_event(told)


def measure_event(told: dict[str, Any]) -> None:
    """What becomes of productions, by family; progress is not counted."""
    family, what = told["type"].split(".", 1)
    if what != "progress":
        measure({"Productions": 1}, family=family, what=what)
    if what == "failed":
        measure({"ProductionFailures": 1}, family=family, code=told["data"].get("code", "unknown"))
    if "seconds" in told["data"]:
        measure({"ProductionSeconds": told["data"]["seconds"]}, family=family)
