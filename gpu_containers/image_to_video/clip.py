"""Writes pictures as the frames of a silent clip of the one profile."""

from pathlib import Path
from types import TracebackType
from typing import Self

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from numpy.typing import NDArray

from gpu_containers.image_to_video.params import VideoParams
from gpu_containers.runtime.clip_file import ClipFile
from gpu_containers.runtime.profile import VIDEO

Pixels = NDArray[np.uint8]


class ClipWriter:
    """`add` takes frames in RGB, (height, width, 3); the file is whole when the context ends."""

    def __init__(self, path: Path, params: VideoParams) -> None:
        self._file = ClipFile(path, params.size, params.fps, int(VIDEO["crf"]))
        self._reformatter = VideoReformatter()

    def __enter__(self) -> Self:
        return self

    def add(self, rgb: Pixels) -> None:
        frame = self._reformatter.reformat(
            av.VideoFrame.from_ndarray(rgb, format="rgb24"),
            format=str(VIDEO["pix_fmt"]),
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
        )
        self._file.add(frame)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.__exit__(kind, error, at)
