"""WriteScript: one of a request's scripts is written, where it is not written yet."""

from typing import Any

from greenlight import bootstrap
from greenlight.observability import about, observed

steps = bootstrap.script_steps()


@observed
def handler(event: dict[str, Any], _context: Any) -> None:
    about(event["production_id"])
    steps.write(event["production_id"])
