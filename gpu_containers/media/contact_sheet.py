"""A video at one glance: a mosaic of its frames, each with its time, under a line that says what it is."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from gpu_containers.media import lettering
from gpu_containers.media.frames import frames
from gpu_containers.runtime.profile import FPS

_COUNT, _WIDTH, _GAP, _HEAD = 12, 1600, 14, 62
_BACK, _INK, _QUIET = (15, 17, 21), (236, 239, 244), (139, 147, 160)
_TITLE, _FACTS, _LABEL = 24, 20, 17  # sizes of text


def contact_sheet(
    video: Path, size: tuple[int, int], count: int, title: str, facts: str, keyframes: Sequence[int] = ()
) -> Image.Image:
    """Twelve of the `count` frames of a video, or all if they are fewer; `title` on the left, `facts` on the right.

    Where its `keyframes` are known and the video is long enough, those are shown, as they cost less to decode.
    """
    shown = min(_COUNT, count)
    across = 6 if size[0] < 1.2 * size[1] else 4
    width = (_WIDTH - _GAP * (across + 1)) // across
    tile = width, max(1, round(width * size[1] / size[0]))
    numbers, among = _numbers(count, shown, keyframes)
    rows = -(-shown // across)
    sheet = Image.new("RGB", (_WIDTH, _HEAD + rows * (tile[1] + _GAP) + _GAP // 2), _BACK)
    _write_head(ImageDraw.Draw(sheet), title, facts)
    left, mask = (_WIDTH - across * tile[0] - (across - 1) * _GAP) // 2, _rounded(tile, 10)
    for n, picture in enumerate(frames(video, numbers, tile, keyframes=among)):
        place = left + n % across * (tile[0] + _GAP), _HEAD + n // across * (tile[1] + _GAP)
        sheet.paste(_labelled(picture, numbers[n] / FPS), place, mask)
    return sheet


def _numbers(count: int, shown: int, keyframes: Sequence[int]) -> tuple[list[int], Sequence[int]]:
    """Evenly spread frames, or the keyframes nearest to them if those differ; and the keyframes if they are used."""
    even = [int((n + 0.5) * count / shown) for n in range(shown)]
    near = [min(keyframes, key=lambda keyframe: abs(keyframe - number)) for number in even] if keyframes else []
    return (near, keyframes) if len(set(near)) == shown else (even, ())


def _write_head(pen: ImageDraw.ImageDraw, title: str, facts: str) -> None:
    right = _WIDTH - _GAP - 4 - lettering.width(facts, _FACTS)
    lettering.draw(pen, right if title else _GAP + 4, 19, facts, _FACTS, _QUIET)
    lettering.draw(pen, _GAP + 4, 17, _shortened(title, right - 5 * _GAP), _TITLE, _INK)


def _shortened(title: str, room: float) -> str:
    if lettering.width(title, _TITLE) <= room:
        return title
    words: Sequence[str] = title.split()
    while len(words) > 1 and lettering.width(" ".join(words) + "…", _TITLE) > room:
        words = words[:-1]
    short = " ".join(words) + "…"
    return short if lettering.width(short, _TITLE) <= room else ""


def _labelled(picture: Image.Image, at: float) -> Image.Image:
    """The time stands in the upper corner, because captions lie at the foot."""
    label = f"{int(at // 60)}:{at % 60:04.1f}"
    pill = round(lettering.width(label, _LABEL)) + 20, 26
    shade = _rounded(pill, 13).point(lambda value: value * 3 // 4)
    picture.paste(Image.new("RGB", pill, _BACK), (9, 9), shade)
    lettering.draw(ImageDraw.Draw(picture), 19, 11, label, _LABEL, (255, 255, 255))
    return picture


def _rounded(size: tuple[int, int], radius: int) -> Image.Image:
    """A mask with soft corners: drawn four times as large, because Pillow draws hard edges."""
    large = Image.new("L", (size[0] * 4, size[1] * 4))
    ImageDraw.Draw(large).rounded_rectangle((0, 0, large.width - 1, large.height - 1), radius=radius * 4, fill=255)
    return large.resize(size, Image.Resampling.BOX)
