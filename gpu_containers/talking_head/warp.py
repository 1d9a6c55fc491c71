"""From amounts of movement to a map that says, for each pixel of a frame, where in the portrait it comes from.

Displacements are combined and inverted on a coarse grid, where all of it together costs less than one remap.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from gpu_containers.talking_head.anatomy import Anatomy, Array, Frame
from gpu_containers.talking_head.planes import Bytes
from gpu_containers.talking_head.region import Region
from gpu_containers.talking_head.shapes import HEAD, LIPS, MOVEMENTS, Shapes

_NONE = np.empty(0, np.float32)  # remap takes x and y in one map
_INVERSIONS = 3
_CONTOUR = np.linspace(-1, 1, 41, dtype=np.float32)


@dataclass(frozen=True)
class Pose:
    """A frame's map (h, w, 2) over the moving region, the lip contours, and where skull and lower jaw are."""

    map: Array
    upper: Array
    lower: Array
    skull: Frame
    jaw: Frame


class Warp:
    """The map of one face in a picture of `width` by `height`."""

    def __init__(self, face: Anatomy, width: int, height: int) -> None:
        self._face, self._shapes = face, Shapes(face)
        self.step = step = max(2, 2 * round(face.mouth.unit / 20))
        low, high = face.box
        centre, reach = (low + high) / 2, (high - low) * np.array([0.72, 0.78]) * 1.75
        self.region = Region.around(np.stack([centre - reach, centre + reach]), width, height, step)
        self._cells = -(-self.region.width // step), -(-self.region.height // step)
        self._nodes = self._grid(step, *self._cells)
        flat = self._nodes.reshape(-1, 2)
        self._above = self._shapes.fields(flat, below=False).reshape(len(MOVEMENTS), -1)
        self._below = self._shapes.fields(flat, below=True).reshape(len(MOVEMENTS), -1)
        local = face.mouth.local(flat)
        self._is_below = (local[:, 1] > self._middle(local[:, 0])).reshape(*self._nodes.shape[:2], 1)
        self._identity = self._grid(1, self.region.width, self.region.height)
        self._contours = [self._contour(below=side) for side in (False, True)]
        corners = np.array([[0, 0], [-1, 0], [1, 0]], np.float32)
        self._skull = face.mouth.pixels(corners)
        self._skull_fields = self._shapes.fields(self._skull, below=False)[len(LIPS) :].reshape(len(HEAD), -1)
        self._place_mouth()

    def pose(self, amounts: Array) -> Pose:
        """`amounts` has one value for each of MOVEMENTS."""
        above = self._inverted((amounts @ self._above).reshape(self._nodes.shape))
        below = self._inverted((amounts @ self._below).reshape(self._nodes.shape))
        upper, lower = ((points + (amounts @ fields).reshape(-1, 2)) for points, fields in self._contours)
        mapped = self._upsampled(np.where(self._is_below, below, above))
        mapped = mapped[: self.region.height, : self.region.width]
        self._part_at_the_lips(mapped, above, below, (upper + lower) / 2)
        mapped += self._identity
        skull = self._skull_frame(amounts)
        drop = amounts[MOVEMENTS.index("jaw")]
        jaw = Frame(skull.origin + skull.axes[1] * drop, skull.across, skull.unit)
        return Pose(mapped, upper, lower, skull, jaw)

    def _grid(self, step: int, columns: int, rows: int) -> Array:
        """Centres of cells of `step` pixels, as pixels of the picture."""
        xs = self.region.x + step * np.arange(columns) + (step - 1) / 2
        ys = self.region.y + step * np.arange(rows) + (step - 1) / 2
        return np.stack(np.meshgrid(xs, ys), -1).astype(np.float32)

    def _middle(self, x: Array) -> Array:
        return (self._face.upper(x) + self._face.lower(x)) / 2

    def _contour(self, *, below: bool) -> tuple[Array, Array]:
        curve = self._face.lower if below else self._face.upper
        points = self._face.mouth.pixels(np.stack([_CONTOUR, curve(_CONTOUR)], -1))
        return points, self._shapes.fields(points, below=below).reshape(len(MOVEMENTS), -1)

    def _inverted(self, forward: Array) -> Array:
        """Backward displacement: fixed point of d(y) = -u(y + d(y)); the fields are smooth enough to converge."""
        first = self._nodes[0, 0]
        back = -forward
        for _ in range(_INVERSIONS):
            at = (self._nodes + back - first) / self.step
            moved = cv2.remap(forward, at, _NONE, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            back = -np.asarray(moved, np.float32)
        return back

    def _upsampled(self, coarse: Array) -> Array:
        rows, columns = coarse.shape[:2]
        size = columns * self.step, rows * self.step
        return np.asarray(cv2.resize(coarse, size, interpolation=cv2.INTER_LINEAR), np.float32)

    def _place_mouth(self) -> None:
        """The cells around the lips, in which the fields above and below differ."""
        face, step = self._face, self.step
        box = np.array([[x, y] for x in (-1.4, 1.4) for y in (-face.nose, face.chin + 0.3)], np.float32)
        points = face.mouth.pixels(box) - (self.region.x, self.region.y)
        first = np.maximum(points.min(0) // step, 0).astype(int)
        last = np.minimum(points.max(0) // step + 1, self._cells).astype(int)
        self._mouth_cells = slice(first[1], last[1]), slice(first[0], last[0])
        self._mouth_corner = first * step

    def _part_at_the_lips(self, mapped: Array, above: Array, below: Array, middle: Array) -> None:
        up, down = (self._upsampled(side[self._mouth_cells]) for side in (above, below))
        left, top = self._mouth_corner
        target = mapped[top : top + up.shape[0], left : left + up.shape[1]]
        rows, columns = target.shape[:2]
        mask = self._below_mask(middle - (self.region.x + left, self.region.y + top), rows, columns)
        parted = up[:rows, :columns]
        cv2.copyTo(down[:rows, :columns], mask, parted)
        # The outermost cells are interpolated towards nothing; what lies there is right already.
        edge = self.step
        target[edge:-edge, edge:-edge] = parted[edge:-edge, edge:-edge]

    def _below_mask(self, middle: Array, rows: int, columns: int) -> Bytes:
        across = self._face.mouth.across * 4 * columns
        under = np.array([-self._face.mouth.across[1], self._face.mouth.across[0]]) * 4 * rows
        ends = middle[0] - across, middle[-1] + across
        outline = np.concatenate([[ends[0]], middle, [ends[1], ends[1] + under, ends[0] + under]])
        mask = np.zeros((rows, columns), np.uint8)
        cv2.fillPoly(mask, [np.rint(outline * 16).astype(np.int32)], (255,), shift=4)
        return mask

    def _skull_frame(self, amounts: Array) -> Frame:
        moved = self._skull + (amounts[len(LIPS) :] @ self._skull_fields).reshape(-1, 2)
        frame = Frame.between(moved[1], moved[2])
        return Frame(moved[0], frame.across, frame.unit)
