"""Prices are whole micro-dollars, and nobody's limit is read as less than what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenlight.domain.credits import LedgerEntry, Movement
from greenlight.domain.money import PRICES, Estimate, micro_usd, price, usd
from tests.support.backend import Backend


@given(st.decimals(min_value=0, max_value=10**6, places=6))
def test_an_amount_survives_the_way_to_micro_dollars_and_back(amount):
    assert usd(micro_usd(str(amount))) == pytest.approx(float(amount))


def test_a_limit_is_rounded_up():
    assert micro_usd("0.0000001") == 1


def test_an_estimate_is_the_sum_of_its_lines():
    lines = (price("text_to_speech", "hibari", 100), price("talking_head", "landmark_warp", 12.3456))
    assert Estimate(lines).amount == 100 + 12_346
    assert lines[1].quantity == 12.346


def test_every_price_is_a_whole_number_of_micro_dollars():
    assert all(isinstance(amount, int) and amount > 0 for amount, _ in PRICES.values())


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_hold_and_its_end_always_leave_nothing_held(held, spent):
    spent = min(spent, held)
    at = Backend().clock.now()
    hold = LedgerEntry("h", "a", "u", Movement.HOLD, held, at)
    settle = LedgerEntry("s", "a", "u", Movement.SETTLE, spent, at, held=held)
    release = LedgerEntry("r", "a", "u", Movement.RELEASE, held, at)
    assert hold.held_delta + settle.held_delta == 0
    assert hold.held_delta + release.held_delta == 0
    assert hold.available_delta + settle.available_delta == -spent
    assert hold.available_delta + release.available_delta == 0
