"""AwaitApproval: leaves the workflow's token where the approval will find it, or answers it when that is given."""

from typing import Any

from greenlight import bootstrap
from greenlight.observability import about, logger, observed

lifecycle = bootstrap.lifecycle(bootstrap.answering_workflows())


@observed
def handler(event: dict[str, Any], _context: Any) -> None:
    about(event["production_id"])
    try:
        lifecycle.await_approval(event["production_id"], event["token"])
    except Exception:
        # A function that raises while its task waits for a token may leave that task waiting for ever.
        logger.exception("the wait for approval could not begin")
        lifecycle.workflows.fail(event["token"], "WaitFailed", "The wait could not begin; it is tried again.")
