"""Writes a silent piece of a video, frame by frame, so that any row of pieces of one size can be joined by copying."""

import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import cv2

from gpu_containers.media.planes import Planes
from gpu_containers.media.scene_params import PieceParams
from gpu_containers.runtime.clip_file import ClipFile
from gpu_containers.runtime.engine import Produced, Work
from gpu_containers.runtime.profile import FPS, VIDEO

_CRF = {"draft": 23, "final": VIDEO["crf"]}


def write_piece(
    work: Work, params: PieceParams, count: int, draw: Callable[[int, Planes], None], message: str
) -> Produced:
    """`draw(n, planes)` fills frame n of the piece, for n from 0 to `count` - 1."""
    began = time.perf_counter()
    path = work.folder / "video.mp4"
    cv2.setNumThreads(1)  # its threads wait actively for one another, and the encoder needs the other core
    with PieceWriter(path, params) as writer:
        for n in range(count):
            work.report(n / count, message)
            draw(n, writer.planes)
            writer.add()
    facts = {"frames": count, "duration": count / FPS, "width": params.width, "height": params.height, "fps": FPS}
    return Produced({"video": path}, facts | {"seconds": round(time.perf_counter() - began, 3)})


class PieceWriter:
    """Draw into `planes`, then `add`; the file is whole when the context ends."""

    def __init__(self, path: Path, params: PieceParams) -> None:
        self._file = ClipFile(path, (params.width, params.height), FPS, _CRF[params.quality])
        # The encoder copies what it is given, so that one frame serves for all.
        self._frame = av.VideoFrame(params.width, params.height, str(VIDEO["pix_fmt"]))
        self.planes = Planes.of_frame(self._frame)

    def __enter__(self) -> Self:
        return self

    def add(self) -> None:
        self._file.add(self._frame)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.__exit__(kind, error, at)
