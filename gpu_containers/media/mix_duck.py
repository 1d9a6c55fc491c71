"""How far music steps back for speech: a curve from the known times of the speech, not from what a detector hears."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

DEPTH = 9.0  # dB
ATTACK, RELEASE = 0.3, 0.8  # seconds; the way down ends where the speech begins
_SHORTEST_RISE = 1.0  # seconds that music is up again at least, or it stays down

Span = tuple[float, float]
_Curve = NDArray[np.float64]


class Duck:
    """`spans` are the seconds in which somebody speaks, in any order."""

    def __init__(self, spans: Iterable[Span]) -> None:
        points: list[tuple[float, float]] = []
        for begin, end in merged(spans):
            points += [(begin - ATTACK, 0.0), (begin, -DEPTH), (end, -DEPTH), (end + RELEASE, 0.0)]
        self._times = np.array([time for time, _ in points] or [0.0])
        self._levels = np.array([level for _, level in points] or [0.0])

    def gain(self, at: _Curve) -> _Curve:
        """Factors for the seconds `at`; straight in dB, so that the change sounds even."""
        factors: _Curve = 10 ** (np.interp(at, self._times, self._levels) / 20)
        return factors


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, as one where the pause is too short to rise in."""
    joined: list[Span] = []
    for begin, end in sorted(spans):
        if joined and begin - joined[-1][1] < ATTACK + RELEASE + _SHORTEST_RISE:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((begin, end))
    return joined
