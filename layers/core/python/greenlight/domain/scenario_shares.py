"""How long each part of an advertisement is spoken, as shares of the video."""

from collections.abc import Iterator

from greenlight.domain.scenario_writing import AudioScript, ScenarioRequest
from greenlight.domain.speakable import unspeakable_reason
from greenlight.domain.speech_rate import spoken_seconds

# Least and most, by part.
SHARES: dict[str, tuple[float, float]] = {"hook": (0.20, 0.25), "main": (0.50, 0.60), "cta": (0.15, 0.20)}


def window(part: str, request: ScenarioRequest) -> tuple[float, float]:
    """The least and the most seconds of a part."""
    least, most = SHARES[part]
    return least * request.video_length, most * request.video_length


def share_faults(audio: AudioScript, request: ScenarioRequest) -> Iterator[str]:
    for part in SHARES:
        text: str = getattr(audio, part)
        reason = unspeakable_reason(text, request.language)
        if reason:
            yield f"The {part} cannot be spoken. {reason}"
            continue
        taken, (least, most) = spoken_seconds(text, request.voice), window(part, request)
        if least <= taken <= most:
            continue
        words = len(text.split())
        wanted = max(1, round(words * (least + most) / 2 / taken))
        change = f"{words - wanted} words fewer" if taken > most else f"{wanted - words} words more"
        yield (
            f"The {part} takes {taken:.1f} s to say and must take {least:g} to {most:g} s: "
            f"say it in about {wanted} words, {change}."
        )
