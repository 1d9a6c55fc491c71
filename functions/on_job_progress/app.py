"""How far jobs are: shown on every production that waits for them."""

from typing import Any

from greenlight import bootstrap
from greenlight.contracts import Progress
from greenlight.observability import observed

plane = bootstrap.job_plane()


@observed
def handler(event: dict[str, Any], _context: Any) -> None:
    latest: dict[str, Progress] = {}
    for record in event["Records"]:
        progress = Progress.model_validate_json(record["body"])
        known = latest.get(progress.job_id)
        if known is None or progress.fraction > known.fraction:
            latest[progress.job_id] = progress
    for progress in latest.values():
        plane.progressed(progress)
