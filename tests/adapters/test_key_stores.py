"""What the store of keys promises, asked of the memory twin and of the AWS adapter alike."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from greenlight.domain.errors import Invalid, NotFound
from greenlight.domain.keys import ApiKey, KeyKind, KeyStatus
from greenlight.domain.scopes import Scope

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def key(number: int = 1, account: str = "acme", **facts: Any) -> ApiKey:
    key_id = f"00000000-0000-4000-8000-{number:012d}"
    made = ApiKey(key_id, account, KeyKind.SERVICE, "ci", "gl_service_ab", "hash", NOW + timedelta(seconds=number))
    return replace(made, **facts)


def listed(stores: Any, account: str = "acme", limit: int = 10, cursor: str | None = None, **narrowed: Any) -> Any:
    narrowed = {"kind": None, "user_id": None, "status": None, **narrowed}
    return stores.keys.page(account, NOW, limit=limit, cursor=cursor, **narrowed)


def numbers(stores: Any, **narrowed: Any) -> list[int]:
    return [int(found.key_id[-3:]) for found in listed(stores, **narrowed).items]


def test_a_key_is_read_back_whole(stores):
    full = key(
        kind=KeyKind.USER,
        user_id="alice",
        expires_at=NOW + DAY,
        scopes=frozenset({Scope.PRODUCTIONS_READ, Scope.CREDITS_READ}),
        previous_hashed="older",
        previous_until=NOW + DAY,
    )
    assert stores.keys.add(full) == stores.keys.find(full.key_id) == replace(full, version=1)
    plain = stores.keys.add(key(2))
    assert stores.keys.get("acme", plain.key_id) == plain
    assert stores.keys.find("nobody") is None


def test_another_accounts_key_is_not_found(stores):
    stored = stores.keys.add(key())
    with pytest.raises(NotFound):
        stores.keys.get("rivals", stored.key_id)
    assert listed(stores, "rivals").items == []


def test_a_key_revoked_meanwhile_is_not_written_over(stores):
    stored = stores.keys.add(key())
    assert stores.keys.save(stored.revoked(NOW)).version == 2
    assert stores.keys.save(stored.rotated("fresh", NOW, DAY)) is None
    assert stores.keys.find(stored.key_id).revoked_at == NOW


def test_the_last_use_is_written_once_a_minute_and_is_no_change_of_the_key(stores):
    stored = stores.keys.add(key())
    for seconds in (0, 1, 59):
        stores.keys.note_use(stored, NOW + timedelta(seconds=seconds))
        assert stores.keys.find(stored.key_id).last_used_at == NOW
    stores.keys.note_use(stored, NOW + timedelta(seconds=60))
    assert stores.keys.find(stored.key_id).last_used_at == NOW + timedelta(minutes=1)
    assert stores.keys.save(stored.revoked(NOW)) is not None


def test_keys_are_listed_newest_first_and_paged_without_gaps(stores):
    for number in range(5):
        stores.keys.add(key(number))
    stores.keys.add(key(9, "rivals"))
    seen, cursor = [], None
    while True:
        page = listed(stores, limit=2, cursor=cursor)
        seen += [int(found.key_id[-3:]) for found in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [4, 3, 2, 1, 0]


def test_a_list_of_keys_is_narrowed_by_kind_user_and_status(stores):
    stores.keys.add(key(1))
    stores.keys.add(key(2, kind=KeyKind.USER, user_id="alice", expires_at=NOW + DAY))
    stores.keys.add(key(3, kind=KeyKind.USER, user_id="bob", expires_at=NOW))
    stores.keys.add(key(4, kind=KeyKind.USER, user_id="alice", expires_at=NOW - DAY, revoked_at=NOW - 2 * DAY))
    assert numbers(stores, kind=KeyKind.SERVICE) == [1]
    assert numbers(stores, user_id="alice") == [4, 2]
    assert numbers(stores, status=KeyStatus.ACTIVE) == [2, 1]
    assert numbers(stores, status=KeyStatus.EXPIRED) == [3]
    assert numbers(stores, status=KeyStatus.REVOKED) == [4]
    assert numbers(stores, user_id="alice", status=KeyStatus.ACTIVE) == [2]


def test_a_narrowed_list_of_keys_is_paged_past_what_it_leaves_out(stores):
    for number in range(6):
        stores.keys.add(key(number, revoked_at=NOW if number % 2 else None))
    first = listed(stores, status=KeyStatus.ACTIVE, limit=2)
    rest = listed(stores, status=KeyStatus.ACTIVE, limit=2, cursor=first.next_cursor)
    assert [int(found.key_id[-3:]) for found in first.items + rest.items] == [4, 2, 0]
    assert rest.next_cursor is None


def test_a_cursor_of_another_list_of_keys_is_refused(stores):
    for number in range(3):
        stores.keys.add(key(number))
        stores.keys.add(key(10 + number, "rivals"))
    given = listed(stores, limit=1).next_cursor
    for other in ({"account": "rivals"}, {"kind": KeyKind.SERVICE}, {"status": KeyStatus.ACTIVE}):
        with pytest.raises(Invalid, match="cursor"):
            listed(stores, cursor=given, **other)
