"""An mp4 of the one profile that takes frames one by one; whoever draws them, it joins by copying with every other."""

from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import cv2

from gpu_containers.runtime.engine import JobFailed
from gpu_containers.runtime.profile import MP4, TIMESCALE, VIDEO

_TAGS = {"colorspace": 1, "color_primaries": 1, "color_trc": 1, "color_range": 1}  # BT.709, tv
# With AVX-512 x264 now and then rounds differently from one run to the next; the same job must make the same bytes.
_AVX_512F = 13  # OpenCV's number for it, which its Python module does not name
_STEADY = ":asm=avx2" if cv2.checkHardwareSupport(_AVX_512F) else ""


class ClipFile:
    """Silent; whole when the context ends. `size` is (width, height) in pixels, `crf` x264's quality."""

    def __init__(self, path: Path, size: tuple[int, int], fps: int, crf: int) -> None:
        options = {"movflags": str(MP4["movflags"]), "fflags": str(MP4["fflags"])}
        options |= {"video_track_timescale": str(TIMESCALE)}
        self._file = av.open(str(path), "w", format="mp4", options=options)
        self._stream = self._file.add_stream("libx264", rate=fps, options=_options(fps, crf))
        context = self._stream.codec_context
        context.width, context.height = size
        context.pix_fmt = str(VIDEO["pix_fmt"])
        context.time_base = self._tick = Fraction(1, fps)
        # Slices, PyAV's own way of using two cores, would cost quality.
        context.thread_type, context.thread_count = "FRAME", int(VIDEO["threads:v"])
        for name, value in _TAGS.items():
            setattr(context, name, value)
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def add(self, frame: av.VideoFrame) -> None:
        """The next frame, of the profile's pixel format; it is copied and may be drawn on again."""
        frame.pts, frame.time_base = self._count, self._tick
        self._count += 1
        self._mux(frame)

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


def _options(fps: int, crf: int) -> dict[str, str]:
    """Headers that do not depend on the content or the quality, as joined clips share those of the first."""
    names = ("preset", "sc_threshold", "bf", "b_strategy")
    options = {name: str(VIDEO[name]) for name in names} | {"g": str(fps), "keyint_min": str(fps), "crf": str(crf)}
    own = {"profile": str(VIDEO["profile:v"]), "flags": str(VIDEO["flags:v"])}
    # Looking ahead in a thread of its own would hold more frames and change none.
    return options | own | {"x264-params": f"stitchable=1:sync-lookahead=0{_STEADY}"}
