"""An account's places for what is being made, and the line before them, in the table.

How many are taken is one item, changed in the very write that starts or ends a production: no crash can lose a place.
"""

from typing import Any

from greenlight.aws.table import Table, delete_write, pack, put_write, unpack, update_write
from greenlight.domain.production import Production
from greenlight.domain.status import Status

LINE = "LINE#"
# So many start at once where places are not limited.
ALL_AT_ONCE = 100


def line_writes(production: Production) -> list[dict[str, Any]]:
    """Joins or leaves the line, as the status goes."""
    before, after = production.stored_status, production.status
    if (before is Status.QUEUED) == (after is Status.QUEUED) or production.queued_at is None:
        return []
    place = f"{LINE}{production.queued_at.isoformat()}#{production.production_id}"
    key = {"pk": _account(production.account_id), "sk": place}
    if after is Status.QUEUED:
        return [put_write({**key, "account_id": production.account_id, "production_id": production.production_id})]
    return [delete_write(**key)]


def place_writes(production: Production, most: int) -> list[dict[str, Any]]:
    """Takes a place or gives it back, as the status goes; refused where all `most` (0: any number) are taken."""
    was_at_work = production.stored_status is not None and production.stored_status.is_at_work
    if was_at_work == production.status.is_at_work:
        return []
    takes = production.status.is_at_work
    values: dict[str, Any] = {"account": production.account_id, "one": 1 if takes else -1, "freed": not takes}
    if takes and most:
        values["most"] = most
    return [
        update_write(
            _account(production.account_id),
            "PLACES",
            "SET account_id = :account, freed = :freed ADD taken :one",
            "attribute_not_exists(taken) OR taken < :most" if "most" in values else None,
            **values,
        )
    ]


def in_line(table: Table, account_id: str, most: int) -> list[str]:
    taken = int((table.get(_account(account_id), "PLACES") or {}).get("taken", 0))
    free = most - taken if most else ALL_AT_ONCE
    if free <= 0:
        return []
    answer = table.client.query(
        TableName=table.name,
        KeyConditionExpression="pk = :pk AND begins_with(sk, :line)",
        ExpressionAttributeValues=pack({":pk": _account(account_id), ":line": LINE}),
        ConsistentRead=True,
        Limit=free,
    )
    return [str(unpack(item)["production_id"]) for item in answer["Items"]]


def _account(account_id: str) -> str:
    return f"A#{account_id}"
