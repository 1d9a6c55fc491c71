"""Pictures that can be trusted: decoded whole or refused, made to fit exactly, written without metadata."""

import io
import math
import warnings
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageOps

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_PIXELS = 64_000_000

Size = tuple[int, int]


class BadPicture(Exception):
    """The bytes are no picture that can be used; the message says why."""


def decode(content: bytes) -> Image.Image:
    """The whole picture, upright; raises `BadPicture` for what is none, is cut off, or is too large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise BadPicture(f"it has {picture.width} × {picture.height} pixels")
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise BadPicture(f"it cannot be decoded ({str(error)[:80]})") from error
    return ImageOps.exif_transpose(picture)


def nearest_shape(wanted: Size, offered: Sequence[Size]) -> Size:
    """The offered size of the most similar shape, and of those the largest."""

    def unlike(size: Size) -> tuple[float, int]:
        return round(abs(math.log(size[0] / size[1] * wanted[1] / wanted[0])), 3), -size[0] * size[1]

    return min(offered, key=unlike)


def fitted(picture: Image.Image, size: Size) -> Image.Image:
    """Scaled until it covers `size`, and cut around its middle."""
    return ImageOps.fit(flattened(picture), size, Image.Resampling.LANCZOS)


def flattened(picture: Image.Image) -> Image.Image:
    """In RGB; what was transparent is white."""
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    ground = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(ground, layered).convert("RGB")


def write_png(picture: Image.Image, path: Path) -> Path:
    bare = Image.frombytes("RGB", picture.size, picture.convert("RGB").tobytes())
    bare.save(path, "PNG", compress_level=4)
    return path
