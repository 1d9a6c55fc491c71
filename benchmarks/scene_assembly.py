"""Six stills of five seconds with moves, crossfades and captions: CPU beside the bare encoder's, and memory."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from benchmarks._command import parser, say
from benchmarks._scenes import FULL, SMALLEST, Size, body, move, picture, seam, timing, work
from benchmarks._scenes_moviepy import moviepy_seconds
from gpu_containers.media.moves import Move
from gpu_containers.media.pieces import PieceWriter
from gpu_containers.media.planes import Planes
from gpu_containers.media.scene_params import SceneParams
from gpu_containers.media.scene_shot import Shot
from local.environment import ROOT, environment

GOALS = {"draft": 1.2, "final": 1.5}
Quality = Literal["draft", "final"]
QUALITIES: tuple[Quality, ...] = ("draft", "final")
Pair = tuple[int | None, int | None]


def main(arguments: Sequence[str] | None = None) -> None:
    options = parser("scene_assembly", __doc__)
    options.add_argument("--memory-in", type=Path, help=argparse.SUPPRESS)
    asked = options.parse_args(arguments)
    size = SMALLEST if asked.smallest else FULL
    if asked.memory_in:
        print(peak_memory(asked.memory_in, size))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pictures, speech = [picture(folder, number, size.picture) for number in range(size.scenes)], timing(folder)
        for quality in QUALITIES:
            say(**Assembly(folder, size, pictures, speech, quality).measured())
        peak = _memory_of_another_process(folder, smallest=asked.smallest)
        say(f"memory of one clip, {size.width}x{size.height}", peak_mb=peak, goal_mb=180)
        moviepy = moviepy_seconds(folder, size, pictures)
        if moviepy is None:
            print("MoviePy is not installed here, so that its case is left out.", file=sys.stderr)
        else:
            say("the same by MoviePy", cpu_s=round(moviepy, 3))


class Assembly:
    """The pieces of one video in one quality; CPU seconds are those of all threads."""

    def __init__(self, folder: Path, size: Size, pictures: Sequence[Path], speech: Path, quality: Quality) -> None:
        self._folder, self._size, self._pictures = folder, size, pictures
        self._speech, self._quality = speech, quality

    def measured(self) -> dict[str, Any]:
        self._body(0)  # the first in a process pays for imports and models
        seams, bodies, scenes = {}, [], self._size.scenes
        for number, pair in enumerate(_pairs(range(scenes))):
            seams[pair] = self._seam_cpu(pair)
            if number < scenes:
                bodies.append(_cpu(partial(self._body, number)))
        reordered = (0, 1, 3, 2, *range(4, scenes))
        new = [self._seam_cpu(pair) for pair in _pairs(reordered) if pair not in seams]
        whole, bare = sum(bodies) + sum(seams.values()), sum(self._bare(number) for number in range(scenes))
        return {
            "case": f"{scenes} scenes, {self._size.width}x{self._size.height}, {self._quality}",
            "cpu_s": round(whole, 3),
            "bare_encoder_cpu_s": round(bare, 3),
            "cpu_ratio": round(whole / bare, 2),
            "goal": GOALS[self._quality],
            "one_changed_scene": round((bodies[2] + seams[1, 2] + seams[2, 3]) / whole, 3),
            "two_scenes_swapped": round(sum(new) / whole, 3),
            "load": round(os.getloadavg()[0], 1),
        }

    def _seam_cpu(self, pair: Pair) -> float:
        return _cpu(partial(self._seam, *pair))

    def _body(self, n: int) -> None:
        inputs = {"timing": self._speech}
        body(self._folder, self._size, self._pictures[n], move=move(n), quality=self._quality, inputs=inputs)

    def _seam(self, one: int | None, other: int | None) -> None:
        sides = [None if n is None else (self._pictures[n], n) for n in (one, other)]
        given = {name: n for name, n in (("from", one), ("to", other)) if n is not None}
        inputs = {f"{name}_timing": self._speech for name in given}
        asked = {"transition": "crossfade", "quality": self._quality, "inputs": inputs}
        seam(self._folder, self._size, sides[0], sides[1], **asked)

    def _bare(self, n: int) -> float:
        """Encodes the frames of a scene that were drawn before, with nothing else to do."""
        size = self._size
        params = SceneParams(
            width=size.width,
            height=size.height,
            captions="burned",
            transition_frames=size.overlap,
            quality=self._quality,
        )
        job = work(self._folder, size, {"picture": self._pictures[n], "timing": self._speech})
        frames = []
        with Shot(job, params, size.frames, Move(**move(n))) as shot:
            for at in range(size.frames):
                frames.append(Planes.empty(size.width, size.height))
                shot.draw(at, frames[-1])
        return _cpu(lambda: _encode(frames, job.folder / "bare.mp4", params))


def _encode(frames: Sequence[Planes], path: Path, params: SceneParams) -> None:
    with PieceWriter(path, params) as writer:
        for frame in frames:
            writer.planes.fill(frame)
            writer.add()


def _pairs(order: Sequence[int]) -> list[Pair]:
    return [(None, order[0]), *pairwise(order), (order[-1], None)]


def _cpu(do: Callable[[], object]) -> float:
    began = time.process_time()
    do()
    return time.process_time() - began


def _memory_of_another_process(folder: Path, *, smallest: bool) -> float:
    command = [sys.executable, "-m", "benchmarks.scene_assembly", "--memory-in", str(folder)]
    command += ["--smallest"] if smallest else []
    ran = subprocess.run(command, cwd=ROOT, env=environment(), check=True, stdout=subprocess.PIPE, text=True)
    return float(ran.stdout)


def peak_memory(folder: Path, size: Size) -> float:
    """MB of this process, which makes one final clip with captions from what lies in the folder."""
    inputs = {"timing": folder / "timing.json"}
    body(folder, size, folder / "picture-0.png", move=move(0), quality="final", inputs=inputs)
    status = Path("/proc/self/status").read_text()
    return round(int(status.split("VmHWM:")[1].split()[0]) / 1024, 1)


if __name__ == "__main__":
    main()
