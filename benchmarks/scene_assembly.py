"""Six stills of five seconds with moves, crossfades and captions: CPU beside the bare encoder's, and memory."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from benchmarks._scenes import FRAMES, HEIGHT, OVERLAP, SCENES, WIDTH, body, move, picture, seam, timing, work
from benchmarks._scenes_moviepy import moviepy_seconds
from gpu_containers.media.moves import Move
from gpu_containers.media.pieces import PieceWriter
from gpu_containers.media.planes import Planes
from gpu_containers.media.scene_params import SceneParams
from gpu_containers.media.scene_shot import Shot

GOALS = {"draft": 1.2, "final": 1.5}
REORDERED = (0, 1, 3, 2, 4, 5)
Quality = Literal["draft", "final"]
QUALITIES: tuple[Quality, ...] = ("draft", "final")
Pair = tuple[int | None, int | None]


def main() -> None:
    if sys.argv[1:2] == ["memory"]:
        print(peak_memory(Path(sys.argv[2])))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pictures, speech = [picture(folder, number) for number in range(SCENES)], timing(folder)
        for quality in QUALITIES:
            print(json.dumps(Assembly(folder, pictures, speech, quality).measured()), flush=True)
        command = [sys.executable, "-m", "benchmarks.scene_assembly", "memory", name]
        peak = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        print(json.dumps({"case": f"memory of one clip, {WIDTH}x{HEIGHT}", "peak_mb": float(peak), "goal_mb": 180}))
        moviepy = moviepy_seconds(folder, pictures)
        if moviepy is None:
            print("MoviePy is not installed here: its case is left out.", file=sys.stderr)
        else:
            print(json.dumps({"case": "the same by MoviePy", "cpu_s": round(moviepy, 2)}))


class Assembly:
    """The pieces of one video in one quality; CPU seconds are those of all threads."""

    def __init__(self, folder: Path, pictures: Sequence[Path], speech: Path, quality: Quality) -> None:
        self._folder, self._pictures, self._speech, self._quality = folder, pictures, speech, quality

    def measured(self) -> dict[str, Any]:
        self._body(0)  # the first in a process pays for imports and models
        seams, bodies = {}, []
        for number, pair in enumerate(_pairs(range(SCENES))):
            seams[pair] = _cpu(lambda pair=pair: self._seam(*pair))  # type: ignore[misc]
            if number < SCENES:
                bodies.append(_cpu(lambda number=number: self._body(number)))  # type: ignore[misc]
        new = [_cpu(lambda pair=pair: self._seam(*pair)) for pair in _pairs(REORDERED) if pair not in seams]  # type: ignore[misc]
        whole, bare = sum(bodies) + sum(seams.values()), sum(self._bare(number) for number in range(SCENES))
        return {
            "case": f"six scenes, {WIDTH}x{HEIGHT}, {self._quality}",
            "cpu_s": round(whole, 2),
            "bare_encoder_cpu_s": round(bare, 2),
            "cpu_ratio": round(whole / bare, 2),
            "goal": GOALS[self._quality],
            "one_changed_scene": round((bodies[2] + seams[1, 2] + seams[2, 3]) / whole, 3),
            "two_scenes_swapped": round(sum(new) / whole, 3),
            "load": round(os.getloadavg()[0], 1),
        }

    def _body(self, n: int) -> None:
        inputs = {"timing": self._speech}
        body(self._folder, self._pictures[n], move=move(n), quality=self._quality, inputs=inputs)

    def _seam(self, one: int | None, other: int | None) -> None:
        sides = [None if n is None else (self._pictures[n], n) for n in (one, other)]
        given = {name: n for name, n in (("from", one), ("to", other)) if n is not None}
        inputs = {f"{name}_timing": self._speech for name in given}
        seam(self._folder, sides[0], sides[1], transition="crossfade", quality=self._quality, inputs=inputs)

    def _bare(self, n: int) -> float:
        """Encodes the frames of a scene that were drawn before, with nothing else to do."""
        params = SceneParams(
            width=WIDTH, height=HEIGHT, captions="burned", transition_frames=OVERLAP, quality=self._quality
        )
        job = work(self._folder, {"picture": self._pictures[n], "timing": self._speech})
        frames = []
        with Shot(job, params, FRAMES, Move(**move(n))) as shot:
            for at in range(FRAMES):
                frames.append(Planes.empty(WIDTH, HEIGHT))
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


def peak_memory(folder: Path) -> float:
    """MB of this process, which makes one final clip with captions from what lies in the folder."""
    inputs = {"timing": folder / "timing.json"}
    body(folder, folder / "picture-0.png", move=move(0), quality="final", inputs=inputs)
    status = Path("/proc/self/status").read_text()
    return round(int(status.split("VmHWM:")[1].split()[0]) / 1024, 1)


if __name__ == "__main__":
    main()
