"""Where a voice is silent: pauses found from the energy of the samples."""

import numpy as np
import numpy.typing as npt

FRAME_SECONDS = 0.005
SHORTEST_PAUSE = 0.09
_BELOW_SPEECH_DB = 38.0

Pause = tuple[float, float]


def find_pauses(samples: npt.NDArray[np.float32], rate: int) -> list[Pause]:
    """(start, end) in seconds of each silence, both ends included; a stop's closure is too short."""
    hop = round(rate * FRAME_SECONDS)
    frames = samples[: len(samples) // hop * hop].reshape(-1, hop)
    if not len(frames):
        return []
    level = 10 * np.log10(np.mean(np.square(frames, dtype=np.float64), axis=1) + 1e-12)
    quiet = level < np.percentile(level, 95) - _BELOW_SPEECH_DB
    edges = np.flatnonzero(np.diff(np.concatenate(([0], quiet.astype(np.int8), [0]))))
    spans = [(float(a) * FRAME_SECONDS, float(b) * FRAME_SECONDS) for a, b in edges.reshape(-1, 2)]
    end = len(samples) / rate
    spans = [(a, end if b >= len(frames) * FRAME_SECONDS else b) for a, b in spans]
    return [(a, b) for a, b in spans if b - a >= SHORTEST_PAUSE or a == 0.0 or b == end]
