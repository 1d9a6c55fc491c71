"""The part of a video that another aspect ratio shows: cropped around the face, or padded where that would cut it."""

from dataclasses import dataclass
from typing import Any

from gpu_containers.media.params import FinishReelParams

# Of the face's height or width (the box ends at the hairline), what is kept around it.
_HAIR, _CHIN, _SIDE = 0.3, 0.12, 0.12
_EYE_LINE = 0.4  # of the crop's height; the middle of the face lies there
_SAME_RATIO = 0.01
_LONGEST = 1920
_BLUR_SHRINK = 8


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Framing:
    """The `crop` of the source is shown with the size `shown` at (x, y) of a canvas; all are even pixels."""

    crop: tuple[int, int, int, int]  # x, y, width, height
    shown: tuple[int, int]
    canvas: tuple[int, int]
    source: tuple[int, int]

    @property
    def unchanged(self) -> bool:
        return self.canvas == self.source == self.crop[2:]

    @property
    def offset(self) -> tuple[int, int]:
        return _even((self.canvas[0] - self.shown[0]) / 2), _even((self.canvas[1] - self.shown[1]) / 2)

    def moved(self, box: Box) -> Box:
        """Where a box of the source lies on the canvas."""
        scale = self.shown[0] / self.crop[2]
        x, y = (box.x - self.crop[0]) * scale + self.offset[0], (box.y - self.crop[1]) * scale + self.offset[1]
        return Box(x, y, box.width * scale, box.height * scale)


def face_in_video(params: FinishReelParams, width: int, height: int) -> Box | None:
    """The face in pixels of the video, cut at its edges."""
    face = params.face
    if face is None or not params.portrait_width or not params.portrait_height:
        return None
    across, down = width / params.portrait_width, height / params.portrait_height
    return _within(Box(face.x * across, face.y * down, face.width * across, face.height * down), width, height)


def frame(width: int, height: int, ratio: float | None, face: Box | None) -> Framing:
    """The largest crop of this ratio that keeps the face; if there is none, a canvas of it around what must be seen."""
    source = (width, height)
    if ratio is None or abs(width / height / ratio - 1) < _SAME_RATIO:
        return Framing((0, 0, width, height), source, source, source)
    kept = _with_headroom(face, width, height) if face else Box(width / 2, height * _EYE_LINE, 0, 0)
    crop_width, crop_height = min(width, height * ratio), min(height, width / ratio)
    shown = _even(max(crop_width, min(width, kept.width))), _even(max(crop_height, min(height, kept.height)))
    x = _placed(kept.x + kept.width / 2 - shown[0] / 2, kept.x, kept.width, shown[0], width)
    middle = face.y + face.height / 2 if face else kept.y
    y = _placed(middle - _EYE_LINE * shown[1], kept.y, kept.height, shown[1], height)
    canvas = max(shown[0], _even(shown[1] * ratio)), max(shown[1], _even(shown[0] / ratio))
    fit = min(1.0, _LONGEST / max(canvas))
    return Framing((x, y, *shown), _scaled(shown, fit), _scaled(canvas, fit), source)


def apply(stream: Any, framing: Framing) -> Any:
    """The filters that frame a video so; what is beside the picture is filled with the same, blurred and darker."""
    if framing.unchanged:
        return stream
    x, y, width, height = framing.crop
    crop = stream.filter("crop", width, height, x, y, exact=1)
    if framing.canvas == framing.crop[2:]:
        return crop.filter("setsar", 1)
    parts = crop.filter_multi_output("split", 2)
    small = [max(2, _even(length / _BLUR_SHRINK)) for length in framing.canvas]
    filled = parts[0].filter("scale", *small, force_original_aspect_ratio="increase", flags="area")
    blurred = filled.filter("crop", *small).filter("gblur", sigma=max(small) / 32).filter("eq", brightness=-0.06)
    back = blurred.filter("scale", *framing.canvas, flags="bicubic").filter("setsar", 1)
    front = parts[1] if framing.shown == framing.crop[2:] else parts[1].filter("scale", *framing.shown, flags="bicubic")
    return back.overlay(front, x=framing.offset[0], y=framing.offset[1])


def _with_headroom(face: Box, width: int, height: int) -> Box:
    left, top = face.x - _SIDE * face.width, face.y - _HAIR * face.height
    wide, high = face.width * (1 + 2 * _SIDE), face.height * (1 + _HAIR + _CHIN)
    return _within(Box(left, top, wide, high), width, height)


def _within(box: Box, width: int, height: int) -> Box:
    left, top = min(max(0.0, box.x), width), min(max(0.0, box.y), height)
    right, bottom = min(max(left, box.x + box.width), width), min(max(top, box.y + box.height), height)
    return Box(left, top, right - left, bottom - top)


def _placed(wished: float, kept: float, kept_length: float, length: int, whole: int) -> int:
    """The start of a crop near where it is wished, moved so that it holds what must be kept and lies in the whole."""
    start = max(min(wished, kept), kept + kept_length - length)
    return _even(max(0.0, min(start, whole - length)))


def _scaled(size: tuple[int, int], factor: float) -> tuple[int, int]:
    return max(2, _even(size[0] * factor)), max(2, _even(size[1] * factor))


def _even(length: float) -> int:
    return int(length) // 2 * 2
