"""Finds faces: BlazeFace over the whole picture and over overlapping tiles of it, merged."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from PIL import Image

from faces.onnx import Floats, Picture, infer

MODEL = "face_detection_short_range.onnx"
SIZE = 128
# (stride in pixels, anchors a cell): the grid on which the model was trained.
GRID = ((8, 2), (16, 6))
THRESHOLD = 0.5
OVERLAP = 0.3
# A detection inside another one's box is the same face seen by another tile.
CONTAINED = 0.6
# A face below about a tenth of what the model is shown is missed, so tiles look closer.
TILES = (2, 3)


@dataclass(frozen=True)
class Face:
    """A box in pixels, and `keypoints` (6, 2): right eye, left eye, nose, mouth, right ear, left ear of the person."""

    x: float
    y: float
    width: float
    height: float
    score: float
    keypoints: Floats


def detect(picture: Picture) -> list[Face]:
    """Every face in an (height, width, 3) uint8 RGB picture, the surest first."""
    height, width = picture.shape[:2]
    found = _detect_in(picture, 0, 0, max(height, width))
    for x, y, side in _tiles(width, height):
        found += _detect_in(picture[y : y + side, x : x + side], x, y, side)
    return _merged(found)


def _tiles(width: int, height: int) -> list[tuple[int, int, int]]:
    """(x, y, side) of overlapping squares; a wide picture gets more columns than rows."""
    squares = []
    for count in TILES:
        side = int(min(width, height) / count * 1.4) if count > 1 else min(width, height)
        squares += [(x, y, side) for y in _starts(height, side) for x in _starts(width, side)]
    if max(width, height) > 1.2 * min(width, height):
        side = min(width, height)
        squares += [(x, y, side) for y in _starts(height, side) for x in _starts(width, side)]
    return squares


def _starts(length: int, side: int) -> list[int]:
    count = max(1, int(np.ceil((length - side) / (side * 0.6))) + 1)
    return sorted({round(start) for start in np.linspace(0, max(0, length - side), count)})


@cache
def _anchors() -> Floats:
    cells = []
    for stride, repeat in GRID:
        side = SIZE // stride
        centres = (np.arange(side) + 0.5) / side
        grid = np.stack(np.meshgrid(centres, centres), -1).reshape(-1, 2)
        cells.append(np.repeat(grid, repeat, axis=0))
    return np.concatenate(cells).astype(np.float32)


def _detect_in(region: Picture, x: int, y: int, side: int) -> list[Face]:
    """Faces of one region, letterboxed to a square of `side` pixels, in the coordinates of the whole picture."""
    height, width = region.shape[:2]
    pad_x, pad_y = (side - width) // 2, (side - height) // 2
    canvas = Image.new("RGB", (side, side))
    canvas.paste(Image.fromarray(region), (pad_x, pad_y))
    shown = np.asarray(canvas.resize((SIZE, SIZE), Image.Resampling.BILINEAR), np.float32) / 127.5 - 1
    regressed, scored = infer(MODEL, shown)
    scores = 1 / (1 + np.exp(-np.clip(scored[0, :, 0], -50, 50)))
    sure = scores > THRESHOLD
    points = regressed[0][sure].reshape(-1, 8, 2) / SIZE
    points[:, 0] += _anchors()[sure]
    points[:, 2:] += _anchors()[sure][:, None]
    offset = np.array([x - pad_x, y - pad_y], np.float32)
    return [_face(p * side, offset, float(score)) for p, score in zip(points, scores[sure], strict=True)]


def _face(points: Floats, offset: Floats, score: float) -> Face:
    (width, height), keypoints = points[1], points[2:] + offset
    left, top = points[0] - points[1] / 2 + offset
    return Face(float(left), float(top), float(width), float(height), score, keypoints)


def _merged(faces: list[Face]) -> list[Face]:
    """One face for each group of boxes that cover the same place: their mean, weighted by score."""
    left = sorted(faces, key=lambda face: -face.score)
    kept = []
    while left:
        group = [face for face in left if _is_same(left[0], face)]
        kept.append(_mean(group))
        left = [face for face in left if not any(face is member for member in group)]
    return kept


def _is_same(one: Face, other: Face) -> bool:
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    shared = max(0.0, across) * max(0.0, down)
    areas = one.width * one.height, other.width * other.height
    return shared / (sum(areas) - shared) > OVERLAP or shared / min(areas) > CONTAINED


def _mean(group: list[Face]) -> Face:
    weights = np.array([face.score for face in group])
    weights /= weights.sum()
    boxes = np.array([[face.x, face.y, face.width, face.height] for face in group])
    x, y, width, height = (float(value) for value in weights @ boxes)
    keypoints = np.einsum("f,fkc->kc", weights, np.stack([face.keypoints for face in group])).astype(np.float32)
    return Face(x, y, width, height, group[0].score, keypoints)
