"""Writes frames as a silent mp4 of the one profile, so that it can be joined by copying with every other clip."""

from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import av
import cv2
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from numpy.typing import NDArray

from gpu_containers.image_to_video.params import VideoParams
from gpu_containers.runtime.engine import JobFailed
from gpu_containers.runtime.profile import MP4, TIMESCALE, VIDEO

Pixels = NDArray[np.uint8]
_TAGS = {"colorspace": 1, "color_primaries": 1, "color_trc": 1, "color_range": 1}  # BT.709, tv
# With AVX-512 x264 now and then rounds differently from one run to the next; the same job must make the same bytes.
_AVX_512F = 13  # OpenCV's number for it, which its Python module does not name
_STEADY = ":asm=avx2" if cv2.checkHardwareSupport(_AVX_512F) else ""


class ClipWriter:
    """`add` takes frames in RGB, (height, width, 3); the file is whole when the context ends."""

    def __init__(self, path: Path, params: VideoParams) -> None:
        options = {"movflags": str(MP4["movflags"]), "fflags": str(MP4["fflags"])}
        options |= {"video_track_timescale": str(TIMESCALE)}
        self._file = av.open(str(path), "w", format="mp4", options=options)
        self._stream = self._file.add_stream("libx264", rate=params.fps, options=_options(params.fps))
        context = self._stream.codec_context
        context.width, context.height, context.pix_fmt = params.width, params.height, str(VIDEO["pix_fmt"])
        context.time_base = Fraction(1, params.fps)
        context.thread_type, context.thread_count = "FRAME", int(VIDEO["threads:v"])
        for name, value in _TAGS.items():
            setattr(context, name, value)
        self._reformatter = VideoReformatter()
        self._count, self._fps = 0, params.fps

    def __enter__(self) -> Self:
        return self

    def add(self, rgb: Pixels) -> None:
        frame = self._reformatter.reformat(
            av.VideoFrame.from_ndarray(rgb, format="rgb24"),
            format=str(VIDEO["pix_fmt"]),
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
        )
        frame.pts, frame.time_base = self._count, Fraction(1, self._fps)
        self._count += 1
        self._mux(frame)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        try:
            if kind is None:
                self._mux(None)
        finally:
            self._file.close()

    def _mux(self, frame: Any) -> None:
        try:
            self._file.mux(self._stream.encode(frame))
        except av.FFmpegError as error:
            raise JobFailed("encoding_failed", f"The video could not be encoded: {error.strerror}.") from error


def _options(fps: int) -> dict[str, str]:
    """The one profile; headers that do not depend on the content, as joined clips share those of the first."""
    names = ("preset", "crf", "sc_threshold", "bf", "b_strategy")
    options = {name: str(VIDEO[name]) for name in names} | {"g": str(fps), "keyint_min": str(fps)}
    own = {"profile": str(VIDEO["profile:v"]), "flags": str(VIDEO["flags:v"])}
    # Looking ahead in a thread of its own would hold more frames and change none.
    return options | own | {"x264-params": f"stitchable=1:sync-lookahead=0{_STEADY}"}
