"""Captions as pictures: white text on a translucent box, laid over a finished video or over frames in the making."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ffmpeg
from PIL import Image, ImageDraw

from gpu_containers.media import lettering
from gpu_containers.media.cues import Cue
from gpu_containers.runtime.profile import FPS

_TEXT_SIZE, _TALL_TEXT_SIZE, _SMALLEST_TEXT = 0.05, 0.062, 12  # of the shorter side; pixels
_WIDEST = 0.88  # of the video's width, box included
_MARGIN, _PORTRAIT_MARGIN = 0.05, 0.1  # below the box, of the video's height; phones lay buttons over a portrait's foot
_BOX, _INK = (12, 14, 18, 168), (255, 255, 255, 255)
_SMOOTH = 3  # the box is drawn so many times larger, as Pillow draws hard edges


class Strip:
    """The band of a frame in which all cues of a video are shown, in letters of one size; `size` is the frame's."""

    def __init__(self, cues: Sequence[Cue], size: tuple[int, int]) -> None:
        self._text_size = _text_size(cues, size)
        lines = max(len(cue.lines) for cue in cues)
        height = _even(lines * lettering.line_height(self._text_size) + 2 * _padding(self._text_size))
        self.size = size[0], height
        self.top = size[1] - height - _margin(size)

    def draw(self, cue: Cue) -> Image.Image:
        return _draw(cue, self._text_size, self.size)


def overlay(stream: Any, cues: Sequence[Cue], size: tuple[int, int], folder: Path) -> Any:
    """Lays the cues over a video stream of this size; their pictures are kept in `folder`."""
    if not cues:
        return stream
    strip = Strip(cues, size)
    _draw_row(strip, cues, folder)
    row = ffmpeg.input(str(folder / "captions.ffconcat"), f="concat", safe=1).video
    return stream.overlay(row.filter("format", "rgba"), x=0, y=strip.top, eof_action="pass")


def _draw_row(strip: Strip, cues: Sequence[Cue], folder: Path) -> None:
    """Writes one picture a cue and the list that says how long each is seen.

    ffmpeg decodes each picture once and holds it, whatever the cue's length.
    """
    Image.new("RGBA", strip.size).save(folder / "blank.png", compress_level=1)
    listing, frame = ["ffconcat version 1.0"], 0
    for number, cue in enumerate(cues):
        start, end = round(cue.start * FPS), round(cue.end * FPS)
        name = f"cue-{number:04}.png"
        strip.draw(cue).save(folder / name, compress_level=1)
        listing += _shown("blank.png", start - frame) + _shown(name, end - max(start, frame))
        frame = max(end, frame)
    listing += _shown("blank.png", FPS)
    (folder / "captions.ffconcat").write_text("\n".join(listing) + "\n")


def _shown(name: str, frames: int) -> list[str]:
    return [f"file {name}", f"duration {frames / FPS:.2f}"] if frames > 0 else []


def _draw(cue: Cue, text_size: int, size: tuple[int, int]) -> Image.Image:
    picture = Image.new("RGBA", size)
    padding, step = _padding(text_size), lettering.line_height(text_size)
    widths = [lettering.width(line, text_size) for line in cue.lines]
    wide, high = math.ceil(max(widths)) + 3 * padding, len(cue.lines) * step + 2 * padding
    left, top = (size[0] - wide) // 2, size[1] - high
    if max(widths) == 0:  # nothing here can be drawn, such as emoji alone
        return picture
    picture.paste(box(wide, high, padding), (left, top))
    pen = ImageDraw.Draw(picture)
    for index, (line, width) in enumerate(zip(cue.lines, widths, strict=True)):
        lettering.draw(pen, (size[0] - width) / 2, top + padding + index * step, line, text_size, _INK)
    return picture


def box(width: int, height: int, radius: int) -> Image.Image:
    """The translucent ground of letters that lie over a picture, with round corners."""
    shape = Image.new("L", (width * _SMOOTH, height * _SMOOTH))
    corner = (shape.width - 1, shape.height - 1)
    ImageDraw.Draw(shape).rounded_rectangle((0, 0, *corner), radius * _SMOOTH, fill=_BOX[3])
    filled = Image.new("RGBA", (width, height), _BOX[:3])
    filled.putalpha(shape.resize((width, height), Image.Resampling.BOX))
    return filled


def _text_size(cues: Sequence[Cue], size: tuple[int, int]) -> int:
    """One size for all cues, made smaller where the longest line would not fit."""
    lines = [line for cue in cues for line in cue.lines]
    share = _TALL_TEXT_SIZE if size[1] > 1.2 * size[0] else _TEXT_SIZE
    wished = max(_SMALLEST_TEXT, round(share * min(size)))
    longest = max(lettering.width(line, wished) for line in lines)
    room = size[0] * _WIDEST - 3 * _padding(wished)
    return max(6, min(wished, int(wished * room / max(1.0, longest))))


def _padding(text_size: int) -> int:
    return max(2, round(text_size * 0.4))


def _margin(size: tuple[int, int]) -> int:
    return _even((_PORTRAIT_MARGIN if size[1] > size[0] else _MARGIN) * size[1])


def _even(length: float) -> int:
    return -(-int(length) // 2) * 2
