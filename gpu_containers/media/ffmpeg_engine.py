"""The media engine: one operation a module, on ffmpeg, PyAV and Pillow."""

from collections.abc import Callable

from gpu_containers.media.card import card
from gpu_containers.media.export_video import export_video
from gpu_containers.media.finish_reel import finish_reel
from gpu_containers.media.join_pieces import join_pieces
from gpu_containers.media.scene_body import scene_body
from gpu_containers.media.seam import scene_seam
from gpu_containers.runtime import ffmpeg
from gpu_containers.runtime.engine import JobFailed, Needs, Produced, Work

OPERATIONS: dict[str, Callable[[Work], Produced]] = {
    "card": card,
    "export_video": export_video,
    "finish_reel": finish_reel,
    "join_pieces": join_pieces,
    "scene_body": scene_body,
    "scene_seam": scene_seam,
}


class FfmpegEngine:
    name = "ffmpeg"
    version = "1"
    needs = Needs(licence="ffmpeg with x264: GPL-2.0-or-later; Inter and Noto fonts: OFL-1.1")

    def load(self) -> None:
        ffmpeg.executable()

    def run(self, work: Work) -> Produced:
        operation = work.job.params.get("operation")
        if operation not in OPERATIONS:
            known = ", ".join(sorted(OPERATIONS))
            raise JobFailed("unknown_operation", f"There is no operation '{operation}'; the operations are: {known}.")
        return OPERATIONS[operation](work)
