"""PublishReel, PublishStoryboard: the work is done, its price is settled."""

from typing import Any

from greenlight import bootstrap
from greenlight.observability import about, observed

lifecycle = bootstrap.lifecycle(bootstrap.answering_workflows())


@observed
def handler(event: dict[str, Any], _context: Any) -> None:
    about(event["production_id"])
    lifecycle.finish(event["production_id"])
