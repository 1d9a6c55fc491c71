"""Pictures that stand for a joined video, taken from its keyframes: these need no other frame to be decoded."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from gpu_containers.media.contact_sheet import contact_sheet
from gpu_containers.media.frames import frames
from gpu_containers.media.join_params import SceneSpan
from gpu_containers.media.loudness import Loudness
from gpu_containers.media.video_index import VideoIndex
from gpu_containers.runtime.profile import FPS

_LONGEST, _GLANCE = 1280, 160  # pixels of the longer side: of the thumbnail, and of the candidates
_CANDIDATES = 8


def write_thumbnail(video: Path, index: VideoIndex, scenes: Sequence[SceneSpan], target: Path) -> Path:
    """The liveliest of the pictures from the middles of scenes."""
    middles = [(scene.start + scene.duration / 2) * FPS for scene in scenes]
    wanted = middles[:: -(-len(middles) // _CANDIDATES)]
    numbers = sorted({min(index.keyframes, key=lambda keyframe: abs(keyframe - middle)) for middle in wanted})
    small, large = (_fit((index.width, index.height), longest) for longest in (_GLANCE, _LONGEST))
    glances = frames(video, numbers, small, keyframes=index.keyframes)
    best = max(zip(numbers, map(_life, glances), strict=True), key=lambda pair: pair[1])[0]
    picture = next(frames(video, [best], large, keyframes=index.keyframes))
    picture.save(target, quality=90, optimize=True, progressive=True)
    return target


def write_contact_sheet(video: Path, index: VideoIndex, title: str, heard: Loudness, target: Path) -> Path:
    parts = [f"{index.seconds:.1f} s", f"{index.width} × {index.height}", f"{float(index.rate):g} fps"]
    if not heard.silent:
        parts.append(f"{heard.integrated:.1f} LUFS".replace("-", "−"))
    size, heading = (index.width, index.height), " ".join(title.split())
    sheet = contact_sheet(video, size, index.frames, heading, "  ·  ".join(parts), index.keyframes)
    sheet.save(target, quality=90, subsampling=0, optimize=True, progressive=True)
    return target


def _life(picture: Image.Image) -> float:
    """Contrast and colour: how much there is to see."""
    pixels = np.asarray(picture, np.float32)
    light = pixels.mean(axis=2)
    return float(light.std() + (pixels.max(axis=2) - pixels.min(axis=2)).mean() / 2)


def _fit(size: tuple[int, int], longest: int) -> tuple[int, int]:
    scale = min(1.0, longest / max(size))
    return max(2, round(size[0] * scale)), max(2, round(size[1] * scale))
