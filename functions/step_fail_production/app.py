"""FailProduction: writes down at which stage and why a production failed, and gives back what was held."""

from typing import Any

from greenlight import bootstrap
from greenlight.observability import about, logger, observed

lifecycle = bootstrap.lifecycle(bootstrap.answering_workflows())


@observed
def handler(event: dict[str, Any], _context: Any) -> None:
    about(event["production_id"], stage=event["stage"])
    logger.warning("production failed", extra={"error": event["error"].get("Error")})
    lifecycle.fail_at(event["production_id"], event["execution"], event["stage"], event["error"])
