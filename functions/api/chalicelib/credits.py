"""The routes of credits: balance, ledger, grants."""

from datetime import datetime

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import services
from chalicelib.contract import Call, operation
from chalicelib.views import ForUser, ListQuery, Shape, UserId
from greenlight.domain.credits import LedgerEntry
from greenlight.domain.money import PRICES, micro_usd, usd
from greenlight.domain.scopes import Scope

blueprint = Blueprint(__name__)


class PriceView(Shape):
    action: str
    engine: str
    unit: str
    amount: float


class BalanceView(Shape):
    user_id: str
    currency: str = "USD"
    balance: float
    held: float
    prices: list[PriceView]


class EntryView(Shape):
    id: str
    movement: str
    amount: float
    job_id: str | None
    note: str
    created_at: datetime


class Ledger(Shape):
    items: list[EntryView]
    next_cursor: str | None = None


class Grant(Shape):
    user_id: UserId
    amount: float = Field(ge=0.000001, le=1_000_000, allow_inf_nan=False, description="In USD.")
    note: str = Field("", max_length=200)


def _entry(entry: LedgerEntry) -> EntryView:
    return EntryView(
        id=entry.entry_id,
        movement=entry.movement.value,
        amount=usd(entry.amount),
        job_id=entry.production_id,
        note=entry.note,
        created_at=entry.at,
    )


@operation(blueprint, "GET", "/api/v1/credits", tag="credits", query=ForUser, response=BalanceView)
def get_credits(call: Call) -> BalanceView:
    """A user's balance, what is held, and the price list.

    What is held belongs to approved work that is not finished; it is spent or given back when that ends.
    """
    balance = services.credit_accounts().balance(call.identity.account_id, call.user_id)
    prices = [
        PriceView(action=task, engine=engine, unit=unit, amount=usd(micro))
        for (task, engine), (micro, unit) in PRICES.items()
    ]
    return BalanceView(user_id=call.user_id, balance=usd(balance.available), held=usd(balance.held), prices=prices)


@operation(blueprint, "GET", "/api/v1/credits/ledger", tag="credits", query=ListQuery, response=Ledger)
def get_ledger(call: Call) -> Ledger:
    """What explains the balance, newest first.

    Grants, holds, settlements and releases; each names the job that it is for.
    """
    page = services.credit_accounts().ledger(
        call.identity.account_id, call.user_id, call.query.limit, call.query.cursor
    )
    return Ledger(items=[_entry(entry) for entry in page.items], next_cursor=page.next_cursor)


@operation(
    blueprint,
    "POST",
    "/api/v1/credits/grants",
    tag="credits",
    request=Grant,
    response=EntryView,
    status=201,
    scope=Scope.CREDITS_GRANT,
)
def grant_credits(call: Call) -> EntryView:
    """Gives credits to a user of this account; service keys only.

    Send an `Idempotency-Key`: then a grant that is sent twice counts once.
    """
    body: Grant = call.body
    return _entry(services.credit_accounts().grant(call.identity, body.user_id, micro_usd(body.amount), body.note))
