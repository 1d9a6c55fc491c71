"""Uploads in the table, each written with what its account holds; all go by themselves when their time is over."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from greenlight.aws.table import Item, Refused, Table, delete_write, put_write
from greenlight.domain.errors import ConcurrentChange
from greenlight.domain.upload_usage import Usage
from greenlight.domain.uploads import Refusal, Upload, UploadState

# Long enough to say that an upload expired.
KEPT_AFTERWARDS = timedelta(days=1)
TIMES = ("created_at", "expires_at", "checked_by")


@dataclass(frozen=True)
class DynamoUploads:
    table: Table

    def get(self, account_id: str, upload_id: str) -> Upload | None:
        item = self.table.get(_pk(account_id, upload_id), "UPLOAD")
        return _from_item(item) if item else None

    def usage(self, account_id: str) -> Usage:
        item = self.table.get(f"A#{account_id}#UPLOADS", "USAGE")
        if item is None:
            return Usage(account_id)
        return Usage(account_id, _hours(item["held"]), _hours(item["open"]), int(item["version"]))

    def change(self, before: Upload | None, after: Upload | None, usage: Usage) -> bool:
        try:
            self.table.transact([_write(before, after), _write_usage(usage)])
        except Refused as refusal:
            if 0 in refusal.failed:
                raise ConcurrentChange("The upload was changed by another request; look at it and try again.") from None
            return False
        return True


def _write(before: Upload | None, after: Upload | None) -> dict[str, Any]:
    if before is None:
        return put_write(_to_item(after), "attribute_not_exists(pk)") if after else {}
    if after is None:
        return delete_write(_pk(before.account_id, before.upload_id), "UPLOAD", "version = :seen", seen=before.version)
    return put_write(_to_item(after), "version = :seen", seen=before.version)


def _write_usage(usage: Usage) -> dict[str, Any]:
    item = {
        "pk": f"A#{usage.account_id}#UPLOADS",
        "sk": "USAGE",
        "held": {hour.isoformat(): count for hour, count in usage.held.items()},
        "open": {hour.isoformat(): count for hour, count in usage.open.items()},
        "version": usage.version,
    }
    seen = usage.version - 1
    return put_write(item, "version = :seen", seen=seen) if seen else put_write(item, "attribute_not_exists(pk)")


def _pk(account_id: str, upload_id: str) -> str:
    return f"A#{account_id}#UPLOAD#{upload_id}"


def _hours(stored: dict[str, Any]) -> dict[datetime, int]:
    return {datetime.fromisoformat(hour): int(count) for hour, count in stored.items()}


def _to_item(upload: Upload) -> Item:
    body = asdict(upload)
    times = {name: body[name].isoformat() for name in TIMES if body[name]}
    return {
        "pk": _pk(upload.account_id, upload.upload_id),
        "sk": "UPLOAD",
        "body": json.dumps({**body, **times, "state": upload.state.value}),
        "version": upload.version,
        "ttl": int((upload.expires_at + KEPT_AFTERWARDS).timestamp()),
    }


def _from_item(item: Item) -> Upload:
    body = json.loads(item["body"])
    times = {name: datetime.fromisoformat(body[name]) for name in TIMES if body[name]}
    refusal = Refusal(**body["refusal"]) if body["refusal"] else None
    return Upload(**{**body, **times, "state": UploadState(body["state"]), "refusal": refusal})
