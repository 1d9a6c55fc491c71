"""WriteScenario: one draft is written, or the one there is mended; answers whether it is to be mended once more."""

from typing import Any

from greenlight import bootstrap
from greenlight.observability import about, observed

steps = bootstrap.scenario_steps()


@observed
def handler(event: dict[str, Any], _context: Any) -> dict[str, bool]:
    about(event["production_id"])
    return {"is_to_be_mended": steps.write(event["production_id"])}
