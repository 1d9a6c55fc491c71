"""AwaitApproval: leaves the workflow's token where the approval will find it, or answers it when that is given."""

from typing import Any

from greenlight import bootstrap
from greenlight.observability import about, observed

lifecycle = bootstrap.lifecycle(bootstrap.answering_workflows())


@observed
def handler(event: dict[str, Any], _context: Any) -> None:
    about(event["production_id"])
    lifecycle.await_approval(event["production_id"], event["token"])
