"""When jobs come: a Poisson process whose rate goes up and down with the day, thinned from its highest."""

import math
import random
from collections.abc import Iterator

DAY = 86_400.0
# The busiest hour has 1.8 times the mean, the quietest, twelve hours later, a fifth of it.
SWING, BUSIEST = 0.8, 18 * 3600.0
# Lengths of videos, and with them seconds of work, spread by half of their mean.
SHAPE = 4.0


def rate(per_day: float, at: float) -> float:
    """Arrivals a second, `at` seconds after some midnight."""
    return per_day / DAY * (1 + SWING * math.cos(2 * math.pi * (at - BUSIEST) / DAY))


def moments(rng: random.Random, per_day: float, begin: float, end: float) -> Iterator[float]:
    """Lewis and Shedler (1979): at the highest rate, of which each arrival is kept as often as its moment has it."""
    highest, at = rate(per_day, BUSIEST), begin
    while highest and (at := at + rng.expovariate(highest)) < end:
        if rng.random() * highest < rate(per_day, at):
            yield at


def work(
    seed: int, videos_per_day: float, begin: float, end: float, jobs_per_video: int, seconds: float
) -> list[tuple[float, float]]:
    """(seconds after `begin`, seconds of work) of each job; those of one video come at the same moment."""
    rng = random.Random(seed)
    return [
        (at - begin, rng.gammavariate(SHAPE, seconds / SHAPE))
        for at in moments(rng, videos_per_day, begin, end)
        for _ in range(jobs_per_video)
    ]
