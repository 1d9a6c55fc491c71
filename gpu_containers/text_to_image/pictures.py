"""Pictures in and out: a reference that can be trusted, any answer made to fit exactly, a PNG without metadata."""

import io
import math
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from gpu_containers.runtime.engine import JobFailed

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_PIXELS = 64_000_000
_REFERENCE_SIDE = 1536

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


def open_reference(path: Path) -> Image.Image:
    """The reference in RGBA, no larger than an engine needs; raises `JobFailed`."""
    try:
        picture = decode(path.read_bytes()).convert("RGBA")
    except BadPicture as error:
        raise JobFailed("invalid_reference", f"The reference picture is not usable: {error}.") from error
    picture.thumbnail((_REFERENCE_SIDE, _REFERENCE_SIDE))
    return picture


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


def facts_of(engine: str, size: Size, requested: Size, began: float, *, draft: bool) -> dict[str, Any]:
    """`requested` is the size that the service was asked for; `began` comes from `time.perf_counter`."""
    return {
        "width": size[0],
        "height": size[1],
        "requested_size": f"{requested[0]}x{requested[1]}",
        "engine": engine,
        "draft": draft,
        "seconds": round(time.perf_counter() - began, 3),
    }
