"""Captions of a joined video: the cues of each scene, where its voice lies."""

from collections.abc import Sequence
from itertools import pairwise

from gpu_containers.media.caption_lines import line_length
from gpu_containers.media.cues import Cue, make_cues
from gpu_containers.media.mix_voices import Speech
from gpu_containers.media.timing import Span, Timing


def cues_of(speeches: Sequence[Speech], size: tuple[int, int]) -> list[Cue]:
    """Made scene by scene, as burned captions are, so that both break alike; none lasts into the next."""
    cues = [_moved(cue, speech) for speech in speeches for cue in _scene_cues(speech, size)]
    cut = [_until(cue, following.start) for cue, following in pairwise(cues)]
    return [cue for cue in [*cut, *cues[-1:]] if cue.start < cue.end]


def _scene_cues(speech: Speech, size: tuple[int, int]) -> list[Cue]:
    timing, seconds, at = speech.timing, speech.scene.duration, speech.placement.at

    def placed(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        new = [Span(text=span.text, start=at(span.start), end=min(at(span.end), seconds)) for span in spans]
        return tuple(span for span in new if span.start < seconds)

    end = min(seconds, at(timing.duration))
    within = Timing(duration=end, sentences=placed(timing.sentences), words=placed(timing.words))
    return make_cues(within, line_length(*size)) if within.words or within.sentences else []


def _moved(cue: Cue, speech: Speech) -> Cue:
    return Cue(cue.start + speech.scene.start, min(cue.end + speech.scene.start, speech.scene.end), cue.lines)


def _until(cue: Cue, end: float) -> Cue:
    return Cue(cue.start, min(cue.end, end), cue.lines)
