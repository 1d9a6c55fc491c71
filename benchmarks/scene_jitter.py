"""How steadily slow moves run: where the finished frames show the picture, beside where the path says."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from benchmarks._command import parser, say
from benchmarks._scenes import FULL, SMALLEST, Size, body, picture
from gpu_containers.media.moves import Move, plan
from gpu_containers.media.planes import to_yuv
from gpu_containers.media.scene_still import open_picture

GOAL = 0.1  # RMS pixels, finals
ROWS, COLUMNS = 3, 4  # the frame is measured in so many tiles, since a zoom moves each of them elsewhere
Luma = npt.NDArray[np.float64]


def main(arguments: Sequence[str] | None = None) -> None:
    size = SMALLEST if parser("scene_jitter", __doc__).parse_args(arguments).smallest else FULL
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        still = picture(folder, 1, size.picture)
        for quality in ("draft", "final"):
            for kind in ("push_in", "pan", "drift"):
                move = Move(kind=kind, angle=25, amount=0.3)
                asked = {"move": move.model_dump(), "quality": quality, "captions": "none"}
                video = body(folder, size, still, **asked).outputs["video"]
                errors: Luma = np.array(list(_errors(video, size, still, move)))
                steady = errors - errors.mean(axis=0)  # a picture that is off by the same all the time does not jitter
                steps = errors[1:] - errors[:-1]
                say(
                    f"jitter of a slow {kind}, {quality}",
                    rms_px=round(_rms(steady), 3),
                    frame_to_frame_px=round(_rms(steps), 3),
                    goal_px=GOAL if quality == "final" else None,
                )


def _rms(ways: Luma) -> float:
    return float(np.sqrt((ways**2).sum(axis=-1).mean()))


def _errors(video: Path, size: Size, still: Path, move: Move) -> Iterator[Luma]:
    """(tiles, 2) for each frame: how far right and down it is of its ideal."""
    image = open_picture(still, "picture").image
    path = plan(move, *image.size, size.width / size.height)
    with av.open(str(video)) as file:
        for n, frame in enumerate(file.decode(video=0)):
            window = path.at((n + size.overlap + 0.5) / (size.frames + size.overlap))
            box = window.x, window.y, window.x + window.width, window.y + window.height
            ideal = image.resize((size.width, size.height), Image.Resampling.LANCZOS, box)
            yield _displacements(_smooth(to_yuv(np.asarray(ideal))[..., 0]), _smooth(frame.to_ndarray()[: size.height]))


def _smooth(plane: npt.NDArray[np.generic]) -> Luma:
    """Without the finest detail, which kernels and encoders treat differently."""
    return np.asarray(cv2.GaussianBlur(plane.astype(np.float64), (0, 0), 1.5), np.float64)


def _displacements(ideal: Luma, shown: Luma) -> Luma:
    """Least squares over each tile; exact for parts of a pixel."""
    down, across = np.gradient(ideal, axis=0), np.gradient(ideal, axis=1)
    difference = ideal - shown
    found, (high, wide) = [], ideal.shape
    for row in range(ROWS):
        for column in range(COLUMNS):
            part = (
                slice(8 + row * high // ROWS, (row + 1) * high // ROWS - 8),
                slice(8 + column * wide // COLUMNS, (column + 1) * wide // COLUMNS - 8),
            )
            slopes = np.stack([across[part].ravel(), down[part].ravel()], axis=1)
            found.append(np.linalg.solve(slopes.T @ slopes, slopes.T @ difference[part].ravel()))
    return np.array(found)


if __name__ == "__main__":
    main()
