"""WriteStoryboard: scenes are written where there are none; answers which pictures are to be drawn."""

from typing import Any

from greenlight import bootstrap
from greenlight.observability import about, observed

steps = bootstrap.storyboard_steps()


@observed
def handler(event: dict[str, Any], _context: Any) -> dict[str, list[str]]:
    about(event["production_id"])
    return {"pictures": steps.write(event["production_id"])}
