"""Burned captions of one scene: cue pictures mixed into the planes of the frames in which they are read."""

from functools import lru_cache
from pathlib import Path

from gpu_containers.media.caption_lines import line_length
from gpu_containers.media.caption_pictures import Strip
from gpu_containers.media.cues import Cue, make_cues
from gpu_containers.media.placement import place_timing
from gpu_containers.media.plane_layers import Layer, layers_of
from gpu_containers.media.planes import Planes
from gpu_containers.media.timing import read_timing
from gpu_containers.runtime.profile import FPS


class SceneCaptions:
    """Captions of a scene of `frames` frames, whose speech lies in it by the one rule of placement."""

    def __init__(self, timing: Path, frames: int, size: tuple[int, int]) -> None:
        placed = place_timing(read_timing(timing), frames / FPS)
        self._cues = make_cues(placed, line_length(*size)) if placed.words or placed.sentences else []
        self._strip = Strip(self._cues, size) if self._cues else None
        self._layers = lru_cache(2)(self._drawn)

    def lay(self, frame: int, planes: Planes) -> None:
        """Lays the cue of this frame of the scene, if there is one, over what was drawn."""
        for cue in self._cues:
            if round(cue.start * FPS) <= frame < round(cue.end * FPS):
                for layer, plane in zip(self._layers(cue), planes, strict=True):
                    layer.lay(plane)
                return

    def _drawn(self, cue: Cue) -> list[Layer]:
        assert self._strip is not None  # noqa: S101  (there is a cue)
        return layers_of(self._strip.draw(cue), self._strip.top)
