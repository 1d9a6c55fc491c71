"""A finished clip as a scene: the frames of a range of its time, decoded once from front to back and cut to size."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import av
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

from gpu_containers.media.planes import Planes
from gpu_containers.runtime.engine import JobFailed

_EYE_LINE = 0.4  # of the height that is cut away, what lies above: faces stand in the upper half


class Clip:
    """Shares of the clip's time must not fall from one `draw` to the next."""

    def __init__(self, path: Path, name: str, width: int, height: int) -> None:
        self._name, self._size = name, (width, height)
        try:
            self._file = av.open(str(path))
            self._stream = self._file.streams.video[0]
            self._times = sorted(packet.pts for packet in self._file.demux(self._stream) if packet.pts is not None)
        except (av.FFmpegError, IndexError) as error:
            raise self._unusable() from error
        if not self._times:
            raise self._unusable()
        self._reformatter = VideoReformatter()
        self._shown = Planes.empty(width, height)
        self._decoded: Iterator[av.VideoFrame] | None = None
        self._at: int | None = None

    def draw(self, share: float, planes: Planes) -> None:
        wanted = self._times[min(len(self._times) - 1, max(0, int(share * len(self._times))))]
        if self._at is None or self._at < wanted:
            self._show(wanted)
        planes.fill(self._shown)

    def close(self) -> None:
        self._file.close()

    def _show(self, wanted: int) -> None:
        """Decodes on to the frame of this time; a frame that the file promised but does not hold is passed over."""
        try:
            if self._decoded is None:
                self._file.seek(wanted, stream=self._stream)
                self._decoded = self._file.decode(self._stream)
            for frame in self._decoded:
                if frame.pts is not None and frame.pts >= wanted:
                    self._at = frame.pts
                    self._shown.fill(self._cut(frame))
                    return
        except av.FFmpegError as error:
            raise self._unusable() from error
        if self._at is None:
            raise self._unusable()

    def _cut(self, frame: av.VideoFrame) -> Planes:
        crop = _cover(frame.width, frame.height, *self._size)
        scaled = self._reformatter.reformat(
            frame,
            *crop.scaled,
            "yuv420p",
            dst_colorspace=Colorspace.ITU709,
            interpolation=Interpolation.BICUBIC,
            dst_color_range=ColorRange.MPEG,
        )
        assert scaled is not None  # noqa: S101  (only no frame gives none)
        y, u, v = Planes.of_frame(scaled)
        (width, height), (left, top) = self._size, crop.corner
        half = slice(top // 2, (top + height) // 2), slice(left // 2, (left + width) // 2)
        return Planes(y[top : top + height, left : left + width], u[half], v[half])

    def _unusable(self) -> JobFailed:
        return JobFailed("invalid_clip", f"The input '{self._name}' cannot be read as a video; make the clip again.")


class _Cover(NamedTuple):
    """The size to which a frame is scaled, and the corner at which the cut out of it begins; all even."""

    scaled: tuple[int, int]
    corner: tuple[int, int]


def _cover(width: int, height: int, shown_width: int, shown_height: int) -> _Cover:
    scale = max(shown_width / width, shown_height / height)
    across, down = max(shown_width, _even(width * scale)), max(shown_height, _even(height * scale))
    return _Cover((across, down), (_even((across - shown_width) / 2), _even((down - shown_height) * _EYE_LINE)))


def _even(length: float) -> int:
    return round(length / 2) * 2
