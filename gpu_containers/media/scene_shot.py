"""One scene as frames: frame n shows the same whichever piece of the video it is drawn for."""

from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from gpu_containers.media import moves
from gpu_containers.media.moves import Move
from gpu_containers.media.planes import Planes
from gpu_containers.media.scene_captions import SceneCaptions
from gpu_containers.media.scene_clip import Clip
from gpu_containers.media.scene_params import SceneParams
from gpu_containers.media.scene_still import Still, open_picture
from gpu_containers.runtime.engine import JobFailed, Work


class Shot(AbstractContextManager["Shot"]):
    """Frames -S/2 to N + S/2 - 1 of a scene of N frames of its own and transitions of S frames.

    It moves through all of them, so that it never stands still in a transition.
    """

    def __init__(self, work: Work, params: SceneParams, frames: int, move: Move, prefix: str = "") -> None:
        self._frames, self._overlap = frames, params.transition_frames
        self._source = _source(work, params, move, prefix)
        self._captions = _captions(work, params, frames, f"{prefix}timing")

    def draw(self, n: int, planes: Planes) -> None:
        self._source.draw((n + 0.5 + self._overlap / 2) / (self._frames + self._overlap), planes)
        if self._captions:
            self._captions.lay(n, planes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if isinstance(self._source, Clip):
            self._source.close()


def _source(work: Work, params: SceneParams, move: Move, prefix: str) -> Still | Clip:
    picture, clip = f"{prefix}picture", f"{prefix}clip"
    given = [name for name in (picture, clip) if name in work.inputs]
    if len(given) != 1:
        raise JobFailed("missing_input", f"Give the job one of the inputs '{picture}' and '{clip}', and not both.")
    path = _there(work, given[0])
    if given == [clip]:
        return Clip(path, clip, params.width, params.height)
    shown = open_picture(path, picture)
    way = moves.plan(move, *shown.image.size, params.width / params.height, shown.kept)
    return Still(shown.image, way, params.width, params.quality)


def _captions(work: Work, params: SceneParams, frames: int, name: str) -> SceneCaptions | None:
    if params.captions == "none" or name not in work.inputs:
        return None
    return SceneCaptions(_there(work, name), frames, (params.width, params.height))


def _there(work: Work, name: str) -> Path:
    if not work.inputs[name].is_file():
        raise JobFailed("missing_input", f"The input '{name}' is not there; make it before this job.")
    return work.inputs[name]
