"""Every minute, and at start-up with `everything`: sets going again what should run and does not."""

from typing import Any

from greenlight import bootstrap
from greenlight.observability import logger, metrics, observed

lifecycle = bootstrap.lifecycle(bootstrap.starting_workflows())
deliveries = bootstrap.deliveries()


@observed
def handler(event: dict[str, Any], _context: Any) -> dict[str, int]:
    counts = lifecycle.reconcile(everything=bool(event.get("everything")))
    metrics.add_metric("ProductionsNotPickedUp", "Count", counts["failed"])
    counts["delivered_late"] = deliveries.pick_up()
    logger.info("reconciled", extra=counts)
    return counts
