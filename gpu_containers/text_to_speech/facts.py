"""What every speech engine says of a speech that it made."""

import time
from typing import Any

from gpu_containers.text_to_speech.loudness import OUTPUT_RATE, Levelled
from gpu_containers.text_to_speech.params import SpeechParams
from gpu_containers.text_to_speech.speakable import Speakable
from gpu_containers.text_to_speech.timing import Timing


def facts_of(
    params: SpeechParams, speakable: Speakable, levelled: Levelled, timing: Timing, began: float
) -> dict[str, Any]:
    """`began` comes from `time.perf_counter`; on what it was made, and by which model, the engine adds."""
    seconds = time.perf_counter() - began
    return {
        "duration": round(timing.duration, 3),
        "characters": len(params.text),
        "left_out": speakable.left_out,
        "loudness_lufs": levelled.loudness.integrated,
        "true_peak_dbtp": levelled.loudness.true_peak,
        "sample_rate": OUTPUT_RATE,
        "seconds": round(seconds, 3),
        "realtime_factor": round(seconds / timing.duration, 4),
    }
