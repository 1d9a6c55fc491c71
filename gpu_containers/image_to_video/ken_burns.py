"""The embedded image-to-video engine: a slow push, pull or pan over the still. A draft engine; it runs anywhere.

Frame n shows a window of the picture that is a pure function of the seed and n; the zoom is even in its logarithm, so
that the picture flows at one speed throughout.
"""

import math
import random
import time
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from gpu_containers.image_to_video.clip import ClipWriter, Pixels
from gpu_containers.image_to_video.params import VideoParams, open_image, read_params
from gpu_containers.runtime.engine import Needs, Produced, Work
from gpu_containers.runtime.pictures import Size, fitted

_ZOOM_A_SECOND, _LEAST_ZOOM, _MOST_ZOOM = 0.025, 1.04, 1.2
_OFF_CENTRE = 0.25  # of the room around the window, how far from the middle a push ends or a pull begins


class KenBurns:
    name = "ken_burns"
    version = "1"
    needs = Needs(licence="Apache-2.0")

    def load(self) -> None:
        """Nothing is loaded."""

    def run(self, work: Work) -> Produced:
        began = time.perf_counter()
        params = read_params(work.job.params)
        move = Move.planned(params)
        still = prepared(open_image(work.inputs), params.size, move.zoom)
        path = work.folder / "video.mp4"
        with ClipWriter(path, params) as clip:
            for n in range(params.frames):
                work.report(n / params.frames, "Moving over the picture")
                clip.add(move.shown(still, params.size, n / max(1, params.frames - 1)))
        facts = {
            "engine": self.name,
            "draft": True,
            "move": move.kind,
            "duration": round(params.frames / params.fps, 3),
            "frames": params.frames,
            "fps": params.fps,
            "width": params.width,
            "height": params.height,
            "device": "cpu",
            "seconds": round(time.perf_counter() - began, 3),
        }
        return Produced({"video": path}, facts)


@dataclass(frozen=True)
class Move:
    """From one window to another: their zooms, and where they lie in the room around them, -1 to 1 on each axis."""

    kind: str
    zooms: tuple[float, float]
    places: tuple[tuple[float, float], tuple[float, float]]

    @classmethod
    def planned(cls, params: VideoParams) -> "Move":
        seeded = random.Random(params.seed)  # noqa: S311  (a camera's way, no secret)
        zoom = min(_MOST_ZOOM, max(_LEAST_ZOOM, 1 + _ZOOM_A_SECOND * params.seconds))
        kind = seeded.choice(("push", "pull", "pan"))
        turn = seeded.uniform(0, 2 * math.pi)
        place = math.cos(turn), math.sin(turn)
        if kind == "pan":
            return cls(kind, (zoom, zoom), ((-place[0], -place[1]), place))
        near = place[0] * _OFF_CENTRE, place[1] * _OFF_CENTRE
        return cls(kind, (1.0, zoom), (near, near)) if kind == "push" else cls(kind, (zoom, 1.0), (near, near))

    @property
    def zoom(self) -> float:
        return max(self.zooms)

    def shown(self, still: Pixels, size: Size, share: float) -> Pixels:
        """The frame after this share of the time."""
        (first, last), (start, end) = self.zooms, self.places
        zoom = first * (last / first) ** share
        scale = still.shape[1] / size[0] / zoom
        # A window at -1 touches the left and top, at 1 the right and bottom.
        at = [(start[axis] + (end[axis] - start[axis]) * share + 1) / 2 for axis in (0, 1)]
        room = still.shape[1] - size[0] * scale, still.shape[0] - size[1] * scale
        half = scale / 2 - 0.5
        matrix = np.array([[scale, 0, room[0] * at[0] + half], [0, scale, room[1] * at[1] + half]])
        flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        return np.asarray(cv2.warpAffine(still, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def prepared(picture: Image.Image, size: Size, zoom: float) -> Pixels:
    """The picture cut to the shape, as large as its frames are when nearest."""
    return np.asarray(fitted(picture, (round(size[0] * zoom), round(size[1] * zoom))), np.uint8)
