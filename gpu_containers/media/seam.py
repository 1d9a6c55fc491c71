"""The operation scene_seam: how one scene becomes the next, how the first one comes out of black and the last goes."""

from collections.abc import Callable
from contextlib import ExitStack

from gpu_containers.media.pieces import write_piece
from gpu_containers.media.planes import Planes
from gpu_containers.media.scene_params import SeamParams, SeamSide
from gpu_containers.media.scene_shot import Shot
from gpu_containers.runtime.engine import Produced, Work
from gpu_containers.runtime.params import read_as

Draw = Callable[[int, Planes], None]


def scene_seam(work: Work) -> Produced:
    params = read_as(SeamParams, work.job.params)
    with ExitStack() as opened:

        def shot(side: SeamSide, prefix: str) -> Shot:
            return opened.enter_context(Shot(work, params, side.frames, side.move, prefix))

        leaving = shot(params.from_, "from_") if params.from_ else None
        coming = shot(params.to, "to_") if params.to else None
        draw, count = _seam(params, leaving, coming)
        return write_piece(work, params, count, draw, "Drawing the transition")


def _seam(params: SeamParams, leaving: Shot | None, coming: Shot | None) -> tuple[Draw, int]:
    half = params.transition_frames // 2
    last = params.from_.frames if params.from_ else 0
    if leaving and coming:
        return _between(params, leaving, last - half, coming), 2 * half
    if coming:
        return _edge(coming, 0, lambda n: (n + 0.5) / half), half
    assert leaving is not None  # noqa: S101  (a seam has a side)
    return _edge(leaving, last - half, lambda n: 1 - (n + 0.5) / half), half


def _edge(shot: Shot, first: int, share: Callable[[int], float]) -> Draw:
    def draw(n: int, planes: Planes) -> None:
        shot.draw(first + n, planes)
        planes.fade(share(n))

    return draw


def _between(params: SeamParams, leaving: Shot, first: int, coming: Shot) -> Draw:
    count, other = params.transition_frames, Planes.empty(params.width, params.height)

    def draw(n: int, planes: Planes) -> None:
        leaving.draw(first + n, planes)
        coming.draw(n - count // 2, other)
        share = (n + 0.5) / count
        if params.transition == "slide":
            planes.slide(other, round(_eased(share) * params.width / 2) * 2)
        else:
            planes.blend(other, share)

    return draw


def _eased(share: float) -> float:
    """Sets out and arrives at rest, as a whole picture that starts at full speed would jump."""
    return share * share * (3 - 2 * share)
