"""The reference picture as a thing in the scene: cut out where it can be, set down in the scene's light."""

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from gpu_containers.text_to_image.card.canvas import Canvas, soft
from gpu_containers.text_to_image.card.colours import Colour, Floats

_ALIKE = 9  # of 255, how far a plain background may stray
_MARK = (255, 0, 255)


def cut_out(picture: Image.Image) -> Image.Image:
    """RGBA, trimmed: by its own alpha, by its plain background, or else with rounded corners."""
    picture = picture.convert("RGBA")
    if picture.getchannel("A").getextrema()[0] < 128:  # type: ignore[operator]
        mask = picture.getchannel("A")
    elif _plain(picture):
        mask = _without_background(picture)
    else:
        mask = _rounded(picture.size)
    picture.putalpha(mask)
    return picture.crop(mask.point(lambda value: 255 * (value > 24)).getbbox() or (0, 0, *picture.size))


def _plain(picture: Image.Image) -> bool:
    """Whether the border is of one colour."""
    pixels = np.asarray(picture.convert("RGB"), np.int16)
    border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    return bool((np.abs(border - np.median(border, axis=0)).max(axis=1) < _ALIKE).mean() > 0.97)


def _without_background(picture: Image.Image) -> Image.Image:
    flat = picture.convert("RGB")
    width, height = flat.size
    for corner in ((0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1)):
        ImageDraw.floodfill(flat, corner, _MARK, thresh=3 * _ALIKE)
    pixels = np.asarray(flat)
    mask = Image.fromarray(np.where((pixels == _MARK).all(axis=2), 0, 255).astype(np.uint8))
    kept = np.asarray(mask).mean() / 255
    return (
        mask.filter(ImageFilter.MinFilter(3)).filter(ImageFilter.GaussianBlur(0.8))
        if kept > 0.05
        else _rounded(flat.size)
    )


def _rounded(size: tuple[int, int]) -> Image.Image:
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), min(size) // 18, fill=255)
    return mask


def set_down(
    canvas: Canvas, picture: Image.Image, x: float, foot: float, room: tuple[float, float], ambient: Colour
) -> None:
    """Fitted into `room` (width and height in pixels), its lower edge on `foot`, its middle at `x`."""
    scale = min(room[0] / picture.width, room[1] / picture.height)
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    small = picture.convert("RGBa").resize(size, Image.Resampling.LANCZOS).convert("RGBA")
    left, top = round(x - size[0] / 2), round(foot - size[1])
    _shadow(canvas, small.getchannel("A"), left, top)
    lit = np.asarray(small.convert("RGB"), np.float32) / 255 * (0.35 + 0.65 * np.asarray(ambient, np.float32))
    canvas.cover(_alpha(small), np.clip(lit, 0, 1), top, left)


def _alpha(picture: Image.Image) -> Floats:
    return np.asarray(picture.getchannel("A"), np.float32) / 255


def _shadow(canvas: Canvas, alpha: Image.Image, left: int, top: int) -> None:
    """One soft shadow around it, and a darker one where it touches the ground."""
    margin = max(8, alpha.height // 6)
    sheet = Image.new("L", (alpha.width + 2 * margin, alpha.height + 2 * margin))
    sheet.paste(alpha, (margin, margin))
    around = np.asarray(soft(sheet, margin / 3), np.float32) / 255
    canvas.darken(around, 0.34, top - margin + margin // 4, left - margin + margin // 8)
    contact = alpha.resize((alpha.width, max(4, alpha.height // 12)))
    floor = Image.new("L", (sheet.width, contact.height + 2 * margin))
    floor.paste(ImageChops.invert(Image.new("L", contact.size)), (margin, margin))
    dark = np.asarray(soft(floor, margin / 4), np.float32) / 255
    canvas.darken(dark, 0.5, top + alpha.height - margin - contact.height // 2, left - margin)
