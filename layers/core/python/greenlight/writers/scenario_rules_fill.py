"""Chooses lines that fill a time exactly enough: own ones first, the others as they come, none twice."""

import random
from collections.abc import Callable, Sequence

# How many ways are tried before the lines are taken in another order.
TRIES, ORDERS = 4_000, 40

Seconds = Callable[[str], float]
Room = tuple[float, float]


def filled(own: Sequence[str], others: Sequence[str], room: Room, seconds: Seconds, rng: random.Random) -> list[str]:
    """Own lines for as long as they leave room for what completes them, then others in the order of their bank."""
    for kept in range(len(own), -1, -1):
        # Of many own lines the first ones count most.
        chosen = list(own[:kept])
        if _taken(chosen, seconds) > room[1]:
            continue
        for _ in range(ORDERS):
            order = sorted(rng.sample(range(len(others)), min(len(others), 14 + int(room[1]))))
            found = _completed(chosen, [others[i] for i in order], room, seconds)
            if found is not None:
                return found
    return list(own[:1]) or list(others[:1])


def _completed(said: list[str], lines: Sequence[str], room: Room, seconds: Seconds) -> list[str] | None:
    """What was said and some of the lines, in their order, that fill the room; the first way that is found."""
    lengths, (least, most), left = [seconds(line) for line in lines], room, TRIES

    def search(place: int, taken: float, chosen: list[int]) -> list[str] | None:
        nonlocal left
        left -= 1
        if least <= taken:
            found = [*said, *(lines[i] for i in chosen)]
            # Side by side sentences may be read otherwise than one by one: an "X." ends nothing, say.
            if least <= _taken(found, seconds) <= most:
                return found
        if place == len(lines) or left < 0:
            return None
        if taken + lengths[place] <= most:
            with_it = search(place + 1, taken + lengths[place], [*chosen, place])
            if with_it is not None:
                return with_it
        return search(place + 1, taken, chosen)

    return search(0, _taken(said, seconds), [])


def _taken(lines: Sequence[str], seconds: Seconds) -> float:
    return seconds(" ".join(lines)) if lines else 0.0
