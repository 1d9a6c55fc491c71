"""What every picture engine shares: the reference that it is given, and the facts that it reports."""

import time
from pathlib import Path
from typing import Any

from PIL import Image

from gpu_containers.runtime.engine import JobFailed
from gpu_containers.runtime.pictures import BadPicture, Size, decode

_REFERENCE_SIDE = 1536


def open_reference(path: Path) -> Image.Image:
    """The reference in RGBA, no larger than an engine needs; raises `JobFailed`."""
    try:
        picture = decode(path.read_bytes()).convert("RGBA")
    except BadPicture as error:
        raise JobFailed("invalid_reference", f"The reference picture is not usable: {error}.") from error
    picture.thumbnail((_REFERENCE_SIDE, _REFERENCE_SIDE))
    return picture


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
