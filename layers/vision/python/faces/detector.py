"""Finds faces: BlazeFace over the whole picture first, then over ever smaller overlapping tiles of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
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
# How often a tile fits into the shorter side, look by look; WHOLE is the picture as it is. The model misses a face
# below about a tenth of what it is shown, so later looks find smaller ones; the first is cheapest and invents least.
WHOLE = 0
LOOKS = ((WHOLE, 1, 2), (3,), (5,))
# Tiles overlap, so that a face that one cuts is whole in the next.
TILE_GROWTH, TILE_STEP = 1.4, 0.6
# Nothing is lost by looking at a smaller copy: the smallest face that is taken is a twelfth of the longest side.
LONGEST_LOOKED_AT = 1280
SMALLEST_TILE = 64


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
    """The faces in an (height, width, 3) uint8 RGB picture, surest first; small ones only if there are no larger."""
    return next((found for found in looks(picture) if found), [])


def looks(picture: Picture) -> Iterator[list[Face]]:
    """What is found in the whole picture, then in smaller and smaller parts of it, for as long as it is asked for."""
    height, width = picture.shape[:2]
    shrink = max(1.0, max(width, height) / LONGEST_LOOKED_AT)
    size = max(1, round(width / shrink)), max(1, round(height / shrink))
    image = Image.fromarray(picture)
    small = image.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0) if shrink > 1 else image
    for counts in LOOKS:
        squares = [square for count in counts for square in _tiles(*size, count)]
        found = [face for square in squares for face in _detect_in(small, *square)]
        yield [_scaled(face, shrink) for face in _merged(found)]


def _scaled(face: Face, by: float) -> Face:
    x, y, width, height = (value * by for value in (face.x, face.y, face.width, face.height))
    keypoints = (face.keypoints * by).astype(np.float32)
    return replace(face, x=x, y=y, width=width, height=height, keypoints=keypoints)


def _tiles(width: int, height: int, count: int) -> list[tuple[int, int, int]]:
    """(x, y, side) of overlapping squares; a wide picture gets more columns than rows."""
    short, long = min(width, height), max(width, height)
    if count == WHOLE:
        return [((width - long) // 2, (height - long) // 2, long)]
    side = int(short / count * TILE_GROWTH) if count > 1 else short
    if side < SMALLEST_TILE or long < 1.2 * side:
        return []
    return [(x, y, side) for y in _starts(height, side) for x in _starts(width, side)]


def _starts(length: int, side: int) -> list[int]:
    count = max(1, int(np.ceil((length - side) / (side * TILE_STEP))) + 1)
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


def _detect_in(image: Image.Image, x: int, y: int, side: int) -> list[Face]:
    """Faces of one square, black where it reaches beyond the picture, in the coordinates of the whole picture."""
    square = image.crop((x, y, x + side, y + side)).resize((SIZE, SIZE), Image.Resampling.BILINEAR)
    shown = np.asarray(square, np.float32) / 127.5 - 1
    regressed, scored = infer(MODEL, shown)
    scores = 1 / (1 + np.exp(-np.clip(scored[0, :, 0], -50, 50)))
    sure = scores > THRESHOLD
    points = regressed[0][sure].reshape(-1, 8, 2) / SIZE
    points[:, 0] += _anchors()[sure]
    points[:, 2:] += _anchors()[sure][:, None]
    offset = np.array([x, y], np.float32)
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
    return same_place((one.x, one.y, one.width, one.height), (other.x, other.y, other.width, other.height))


def same_place(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two boxes (x, y, width, height) cover one and the same face."""
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    shared = max(0.0, across) * max(0.0, down)
    areas = one[2] * one[3], other[2] * other[3]
    return shared / max(1e-9, sum(areas) - shared) > OVERLAP or shared / max(1e-9, min(areas)) > CONTAINED


def _mean(group: list[Face]) -> Face:
    weights = np.array([face.score for face in group])
    weights /= weights.sum()
    boxes = np.array([[face.x, face.y, face.width, face.height] for face in group])
    x, y, width, height = (float(value) for value in weights @ boxes)
    keypoints = np.einsum("f,fkc->kc", weights, np.stack([face.keypoints for face in group])).astype(np.float32)
    return Face(x, y, width, height, group[0].score, keypoints)
