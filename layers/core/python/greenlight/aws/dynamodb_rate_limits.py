"""Token buckets in the table: one item a key, read before it is written so that a refusal is never a write."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from greenlight.aws.table import Table, pack, unpack
from greenlight.domain.errors import Unavailable
from greenlight.domain.rate_limits import RateLimit

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
# A bucket that is full says nothing, and goes by itself.
KEPT = timedelta(hours=1)
# Each attempt that fails was overtaken by somebody else's that did not.
ATTEMPTS = 5


@dataclass(frozen=True)
class DynamoRateBuckets:
    table: Table

    def take(self, key_id: str, limit: RateLimit, wanted: int, now: datetime) -> tuple[int, datetime]:
        try:
            full_at = self._read(key_id)
            for _ in range(ATTEMPTS):
                tokens = min(wanted, limit.left(full_at, now))
                if tokens == 0:
                    break
                written, full_at = self._write(key_id, limit, tokens, full_at, now)
                if written:
                    return tokens, full_at or now
        except (BotoCoreError, ClientError) as error:
            raise Unavailable("Rate limits cannot be read right now.") from error
        return 0, full_at or now

    def _read(self, key_id: str) -> datetime | None:
        # Not a consistent read: an old value only lets us try a write, and that is conditional.
        answer = self.table.client.get_item(TableName=self.table.name, Key=_key(key_id))
        return _moment(answer.get("Item"))

    def _write(
        self, key_id: str, limit: RateLimit, tokens: int, full_at: datetime | None, now: datetime
    ) -> tuple[bool, datetime | None]:
        """Whether the tokens were there, and what is stored now.

        Many may take from a bucket that is not full at the same moment, none of them in another's way.
        """
        cost = tokens * limit.interval
        if limit.filling(full_at, now):
            change, condition = "full_at = full_at + :cost", "full_at BETWEEN :now AND :latest"
            values = {":cost": cost // MICROSECOND, ":latest": _number(now + limit.window - cost)}
        else:
            change, condition = "full_at = :full", "attribute_not_exists(full_at) OR full_at <= :now"
            values = {":full": _number(now + cost)}
        ttl = {":ttl": int((now + limit.window + KEPT).timestamp())}
        try:
            answer = self.table.client.update_item(
                TableName=self.table.name,
                Key=_key(key_id),
                UpdateExpression=f"SET {change}, #ttl = :ttl",
                ConditionExpression=condition,
                ExpressionAttributeNames={"#ttl": "ttl"},
                ExpressionAttributeValues=pack(values | ttl | {":now": _number(now)}),
                ReturnValues="ALL_NEW",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except ClientError as error:
            refusal: dict[str, Any] = dict(error.response)
            if refusal["Error"]["Code"] != "ConditionalCheckFailedException":
                raise
            return False, _moment(refusal.get("Item"))
        return True, _moment(answer["Attributes"])


def _key(key_id: str) -> dict[str, Any]:
    return pack({"pk": f"RATE#{key_id}", "sk": "BUCKET"})


def _number(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND


def _moment(item: dict[str, Any] | None) -> datetime | None:
    return EPOCH + int(unpack(item)["full_at"]) * MICROSECOND if item else None
