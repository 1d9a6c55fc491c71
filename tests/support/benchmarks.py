"""Runs a benchmark in its smallest size, and knows what each has to print."""

import io
import json
import math
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from local.stack import Stack

Fields = tuple[str, ...]
HAS_MOVIEPY = find_spec("moviepy") is not None
FLEET, FPS = ("usd_per_day", "baseline.usd_per_day"), ("fps", "plain_fps")
EXPORT = ("cpu_s_per_s", "plain_cpu_s_per_s", "vmaf")
ASSEMBLY = ("cpu_s", "bare_encoder_cpu_s", "one_changed_scene", "two_scenes_swapped")

# By benchmark and case (`*` stands for anything), what has to be above zero: figures, and what they are held against
# where there is such a thing. A dot leads into what a field holds.
ALONE: dict[str, dict[str, Fields]] = {
    "api_import": {"api_import": ("api_ms", "everything_eager_ms", "bare_python_ms")},
    "costs": {"* on *": ("usd.on_demand", "seconds"), "*, a month idle": ("usd",)},
    # Some fleets cannot do what they are asked, and say so instead.
    "fleet": {
        "*, worker": FLEET,
        "*, endpoint": FLEET,
        "*, batch": ("videos_per_day",),
        "*, packed": ("videos_per_day",),
    },
    "gpu": {
        "ceilings of the device": ("tflops", "tb_s"),
        "musetalk, hear 30 s": ("ms",),
        "musetalk, look at a portrait": ("ms",),
        "musetalk, eager, batch 2": FPS,
        "musetalk, * beside float32": (),
        "landmark_warp, 64×64": ("fps", "opencv_fps"),
        "text to image, SDXL-shaped, 1024×1024, batch 2": ("s",),
        "text to image, SDXL-shaped, decode": ("s",),
        "text to image, SDXL-shaped, decode in tiles": ("s",),
        "text to image, Z-Image-shaped, 1024×1024": ("s",),
        "image to video, *81 frames": ("s",),
        "image to video, *: two layers beside float32": (),
    },
    "join": {
        "join": ("cpu_s", "copying_cpu_s", "without_music_cpu_s", "floor_cpu_s"),
        "export mp4 low": EXPORT,
        "export mov low": EXPORT,
        "export webm low": EXPORT,
    },
    "lip_sync": {"closed sounds": ("closed_share", "goal_closed_share", "closed_sounds", "goal_correlation")},
    "scene_assembly": {
        "4 scenes, 256x144, draft": ASSEMBLY,
        "4 scenes, 256x144, final": ASSEMBLY,
        "memory of one clip, 256x144": ("peak_mb", "goal_mb"),
        **({"the same by MoviePy": ("cpu_s",)} if HAS_MOVIEPY else {}),
    },
    "scene_jitter": {
        f"jitter of a slow {kind}, {quality}": ("rms_px", "frame_to_frame_px", *held_against)
        for kind in ("push_in", "pan", "drift")
        for quality, held_against in (("draft", ()), ("final", ("goal_px",)))
    },
    "speech_rate": {"speech_rate": ("one_sentence_unseen.mean", "baseline_words_per_minute.mean", "within_margin")},
    "speech_timing": {"speech_timing": ("lips", "equal_shares.lips", "sentences")},
    "talking_head": {"talking head 256x256": ("fps", "bare_encoder_fps", "portrait_ready_s")},
}
ON_A_STACK: dict[str, dict[str, Fields]] = {
    "function_processes": {
        "first reel": ("functions_share", "functions_cpu_s", "cloud_cpu_s", "workers_cpu_s", "all_cpu_s"),
        "warm reel": ("functions_share", "functions_cpu_s", "cloud_cpu_s", "workers_cpu_s", "all_cpu_s"),
    },
    "reel": {"reel 384x384": ("cold_s", "warm_s", "all_engines_s")},
    "webhooks": {
        "never down": ("arrived", "seconds"),
        "down half of the time": ("arrived", "seconds", "never_down_seconds"),
    },
}


@dataclass(frozen=True)
class Printed:
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line, parse_constant=_refuse) for line in self.out.splitlines()]


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")


def run(name: str, *arguments: str, stack: Stack | None = None) -> Printed:
    """In this process, which has imported most of what a benchmark needs."""
    out, err = io.StringIO(), io.StringIO()
    main = import_module(f"benchmarks.{name}").main
    with redirect_stdout(out), redirect_stderr(err):
        main(list(arguments), **({"given": stack} if stack else {}))
    return Printed(out.getvalue(), err.getvalue())


def require_figures(lines: list[dict[str, Any]], cases: dict[str, Fields]) -> None:
    """Every line is of one known case with all its figures, and no case is missing."""
    found = [[pattern for pattern in cases if fnmatchcase(line["case"], pattern)] for line in lines]
    assert all(len(patterns) == 1 for patterns in found), [line["case"] for line in lines]
    assert {pattern for (pattern,) in found} == set(cases)
    for line, (pattern,) in zip(lines, found, strict=True):
        for path in cases[pattern]:
            figure = _field(line, path)
            assert type(figure) in {int, float}, (path, line)
            assert math.isfinite(figure), (path, line)
            assert figure > 0, (path, line)


def _field(line: dict[str, Any], path: str) -> Any:
    value: Any = line
    for part in path.split("."):
        value = value[part]
    return value
