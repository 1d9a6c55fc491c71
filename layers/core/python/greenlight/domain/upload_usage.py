"""What the uploads of an account hold, and when it is given back."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from greenlight.domain.errors import Conflict
from greenlight.domain.uploads import Limits, Upload


@dataclass(frozen=True)
class Usage:
    """What an account has in uploads, by the hour that gives it back: nobody has to be there when one expires."""

    account_id: str
    held: dict[datetime, int] = field(default_factory=dict)
    open: dict[datetime, int] = field(default_factory=dict)
    version: int = 0

    def bytes_at(self, now: datetime) -> int:
        return sum(_still(self.held, now).values())

    def refuse_beyond(self, limits: Limits, size: int, now: datetime) -> None:
        used, opened = self.bytes_at(now), sum(_still(self.open, now).values())
        if used + size > limits.quota:
            raise Conflict(
                f"Uploads of this account hold {used:,} of {limits.quota:,} bytes, and this file needs {size:,}; "
                "delete some with DELETE /api/v1/uploads/{id} or wait until they expire.",
                code="upload_quota_exceeded",
                quota=limits.quota,
                used=used,
                required=size,
            )
        if opened >= limits.open:
            message = f"{opened} uploads are open, which is the limit; complete or delete one first."
            raise Conflict(message, code="too_many_uploads")

    def changed(self, before: Upload | None, after: Upload | None, now: datetime) -> "Usage":
        held, opened = _still(self.held, now), _still(self.open, now)
        for upload, sign in ((before, -1), (after, 1)):
            if upload is not None:
                hour = _hour_after(upload.expires_at)
                held[hour] = held.get(hour, 0) + sign * upload.bytes_held
                opened[hour] = opened.get(hour, 0) + sign * upload.is_open
        return Usage(self.account_id, _positive(held), _positive(opened), self.version + 1)


def _still(hours: dict[datetime, int], now: datetime) -> dict[datetime, int]:
    return {hour: count for hour, count in hours.items() if hour > now}


def _positive(hours: dict[datetime, int]) -> dict[datetime, int]:
    return {hour: count for hour, count in hours.items() if count > 0}


def _hour_after(at: datetime) -> datetime:
    return (at + timedelta(hours=1, microseconds=-1)).astimezone(UTC).replace(minute=0, second=0, microsecond=0)
