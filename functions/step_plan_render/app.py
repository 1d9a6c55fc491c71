"""PlanRender: answers which voices and pieces of the video are missing."""

from typing import Any

from greenlight import bootstrap
from greenlight.observability import about, observed

steps = bootstrap.storyboard_steps()


@observed
def handler(event: dict[str, Any], _context: Any) -> dict[str, list[str]]:
    about(event["production_id"])
    return steps.plan(event["production_id"])
