"""Which scene tells an event of the prompt, and which shows a moment before, between or after."""

import random
from collections.abc import Sequence

from greenlight.writers import storyboard_rules_moments as bank
from greenlight.writers.storyboard_rules_beats import beats, introduced
from greenlight.writers.storyboard_rules_clauses import clause_of
from greenlight.writers.storyboard_rules_middles import MIDDLES
from greenlight.writers.storyboard_rules_slots import Moment, filled, slots_of
from greenlight.writers.storyboard_rules_story import Story

# The sentences of one event, or a moment.
Part = tuple[str, ...] | Moment


def planned(story: Story, durations: Sequence[float], rng: random.Random) -> list[Part]:
    """One part for each scene, in order."""
    events = beats(story, len(durations))
    spare = len(durations) - len(events)
    if spare <= 0:
        return list(_shared_out(events, durations))

    def one(rows: dict[str, str], *, wanted: bool) -> list[Moment]:
        choices = moments(story, rows) if wanted else []
        return [rng.choice(choices)] if choices else []

    names_first = not clause_of(story.sentences[0]) or events[0].startswith("Meet ")
    opening = one(bank.OPENINGS, wanted=not names_first and spare > 1)
    introduction = one(bank.INTRODUCTIONS, wanted=spare > 2 and not (names_first and story.kind in {"product", "view"}))
    closing = one(bank.CLOSINGS, wanted=spare > len(opening))
    if introduction and story.kind == "story":
        events[0] = introduced(events[0])
    between = _drawn(middles(story), spare - len(opening) - len(introduction) - len(closing), rng)
    told: list[Part] = [(event,) for event in events]
    first = told[:1] if names_first else []
    return [*opening, *first, *introduction, *_interleaved(told[len(first) :], between), *closing]


def moments(story: Story, rows: dict[str, str]) -> list[Moment]:
    return filled(rows[story.kind], slots_of(story), many=story.many)


def middles(story: Story) -> tuple[list[Moment], list[Moment]]:
    """Those of the story's kind, and general ones for where they are too few."""
    own = moments(story, MIDDLES)
    general = [] if story.kind == "view" else filled(MIDDLES["view"], slots_of(story), many=story.many)
    return own, general


def spares(story: Story) -> list[Moment]:
    """What can stand in for a part that cannot be told in its scene, the fitting ones first."""
    own, general = middles(story)
    rows = (bank.OPENINGS, bank.INTRODUCTIONS, bank.CLOSINGS)
    more = [moment for kind in rows for moment in filled(kind["view"], slots_of(story), many=story.many)]
    return [*own, *general, *more]


def _drawn(choices: tuple[list[Moment], list[Moment]], count: int, rng: random.Random) -> list[Moment]:
    """So many of them, in their order; general ones only where the others are used up, and then among them."""
    own, general = choices
    kept = sorted(rng.sample(range(len(own)), min(max(0, count), len(own))))
    more = sorted(rng.sample(range(len(general)), min(max(0, count - len(kept)), len(general))))
    ranked = [(i / len(own), own[i]) for i in kept] + [(i / len(general), general[i]) for i in more]
    return _varied([moment for _, moment in sorted(ranked, key=lambda pair: pair[0])])


def _varied(drawn: list[Moment]) -> list[Moment]:
    """A moment seen as the one before changes places with the next that is not."""
    order = list(drawn)
    for i in range(1, len(order) - 1):
        if order[i].shot == order[i - 1].shot:
            other = next((j for j in range(i + 1, len(order)) if order[j].shot != order[i].shot), i)
            order.insert(i, order.pop(other))
    return order


def _shared_out(events: Sequence[str], durations: Sequence[float]) -> list[tuple[str, ...]]:
    """Neighbouring events together, at least one a scene, more for longer scenes."""
    total, elapsed, start, shares = sum(durations), 0.0, 0, []
    for i, duration in enumerate(durations):
        elapsed += duration
        left = len(durations) - i - 1
        end = min(max(start + 1, round(len(events) * elapsed / total)), len(events) - left)
        shares.append(tuple(events[start:end]))
        start = end
    return shares


def _interleaved(events: list[Part], between: Sequence[Moment]) -> list[Part]:
    """Events first, the moments spread evenly behind them."""
    parts: list[Part] = [] if events else list(between)
    done = 0
    for i, event in enumerate(events, 1):
        parts.append(event)
        until = round(len(between) * i / len(events))
        parts += between[done:until]
        done = until
    return parts
