"""The operation scene_body: what a scene shows of itself alone, between its two transitions."""

from gpu_containers.media.pieces import write_piece
from gpu_containers.media.planes import Planes
from gpu_containers.media.scene_overlay import SceneOverlay
from gpu_containers.media.scene_params import BodyParams
from gpu_containers.media.scene_shot import Shot
from gpu_containers.runtime.engine import Produced, Work
from gpu_containers.runtime.params import read_as


def scene_body(work: Work) -> Produced:
    params = read_as(BodyParams, work.job.params)
    first, length = params.transition_frames // 2, params.frames - params.transition_frames
    overlay = SceneOverlay(params.overlay, (params.width, params.height), length) if params.overlay else None

    def draw(n: int, planes: Planes) -> None:
        shot.draw(first + n, planes)
        if overlay:
            overlay.lay(n, planes)

    with Shot(work, params, params.frames, params.move) as shot:
        return write_piece(work, params, length, draw, "Drawing the scene")
