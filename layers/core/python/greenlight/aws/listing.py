"""A list in pages: a partition of the first index, newest first, narrowed by a filter, with signed cursors."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from greenlight.aws.table import Item, Table, pack
from greenlight.domain.cursors import Cursors, Scope
from greenlight.ports import Page


@dataclass(frozen=True)
class Listing:
    """`scope` is what its cursors are bound to; `key_of` makes the table's own pk and sk of an index sort key."""

    partition: str
    scope: Scope
    key_of: Callable[[str], tuple[str, str]]
    wanted: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def page_of(table: Table, cursors: Cursors, listing: Listing, limit: int, cursor: str | None) -> Page[Item]:
    options = _options(listing, limit)
    position = cursors.position(listing.scope, cursor)
    if position:
        options["ExclusiveStartKey"] = _start(listing, position)
    items: list[Item] = []
    while len(items) <= limit:
        answer = table.query_index("gsi1", "gsi1pk = :pk", **dict(options))
        items += answer["Items"]
        if "LastEvaluatedKey" not in answer:
            break
        options["ExclusiveStartKey"] = answer["LastEvaluatedKey"]
    shown = items[:limit]
    following = cursors.after(listing.scope, shown[-1]["gsi1sk"]) if len(items) > limit else None
    return Page(shown, following)


def _options(listing: Listing, limit: int) -> dict[str, Any]:
    options: dict[str, Any] = {
        "ExpressionAttributeValues": {":pk": listing.partition, **listing.values},
        "ScanIndexForward": False,
    }
    if listing.names:
        options["ExpressionAttributeNames"] = listing.names
    # What a filter leaves out counts as read: a limit would only make more and emptier pages of it.
    narrowed = {"FilterExpression": " AND ".join(listing.wanted)} if listing.wanted else {"Limit": limit + 1}
    return options | narrowed


def _start(listing: Listing, position: str) -> dict[str, Any]:
    """The key of the item that a list showed last; its item may be gone by now."""
    pk, sk = listing.key_of(position)
    return pack({"gsi1pk": listing.partition, "gsi1sk": position, "pk": pk, "sk": sk})
