"""Uploads in the table; one that was never completed goes by itself."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from greenlight.aws.table import Item, Table
from greenlight.domain.uploads import Upload

KEPT_UNFINISHED = timedelta(days=1)


@dataclass(frozen=True)
class DynamoUploads:
    table: Table

    def put(self, upload: Upload) -> None:
        self.table.put(_to_item(upload))

    def get(self, upload_id: str) -> Upload | None:
        item = self.table.get(f"U#{upload_id}", "UPLOAD")
        return _from_item(item) if item else None


def _to_item(upload: Upload) -> Item:
    body = {**asdict(upload), "expires_at": upload.expires_at.isoformat()}
    ends = int((upload.expires_at + KEPT_UNFINISHED).timestamp())
    return {
        "pk": f"U#{upload.upload_id}",
        "sk": "UPLOAD",
        "body": json.dumps(body),
        "ttl": None if upload.sha256 else ends,
    }


def _from_item(item: Item) -> Upload:
    body = json.loads(item["body"])
    return Upload(**{**body, "expires_at": datetime.fromisoformat(body["expires_at"])})
