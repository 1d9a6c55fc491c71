"""Shorts in the table, each written in the transaction that completes a scenario for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from greenlight.aws.listing import Listing, page_of
from greenlight.aws.table import Item, Table, update_write
from greenlight.domain.cursors import Cursors
from greenlight.domain.production import Production
from greenlight.domain.scenario import Scenario
from greenlight.domain.shorts import Short
from greenlight.domain.status import Status
from greenlight.ports import Page


def short_writes(production: Production) -> list[dict[str, Any]]:
    """The short has this scenario for its latest, as the scenario completes."""
    if not isinstance(production, Scenario) or production.text is None:
        return []
    if production.status is not Status.SUCCEEDED or production.stored_status is Status.SUCCEEDED:
        return []
    now = production.updated_at.isoformat()
    return [
        update_write(
            _pk(production.account_id, production.short_id),
            "SHORT",
            "SET gsi1pk = :list, gsi1sk = if_not_exists(gsi1sk, :place), account_id = :account, user_id = :user, "
            "short_id = :short, product_id = :product, scenario_id = :scenario, title = :title, "
            "created_at = if_not_exists(created_at, :now), updated_at = :now",
            list=_listing(production.account_id),
            place=f"{now}#{production.short_id}",
            account=production.account_id,
            user=production.user_id,
            short=production.short_id,
            product=production.product_id,
            scenario=production.production_id,
            title=production.text.title,
            now=now,
        )
    ]


@dataclass(frozen=True)
class DynamoShorts:
    table: Table
    cursors: Cursors

    def get(self, account_id: str, short_id: str) -> Short | None:
        item = self.table.get(_pk(account_id, short_id), "SHORT")
        return _from_item(item) if item else None

    def page(self, account_id: str, *, user_id: str | None, limit: int, cursor: str | None) -> Page[Short]:
        partition = _listing(account_id)
        listing = Listing(
            partition,
            (partition, user_id),
            lambda position: (_pk(account_id, position.split("#", 1)[1]), "SHORT"),
            ["user_id = :user"] if user_id else [],
            {":user": user_id} if user_id else {},
        )
        found = page_of(self.table, self.cursors, listing, limit, cursor)
        return Page([_from_item(item) for item in found.items], found.next_cursor)


def _pk(account_id: str, short_id: str) -> str:
    return f"A#{account_id}#SHORT#{short_id}"


def _listing(account_id: str) -> str:
    return f"A#{account_id}#SHORTS"


def _from_item(item: Item) -> Short:
    return Short(
        short_id=item["short_id"],
        account_id=item["account_id"],
        user_id=item["user_id"],
        product_id=item["product_id"],
        scenario_id=item["scenario_id"],
        title=item["title"],
        created_at=datetime.fromisoformat(item["created_at"]),
        updated_at=datetime.fromisoformat(item["updated_at"]),
    )
