"""Keys by the clock: when they begin and end, how secrets take turns, and what one key may give another."""

from dataclasses import dataclass, field, replace
from datetime import timedelta, timezone

import pytest

from greenlight.domain.errors import Conflict, Forbidden, Invalid, Unauthenticated
from greenlight.domain.keys import ApiKey, Identity, KeyKind
from greenlight.domain.scopes import ALL, OF_USERS, Scope
from greenlight.memory import CountingIds, FixedClock, MemoryKeys
from greenlight.services.keys import KeyService

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
READ, MANAGE = frozenset({Scope.PRODUCTIONS_READ}), frozenset({Scope.KEYS_MANAGE})


@dataclass
class Keyring:
    clock: FixedClock = field(default_factory=FixedClock)
    store: MemoryKeys = field(default_factory=MemoryKeys)

    def __post_init__(self) -> None:
        self.service = KeyService(self.store, self.clock, CountingIds(), b"pepper")

    def made(self, **wishes: object) -> tuple[ApiKey, str]:
        return self.service.create("acme", "ci", **{"kind": KeyKind.SERVICE, **wishes})  # type: ignore[arg-type]

    def opens(self, secret: str) -> bool:
        try:
            self.service.identify(secret)
        except Unauthenticated:
            return False
        return True

    def give(self, by: Identity, kind: KeyKind = KeyKind.SERVICE, scopes=None, expires_at=None) -> ApiKey:
        user = "bob" if kind is KeyKind.USER else None
        return self.service.create_for(by, "x", kind, user, expires_at, scopes)[0]


@pytest.fixture
def keys() -> Keyring:
    return Keyring()


def test_a_key_opens_for_whom_it_was_made_with_what_it_may_do(keys):
    _, secret = keys.made(kind=KeyKind.USER, user_id="alice", scopes=READ)
    identity = keys.service.identify(secret)
    assert (identity.account_id, identity.user_id, identity.scopes) == ("acme", "alice", READ)


@pytest.mark.parametrize("spoil", [lambda s: s[:-1], lambda s: s + "x", lambda s: s.upper(), lambda s: s[:-1] + "é"])
def test_a_secret_that_is_nearly_right_opens_nothing(keys, spoil):
    _, secret = keys.made()
    assert keys.opens(secret)
    assert not keys.opens(spoil(secret))


def test_the_secret_of_one_key_does_not_open_another(keys):
    first, second = keys.made()[1], keys.made()[1]
    assert not keys.opens(first[: first.rindex("_")] + second[second.rindex("_") :])


def test_a_key_of_another_pepper_opens_nothing(keys):
    _, secret = keys.made()
    with pytest.raises(Unauthenticated):
        replace(keys.service, pepper=b"salt").identify(secret)


# -- the clock ---------------------------------------------------------------------------------------------------------
def test_a_key_ends_in_the_second_that_it_names(keys):
    _, secret = keys.made(expires_at=keys.clock.now() + DAY)
    keys.clock.forward(DAY - SECOND)
    assert keys.opens(secret)
    keys.clock.forward(SECOND)
    assert not keys.opens(secret)


def test_a_key_opens_where_the_clock_is_behind_that_of_its_maker(keys):
    _, secret = keys.made()
    keys.clock.forward(-5 * SECOND)
    assert keys.opens(secret)


def test_a_use_noted_by_a_clock_that_is_ahead_is_not_noted_again(keys):
    key, secret = keys.made()
    keys.opens(secret)
    noted = keys.clock.now()
    keys.clock.forward(-5 * SECOND)
    keys.opens(secret)
    assert (keys.store.notes, keys.store.find(key.key_id).last_used_at) == (1, noted)


def test_an_end_in_another_time_zone_is_the_same_moment(keys):
    end = (keys.clock.now() + DAY).astimezone(timezone(timedelta(hours=14)))
    key, _ = keys.made(expires_at=end)
    assert key.expires_at.isoformat() == "2026-01-02T00:00:00+00:00"


def test_a_key_that_is_over_before_it_begins_is_refused(keys):
    with pytest.raises(Invalid, match="expires_at"):
        keys.give(Identity("acme", None, "k"), expires_at=keys.clock.now())


# -- rotation ----------------------------------------------------------------------------------------------------------
def rotated(keys: Keyring, key: ApiKey, overlap: timedelta) -> tuple[ApiKey, str]:
    return keys.service.rotate(Identity("acme", None, "k"), key.key_id, overlap)


def test_both_secrets_open_while_they_overlap_and_then_only_the_new_one(keys):
    key, old = keys.made(scopes=READ)
    fresh, new = rotated(keys, key, DAY)
    assert (fresh.key_id, fresh.granted, fresh.prefix) == (key.key_id, READ, key.prefix)
    assert fresh.previous_valid_until(keys.clock.now()) == keys.clock.now() + DAY
    keys.clock.forward(DAY - SECOND)
    assert keys.opens(old)
    assert keys.opens(new)
    keys.clock.forward(SECOND)
    assert not keys.opens(old)
    assert keys.opens(new)


