"""SpeakScript, AnimatePortrait, FinishVideo: has the step's job done, or answers at once where it was done before."""

from typing import Any

from greenlight import bootstrap
from greenlight.observability import about, logger, observed

plane = bootstrap.job_plane()


@observed
def handler(event: dict[str, Any], _context: Any) -> None:
    about(event["production_id"], step=event["step"])
    try:
        plane.submit(event["production_id"], event["step"], event["token"])
    except Exception:
        # A function that raises while its task waits for a token may leave that task waiting for ever.
        logger.exception("the job could not be submitted")
        plane.workflows.fail(event["token"], "SubmitFailed", "The job could not be submitted; it is tried again.")
