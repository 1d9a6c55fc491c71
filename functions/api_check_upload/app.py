"""Joins a large upload and reads it to its end: its sha256, and what it really is; the API does not wait for it."""

from typing import Any

from greenlight import bootstrap
from greenlight.observability import observed

checks = bootstrap.upload_checks()


@observed
def handler(event: dict[str, Any], _context: Any) -> None:
    checks.check_by_id(event["account_id"], event["upload_id"])
