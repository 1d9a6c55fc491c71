"""The operation scene_body: what a scene shows of itself alone, between its two transitions."""

from gpu_containers.media.params import read
from gpu_containers.media.pieces import write_piece
from gpu_containers.media.planes import Planes
from gpu_containers.media.scene_params import BodyParams
from gpu_containers.media.scene_shot import Shot
from gpu_containers.runtime.engine import Produced, Work


def scene_body(work: Work) -> Produced:
    params = read(BodyParams, work.job.params)
    first = params.transition_frames // 2

    def draw(n: int, planes: Planes) -> None:
        shot.draw(first + n, planes)

    with Shot(work, params, params.frames, params.move) as shot:
        return write_piece(work, params, params.frames - params.transition_frames, draw, "Drawing the scene")
