"""A mesh of 468 points on a face, in the picture's own pixels."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from faces.detector import Face
from faces.onnx import Floats, Picture, infer
from faces.topology import LEFT_EYE_OUTER, RIGHT_EYE_OUTER

MODEL = "face_landmark.onnx"
SIZE = 192
# How much larger than the face the square is that the model looks at.
MARGIN = 1.5


@dataclass(frozen=True)
class Mesh:
    """`points` (468, 3): x and y in pixels, z in the same unit, towards the viewer negative; `presence` 0 to 1."""

    points: Floats
    presence: float


def mesh_of(picture: Picture, face: Face) -> Mesh:
    """The mesh of a detected face; looked at twice, since a mesh frames its face better than a detection does."""
    right, left = face.keypoints[0], face.keypoints[1]
    centre = np.array([face.x + face.width / 2, face.y + face.height / 2])
    first = _mesh_in(picture, centre, max(face.width, face.height) * MARGIN, _angle(right, left))
    return follow(picture, first.points)


def follow(picture: Picture, earlier: Floats) -> Mesh:
    """The mesh near where it was before: for a second look, or for the next frame of a video."""
    low, high = earlier[:, :2].min(0), earlier[:, :2].max(0)
    angle = _angle(earlier[RIGHT_EYE_OUTER, :2], earlier[LEFT_EYE_OUTER, :2])
    return _mesh_in(picture, (low + high) / 2, float((high - low).max()) * MARGIN, angle)


def _angle(right_eye: Floats, left_eye: Floats) -> float:
    across = left_eye - right_eye
    return float(np.arctan2(across[1], across[0]))


def _mesh_in(picture: Picture, centre: Floats, side: float, angle: float) -> Mesh:
    cos, sin = np.cos(angle) * side / SIZE, np.sin(angle) * side / SIZE
    # Maps a pixel of the model's square to one of the picture.
    turn = np.array([[cos, -sin], [sin, cos]])
    corner = centre - turn @ np.array([SIZE / 2, SIZE / 2])
    shown = np.asarray(_cut(picture, centre, side, turn), np.float32) / np.float32(255)
    points, presence = infer(MODEL, shown)
    found = points.reshape(468, 3).copy()
    found[:, :2] = found[:, :2] @ turn.T + corner
    found[:, 2] *= side / SIZE
    return Mesh(found.astype(np.float32), float(1 / (1 + np.exp(-presence.ravel()[0]))))


def _cut(picture: Picture, centre: Floats, side: float, turn: npt.NDArray[np.float64]) -> Image.Image:
    """The turned square around `centre`; a large face is averaged down first, since sampling it alone would alias."""
    shrink = max(1, int(side / SIZE))
    # However it is turned, the square lies within this distance.
    reach = side * 0.71 + shrink
    left, top = (int((c - reach) // shrink * shrink) for c in centre)
    span = int(2 * reach // shrink + 2) * shrink
    area = Image.fromarray(picture[max(0, top) : max(0, top + span), max(0, left) : max(0, left + span)])
    if shrink > 1 and min(area.size) > 0:
        area = area.reduce(shrink)
    origin = np.maximum((left, top), 0)
    turn, corner = turn / shrink, (centre - turn @ np.array([SIZE / 2, SIZE / 2]) - origin) / shrink
    affine = (turn[0, 0], turn[0, 1], corner[0], turn[1, 0], turn[1, 1], corner[1])
    return area.transform((SIZE, SIZE), Image.Transform.AFFINE, affine, resample=Image.Resampling.BILINEAR)
