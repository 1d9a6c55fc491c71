"""Writes another version of a script with the writer that the settings name; a refusal is a value, not an error."""

from typing import Any

from greenlight import bootstrap
from greenlight.domain.writing import RewriteRequest, WriterFailed
from greenlight.observability import logger, observed

writer = bootstrap.model_writer()


@observed
def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    request = RewriteRequest(**{**event, "earlier": tuple(event["earlier"])})
    try:
        return {"text": writer.rewrite(request)}
    except WriterFailed as failure:
        logger.warning("no script written", extra={"code": failure.code})
        return {"failed": {"code": failure.code, "message": failure.message, "retryable": failure.retryable}}
