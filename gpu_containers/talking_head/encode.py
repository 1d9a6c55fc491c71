"""Raw frames to an mp4 as they are drawn: a thread feeds the encoder while the next frame is in the making."""

import queue
import subprocess
import tempfile
import threading
from pathlib import Path
from types import TracebackType

import ffmpeg
import numpy as np

from gpu_containers.runtime.engine import JobFailed
from gpu_containers.runtime.ffmpeg import executable
from gpu_containers.runtime.profile import MP4, VIDEO
from gpu_containers.talking_head.planes import Bytes, Planes
from gpu_containers.talking_head.region import Region

_AHEAD = 4


class Encoder:
    """Encodes a still of which one region changes; leaves no process behind, however it is left."""

    def __init__(self, path: Path, still: Planes, region: Region, fps: int) -> None:
        height, width = still.luma.shape
        self._region, self._luma_size = region, height * width
        self._shape = height, width
        self._spare: queue.Queue[Bytes] = queue.Queue()
        chroma = [np.ascontiguousarray(still.chroma[..., i]).ravel() for i in (0, 1)]
        for _ in range(_AHEAD + 2):
            self._spare.put(np.concatenate([still.luma.ravel(), *chroma]))
        self._drawn: queue.Queue[Bytes | None] = queue.Queue(_AHEAD)
        self._broken = threading.Event()
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  (closed in __exit__)
        self._process = subprocess.Popen(
            _command(path, width, height, fps), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=self._log
        )
        self._thread = threading.Thread(target=self._feed, name="encoder", daemon=True)

    def __enter__(self) -> "Encoder":
        self._thread.start()
        return self

    def add(self, moving: Planes) -> None:
        """The next frame: the still with `moving` in its region."""
        if self._broken.is_set():
            raise self._failure()
        frame = self._spare.get()
        height, width = self._shape
        luma, u, v = np.split(frame, [self._luma_size, self._luma_size * 5 // 4])
        luma.reshape(height, width)[self._region.slices] = moving.luma
        for plane, i in ((u, 0), (v, 1)):
            plane.reshape(height // 2, width // 2)[self._region.half] = moving.chroma[..., i]
        self._drawn.put(frame)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if kind is not None:
            self._process.kill()
        self._drawn.put(None)
        self._thread.join()
        status = self._process.wait()
        try:
            if kind is None and status:
                raise self._failure()
        finally:
            self._log.close()

    def _feed(self) -> None:
        pipe = self._process.stdin
        assert pipe is not None  # noqa: S101  (Popen was given a pipe)
        while (frame := self._drawn.get()) is not None:
            if not self._broken.is_set():
                try:
                    pipe.write(frame.data)
                except OSError:
                    self._broken.set()
            self._spare.put(frame)
        try:
            pipe.close()
        except OSError:
            self._broken.set()

    def _failure(self) -> JobFailed:
        self._log.seek(0)
        words = self._log.read().decode("utf-8", "replace").strip().splitlines()
        return JobFailed("encoding_failed", f"The video could not be encoded: {(words or ['no reason given'])[-1]}")


def _command(path: Path, width: int, height: int, fps: int) -> list[str]:
    colours = {"colorspace": "bt709", "color_primaries": "bt709", "color_trc": "bt709", "color_range": "tv"}
    source = ffmpeg.input("pipe:0", f="rawvideo", pix_fmt="yuv420p", s=f"{width}x{height}", framerate=fps, **colours)
    output = ffmpeg.output(source, str(path), **{**VIDEO, "r": fps, "g": fps, "keyint_min": fps}, **MP4)
    arguments = ["-hide_banner", "-loglevel", "error", *ffmpeg.get_args(output, overwrite_output=True)]
    return [executable(), *map(str, arguments)]