def test_without_an_overlap_the_old_secret_ends_at_once(keys):
    key, old = keys.made()
    fresh, new = rotated(keys, key, timedelta())
    assert fresh.previous_valid_until(keys.clock.now()) is None
    assert not keys.opens(old)
    assert keys.opens(new)


def test_another_rotation_ends_the_secret_before_the_last_one(keys):
    key, first = keys.made()
    second, third = rotated(keys, key, DAY)[1], rotated(keys, key, DAY)[1]
    assert [keys.opens(secret) for secret in (first, second, third)] == [False, True, True]


def test_no_overlap_outlives_the_key(keys):
    key, old = keys.made(expires_at=keys.clock.now() + SECOND)
    fresh, new = rotated(keys, key, DAY)
    assert fresh.previous_valid_until(keys.clock.now()) == key.expires_at
    keys.clock.forward(SECOND)
    assert not keys.opens(old)
    assert not keys.opens(new)


def test_a_revocation_ends_both_secrets_at_once(keys):
    key, old = keys.made()
    _, new = rotated(keys, key, DAY)
    keys.service.revoke(Identity("acme", None, "k"), key.key_id)
    assert not keys.opens(old)
    assert not keys.opens(new)


def test_a_key_that_is_over_is_not_rotated(keys):
    key, _ = keys.made(expires_at=keys.clock.now() + SECOND)
    keys.clock.forward(SECOND)
    with pytest.raises(Conflict, match="expired"):
        rotated(keys, key, DAY)


def test_a_key_revoked_while_it_is_rotated_stays_revoked(keys):
    key, secret = keys.made()
    racing = Racing(keys.store.keys, before_saving=lambda: keys.service.revoke(Identity("acme", None, "k"), key.key_id))
    with pytest.raises(Conflict, match="revoked"):
        replace(keys.service, keys=racing).rotate(Identity("acme", None, "k"), key.key_id, DAY)
    assert not keys.opens(secret)


@dataclass
class Racing(MemoryKeys):
    """Lets somebody else write first, once."""

    before_saving: object = None

    def save(self, key: ApiKey) -> ApiKey | None:
        first, self.before_saving = self.before_saving, None
        if callable(first):
            first()
        return super().save(key)


# -- use ---------------------------------------------------------------------------------------------------------------
def test_a_thousand_uses_in_a_minute_are_one_note(keys):
    key, secret = keys.made()
    for _ in range(1000):
        keys.opens(secret)
        keys.clock.forward(timedelta(milliseconds=59))
    assert keys.store.notes == 1
    keys.clock.forward(SECOND)
    keys.opens(secret)
    assert keys.store.notes == 2
    assert keys.store.find(key.key_id).last_used_at == keys.clock.now()


def test_a_refused_secret_is_no_use_of_its_key(keys):
    key, secret = keys.made()
    keys.opens(secret[:-1] + ("a" if secret[-1] != "a" else "b"))
    assert keys.store.find(key.key_id).last_used_at is None


def test_a_note_that_cannot_be_taken_refuses_nobody(keys):
    class Unwritable(MemoryKeys):
        def note_use(self, key, now):
            raise OSError("throttled")

    _, secret = keys.made()
    broken = replace(keys.service, keys=Unwritable(keys.store.keys))
    assert broken.identify(secret).account_id == "acme"


# -- what a key may give -----------------------------------------------------------------------------------------------
def test_absent_scopes_are_all_that_the_kind_may_have(keys):
    root = Identity("acme", None, "k")
    assert keys.give(root).granted == ALL
    assert keys.give(root, KeyKind.USER).granted == OF_USERS


@pytest.mark.parametrize("scope", sorted(ALL - OF_USERS))
def test_a_scope_that_a_user_key_may_not_have_is_refused_by_its_name(keys, scope):
    with pytest.raises(Invalid, match=scope):
        keys.give(Identity("acme", None, "k"), KeyKind.USER, READ | {scope})


def test_a_key_gives_no_scope_that_it_lacks(keys):
    limited = Identity("acme", None, "k", scopes=READ | MANAGE)
    assert keys.give(limited, scopes=READ).granted == READ
    for wanted in (None, READ | {Scope.CREDITS_GRANT}):
        with pytest.raises(Forbidden, match="credits:grant") as refusal:
            keys.give(limited, scopes=wanted)
        assert refusal.value.code == "missing_scope"


def test_a_key_gives_no_longer_life_than_its_own(keys):
    end = keys.clock.now() + DAY
    mortal = Identity("acme", None, "k", expires_at=end)
    assert keys.give(mortal, expires_at=end).expires_at == end
    for wanted in (None, end + SECOND):
        with pytest.raises(Forbidden) as refusal:
            keys.give(mortal, expires_at=wanted)
        assert refusal.value.code == "outlives_its_maker"


def test_a_key_rotates_none_that_may_do_more_or_lives_longer(keys):
    strong, _ = keys.made()
    end = keys.clock.now() + DAY
    for weak in (Identity("acme", None, "k", scopes=MANAGE), Identity("acme", None, "k", expires_at=end)):
        with pytest.raises(Forbidden):
            keys.service.rotate(weak, strong.key_id, timedelta())
    assert keys.store.find(strong.key_id).version == 1
