"""Writes a silent piece of a video, frame by frame, so that any row of pieces of one size can be joined by copying."""

import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import cv2

from gpu_containers.media.planes import Planes
from gpu_containers.media.scene_params import PieceParams
from gpu_containers.runtime.engine import JobFailed, Produced, Work
from gpu_containers.runtime.profile import FPS, MP4, TIMESCALE, VIDEO

_CRF = {"draft": 23, "final": VIDEO["crf"]}
_TAGS = {"colorspace": 1, "color_primaries": 1, "color_trc": 1, "color_range": 1}  # BT.709, tv
_THREADS = 2
# With AVX-512 x264 now and then rounds differently from one run to the next; the same job must make the same bytes.
_AVX_512F = 13  # OpenCV's number for it, which its Python module does not name
_STEADY = ":asm=avx2" if cv2.checkHardwareSupport(_AVX_512F) else ""


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
        options = {"movflags": str(MP4["movflags"]), "fflags": str(MP4["fflags"])}
        options |= {"video_track_timescale": str(TIMESCALE)}
        self._file = av.open(str(path), "w", format="mp4", options=options)
        self._stream = self._file.add_stream("libx264", rate=FPS, options=_options(params.quality))
        context = self._stream.codec_context
        context.width, context.height, context.pix_fmt = params.width, params.height, str(VIDEO["pix_fmt"])
        context.time_base = Fraction(1, FPS)
        # Slices, PyAV's own way of using two cores, would cost quality.
        context.thread_type, context.thread_count = "FRAME", _THREADS
        for name, value in _TAGS.items():
            setattr(context, name, value)
        # The encoder copies what it is given, so that one frame serves for all.
        self._frame = av.VideoFrame(params.width, params.height, context.pix_fmt)
        self._count = 0
        self.planes = Planes.of_frame(self._frame)

    def __enter__(self) -> Self:
        return self

    def add(self) -> None:
        self._frame.pts, self._frame.time_base = self._count, Fraction(1, FPS)
        self._count += 1
        self._mux(self._frame)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        try:
            if kind is None:
                self._mux(None)
        finally:
            self._file.close()

    def _mux(self, frame: av.VideoFrame | None) -> None:
        try:
            self._file.mux(self._stream.encode(frame))
        except av.FFmpegError as error:
            raise JobFailed("encoding_failed", f"The video could not be encoded: {error.strerror}.") from error


def _options(quality: str) -> dict[str, str]:
    """The one profile; headers that do not depend on the content or quality, as pieces share those of the first."""
    names = ("preset", "g", "keyint_min", "sc_threshold", "bf", "b_strategy")
    options = {name: str(VIDEO[name]) for name in names}
    own = {"profile": "high", "flags": "+cgop", "crf": str(_CRF[quality])}
    # Looking ahead in a thread of its own would hold more frames and change none.
    return options | own | {"x264-params": f"stitchable=1:sync-lookahead=0{_STEADY}"}
