"""Where a scene's speech lies in the scene; the captions and the sound both follow it."""

from dataclasses import dataclass

from gpu_containers.media.timing import Span, Timing

LEAD, TAIL = 0.3, 0.15  # seconds of quiet before and after the speech
FASTEST = 1.3  # beyond this, speech is hard to follow; what is still too long then is cut by the scene's end


@dataclass(frozen=True)
class Placement:
    """Speech that begins `start` seconds into its scene and is spoken `tempo` times as fast as it was made."""

    start: float
    tempo: float

    def at(self, seconds: float) -> float:
        """The second of the scene in which a second of the speech is heard."""
        return self.start + seconds / self.tempo


def place(speech_seconds: float, scene_seconds: float) -> Placement:
    room = scene_seconds - LEAD - TAIL
    if speech_seconds <= room:
        return Placement(LEAD, 1.0)
    return Placement(LEAD, min(speech_seconds / room, FASTEST) if room > 0 else FASTEST)


def place_timing(timing: Timing, scene_seconds: float) -> Timing:
    """The timing in seconds of the scene, without what would be heard after it."""
    placement = place(timing.duration, scene_seconds)

    def moved(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        new = [(span.text, placement.at(span.start), min(placement.at(span.end), scene_seconds)) for span in spans]
        return tuple(Span(text=text, start=start, end=end) for text, start, end in new if start < scene_seconds)

    end = min(scene_seconds, placement.at(timing.duration))
    return Timing(duration=end, sentences=moved(timing.sentences), words=moved(timing.words))
