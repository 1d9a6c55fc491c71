"""The same scenes by MoviePy 2.2.1, where it is installed; it is the baseline and no part of the project."""

import importlib
import importlib.util
import resource
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks._scenes import Size
from gpu_containers.runtime.profile import FPS


def moviepy_seconds(folder: Path, size: Size, pictures: Sequence[Path]) -> float | None:
    """CPU seconds of MoviePy and its encoder; None where it is not installed."""
    if importlib.util.find_spec("moviepy") is None:
        return None
    began = _cpu()
    moviepy, effects = importlib.import_module("moviepy"), importlib.import_module("moviepy.video.fx")
    overlap, clips = size.overlap / FPS, []
    for number, path in enumerate(pictures):
        clip = _moving(moviepy, effects, path, size).with_start(number * size.frames / FPS)
        clips.append(clip.with_effects([effects.CrossFadeIn(overlap)]) if number else clip)
    whole = moviepy.CompositeVideoClip(clips, size=(size.width, size.height))
    whole = whole.with_duration(len(pictures) * size.frames / FPS)
    target = str(folder / "moviepy.mp4")
    whole.write_videofile(target, fps=FPS, preset="veryfast", ffmpeg_params=["-crf", "18"], audio=False, logger=None)
    return _cpu() - began


def _moving(moviepy: Any, effects: Any, path: Path, size: Size) -> Any:
    seconds = (size.frames + size.overlap) / FPS
    still = moviepy.ImageClip(str(path)).resized(width=round(size.width * 1.02)).with_duration(seconds)
    zoomed = still.with_effects([effects.Resize(lambda t: 1 + 0.14 * t / seconds)])
    return zoomed.with_position("center")


def _cpu() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)
