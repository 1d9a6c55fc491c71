"""Captions of a joined video: the cues of each scene, where its voice lies."""

from collections.abc import Sequence
from itertools import pairwise

from gpu_containers.media.caption_lines import line_length
from gpu_containers.media.cues import Cue, make_cues
from gpu_containers.media.mix_voices import Speech
from gpu_containers.media.placement import place_timing


def cues_of(speeches: Sequence[Speech], size: tuple[int, int]) -> list[Cue]:
    """Made scene by scene, as burned captions are, so that both break alike; none lasts into the next."""
    cues = [_moved(cue, speech) for speech in speeches for cue in _scene_cues(speech, size)]
    cut = [_until(cue, following.start) for cue, following in pairwise(cues)]
    return [cue for cue in [*cut, *cues[-1:]] if cue.start < cue.end]


def _scene_cues(speech: Speech, size: tuple[int, int]) -> list[Cue]:
    placed = place_timing(speech.timing, speech.scene.duration)
    return make_cues(placed, line_length(*size)) if placed.words or placed.sentences else []


def _moved(cue: Cue, speech: Speech) -> Cue:
    return Cue(cue.start + speech.scene.start, min(cue.end + speech.scene.start, speech.scene.end), cue.lines)


def _until(cue: Cue, end: float) -> Cue:
    return Cue(cue.start, min(cue.end, end), cue.lines)
