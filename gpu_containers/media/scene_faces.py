"""Where a picture shows faces, with the hair and chin that belong to them: what no crop and no move may cut."""

from collections.abc import Sequence

import numpy as np
from PIL import Image

from faces.detector import Face, looks
from gpu_containers.media.framing import Box

_LOOKED_AT = 640  # pixels of the longest side; a face too small for that is not what the picture shows
_SURE = 0.6
_HAIR, _CHIN, _SIDE = 0.45, 0.15, 0.15  # of the box, which ends at the hairline


def kept_in_view(picture: Image.Image) -> Box | None:
    """The box around all faces that are large enough to be what the picture is about."""
    scale = min(1.0, _LOOKED_AT / max(picture.size))
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    small = picture.resize(size, Image.Resampling.BILINEAR)
    found = [face for face in next(looks(np.asarray(small.convert("RGB"), np.uint8))) if face.score > _SURE]
    if not found:
        return None
    box = _around([face for face in found if face.height > max(face.height for face in found) / 3], small.size)
    return Box(box.x / scale, box.y / scale, box.width / scale, box.height / scale)


def _around(faces: Sequence[Face], size: tuple[int, int]) -> Box:
    left = min(face.x - _SIDE * face.width for face in faces)
    top = min(face.y - _HAIR * face.height for face in faces)
    right = max(face.x + (1 + _SIDE) * face.width for face in faces)
    bottom = max(face.y + (1 + _CHIN) * face.height for face in faces)
    left, top, right, bottom = max(0.0, left), max(0.0, top), min(size[0], right), min(size[1], bottom)
    return Box(left, top, max(1.0, right - left), max(1.0, bottom - top))
