"""Reads a large upload from end to end: its sha256 and what it really is; begun by the API, which does not wait."""

from typing import Any

from greenlight import bootstrap
from greenlight.observability import observed

checks = bootstrap.upload_checks()


@observed
def handler(event: dict[str, Any], _context: Any) -> None:
    checks.check_by_id(event["account_id"], event["upload_id"])
