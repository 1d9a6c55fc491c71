"""A place became free, or somebody joined the line before them: starts those whose turn it is."""

from typing import Any

from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBStreamEvent

from greenlight import bootstrap
from greenlight.observability import logger, observed

lifecycle = bootstrap.lifecycle(bootstrap.starting_workflows())


@observed
def handler(event: dict[str, Any], _context: Any) -> None:
    images = [record.dynamodb.new_image for record in DynamoDBStreamEvent(event).records if record.dynamodb]
    for account_id in sorted({image["account_id"] for image in images if image}):
        logger.info("took turns", extra={"account_id": account_id, "started": lifecycle.take_turns(account_id)})
