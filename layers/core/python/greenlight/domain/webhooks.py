"""A webhook: who wants to hear of which events, where, signed with which secret, and whether that works."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from greenlight.domain.errors import Invalid

MOST_WEBHOOKS = 20
MOST_EVENTS = 50
FAMILIES = (
    "reel", "scenario", "storyboard", "script", "course", "presentation", "lesson", "document", "voice", "editor",
    "export",
)  # fmt: skip
HAPPENINGS = ("awaiting_approval", "approved", "progress", "completed", "failed", "cancelled", "expired")
# For so long after a rotation both secrets sign.
OVERLAP = timedelta(hours=24)
GIVE_UP_AFTER = timedelta(days=7)
# Whoever answers within this holds nobody up.
QUICK = timedelta(seconds=2)
PROVEN_FOR = timedelta(minutes=2)
LONGEST_REST = timedelta(minutes=15)
FIRST_REST = timedelta(seconds=5)
GONE = 410


def refuse_unknown_patterns(patterns: Sequence[str]) -> None:
    """Takes `*`, `<family>.*` and `<family>.<what>`."""
    for pattern in patterns:
        family, dot, what = pattern.partition(".")
        if pattern == "*" or (dot and family in FAMILIES and what in {"*", *HAPPENINGS}):
            continue
        known = f"{family} tells of {', '.join(HAPPENINGS)}"
        if family not in FAMILIES:
            known = f"there are {', '.join(FAMILIES)}, each with .* or a happening, and * for all"
        raise Invalid(f"There is no event {pattern[:100]!r}: {known}.", field="events", code="unknown_event")


@dataclass(frozen=True)
class Health:
    """How a receiver did lately.

    `quick_at` is when it last answered quickly, `slow` counts the attempts in a row that it held up, `rests_until` is
    the end of a rest, or of the one attempt that is being made meanwhile.
    """

    failing_since: datetime | None = None
    quick_at: datetime | None = None
    slow: int = 0
    rests_until: datetime | None = None

    def is_proven(self, now: datetime) -> bool:
        """Receivers that are not are tried by one delivery at a time, so that a dead one holds up nobody else."""
        return self.slow == 0 and self.quick_at is not None and now - self.quick_at < PROVEN_FOR

    def after(self, now: datetime, took: timedelta, *, taken: bool) -> "Health":
        failing_since = None if taken else self.failing_since or now
        if took < QUICK:
            # Noted once a minute and not for each of a thousand deliveries.
            fresh = self.quick_at is not None and now - self.quick_at < PROVEN_FOR / 2
            return Health(failing_since, self.quick_at if fresh else now)
        rest = timedelta() if taken else min(FIRST_REST * 2 ** min(self.slow, 16), LONGEST_REST)
        return Health(failing_since, None, 0 if taken else self.slow + 1, now + rest)

    def verdict(self, status: int | None, now: datetime) -> str | None:
        """Why this receiver gets nothing any more after an attempt, or None."""
        if status == GONE:
            return "The receiver answered 410 Gone."
        if self.failing_since is not None and now - self.failing_since >= GIVE_UP_AFTER:
            return f"Every delivery failed for a week, since {self.failing_since:%Y-%m-%d %H:%M} UTC."
        return None


@dataclass(frozen=True)
class Webhook:
    """`user_id` is whose events it hears of, None for the whole account; `disabled_reason` None while it is active.

    The secret before the last rotation signs too until `previous_until`. `version` is that of the stored item.
    """

    webhook_id: str
    account_id: str
    user_id: str | None
    url: str
    events: tuple[str, ...]
    description: str
    secret: str = field(repr=False)
    created_at: datetime
    updated_at: datetime
    previous_secret: str | None = field(default=None, repr=False)
    previous_until: datetime | None = None
    disabled_reason: str | None = None
    health: Health = Health()
    version: int = 0

    @property
    def is_active(self) -> bool:
        return self.disabled_reason is None

    def wants(self, event_type: str, user_id: str) -> bool:
        family = event_type.partition(".")[0]
        is_theirs = self.user_id in {None, user_id}
        return self.is_active and is_theirs and not {"*", f"{family}.*", event_type}.isdisjoint(self.events)

    def secrets(self, now: datetime) -> tuple[str, ...]:
        """Newest first: those that sign at this moment."""
        if self.previous_secret and self.previous_until and now < self.previous_until:
            return self.secret, self.previous_secret
        return (self.secret,)

    def rotated(self, secret: str, now: datetime) -> "Webhook":
        return replace(self, secret=secret, previous_secret=self.secret, previous_until=now + OVERLAP, updated_at=now)

    def disabled(self, reason: str, now: datetime) -> "Webhook":
        return replace(self, disabled_reason=self.disabled_reason or reason, updated_at=now)


def written_secret(random: str) -> str:
    """A secret as Standard Webhooks writes it, of at least 256 random bits given as text."""
    return "whsec_" + b64encode(random.encode()).decode()
