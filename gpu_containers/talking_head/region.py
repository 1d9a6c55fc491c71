"""A part of a picture whose edges lie on even pixels, so that planes of half size have it too."""

from dataclasses import dataclass

import numpy as np

from gpu_containers.talking_head.anatomy import Array


@dataclass(frozen=True)
class Region:
    """A rectangle of pixels, its edges on even numbers."""

    x: int
    y: int
    width: int
    height: int

    @property
    def slices(self) -> tuple[slice, slice]:
        return slice(self.y, self.y + self.height), slice(self.x, self.x + self.width)

    @property
    def half(self) -> tuple[slice, slice]:
        """The same rectangle in planes of half size."""
        half = Region(self.x // 2, self.y // 2, self.width // 2, self.height // 2)
        return half.slices

    @classmethod
    def around(cls, points: Array, width: int, height: int, step: int = 2) -> "Region":
        """The smallest region that holds the points and lies on multiples of `step`, as far as the picture goes."""
        low = np.maximum(points.min(0) // step * step, 0).astype(int)
        high = np.minimum(-(-points.max(0) // step) * step, (width, height)).astype(int)
        return cls(int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1]))
