"""Joining and exporting 30 s of 720p: CPU beside that of a bare encoder and of plain ffmpeg, and the quality."""

import os
import re
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import ffmpeg

from benchmarks._command import parser, say
from benchmarks._join_pieces import FULL, SMALLEST, Size, make_inputs, media, timed
from gpu_containers.media.concat import join, read_pieces
from gpu_containers.runtime.ffmpeg import run
from gpu_containers.runtime.profile import VIDEO

PLAIN = {"mp4": {}, "webm": {"c:v": "libvpx-vp9", "crf": 31, "b:v": 0}}


def bare_encoder(video: Path) -> float:
    """CPU seconds of x264 alone on these frames: with it, less without it."""
    settings = {**VIDEO, "f": "null"}
    _, both, _ = timed(lambda: run(ffmpeg.output(ffmpeg.input(str(video)).video, "-", **settings)))
    _, decoder, _ = timed(lambda: run(ffmpeg.output(ffmpeg.input(str(video)).video, "-", f="null")))
    return both - decoder


def bench_join(folder: Path, size: Size) -> Path:
    inputs = make_inputs(folder, size)
    scenes = [{"start": size.seconds * n, "duration": size.seconds} for n in range(size.scenes)]
    asked = {"pieces": size.scenes, "scenes": scenes, "width": size.width, "height": size.height}
    music = {"kind": "generated", "mood": "uplifting", "seed": 1}
    made, whole, wall = timed(lambda: media(folder, inputs, operation="join_pieces", music=music, **asked))
    _, silent, _ = timed(lambda: media(folder, inputs, operation="join_pieces", captions="none", **asked))
    files = [(name, path) for name, path in inputs.items() if name.startswith("piece")]
    target = Path(tempfile.mkdtemp(dir=folder)) / "video.mp4"
    sound = made.outputs["video"].with_name("sound.m4a")
    _, copying, _ = timed(lambda: join(read_pieces(files, size.frame), sound, target, lambda *_: None))
    floor = bare_encoder(made.outputs["video"])
    say(
        "join",
        cpu_s=round(whole, 3),
        wall_s=round(wall, 2),
        copying_cpu_s=round(copying, 3),
        without_music_cpu_s=round(silent, 2),
        floor_cpu_s=round(floor, 3),
        copying_over_floor=round(copying / floor, 4),
        whole_over_floor=round(whole / floor, 3),
        loudness=made.facts["loudness_lufs"],
        true_peak=made.facts["true_peak_dbtp"],
        goal="copying ÷ floor ≤ 0.02",
        **load(),
    )
    return made.outputs["video"]


def bench_export(folder: Path, video: Path, size: Size) -> None:
    length = size.scenes * size.seconds
    for form, quality in size.exports:
        asked = {"operation": "export_video", "format": form, "quality": quality}
        made, used, wall = timed(partial(media, folder, {"video": video}, **asked))
        frame = made.facts["width"], made.facts["height"]
        bare = plain(folder, video, form, frame, size.baseline_seconds)
        say(
            f"export {form} {quality}",
            size=f"{frame[0]}x{frame[1]}",
            copied=made.facts["copied"],
            cpu_s_per_s=round(used / length, 4),
            wall_s=round(wall, 2),
            plain_cpu_s_per_s=round(bare / size.baseline_seconds, 4),
            vmaf=round(vmaf(made.outputs["video"], video, frame), 1),
            mib=round(made.facts["bytes"] / 2**20, 2),
            goal="wall ≤ 20 s, VMAF ≥ 95",
            **load(),
        )


def plain(folder: Path, video: Path, form: str, frame: tuple[int, int], seconds: float) -> float:
    """CPU seconds of ffmpeg as it comes, on the beginning of the video."""
    source = ffmpeg.input(str(video), t=seconds)
    kind = "webm" if form == "webm" else "mp4"
    target = folder / f"plain.{kind}"
    command = ffmpeg.output(source.video.filter("scale", *frame), source.audio, str(target), **PLAIN[kind])
    return timed(lambda: run(command))[1]


def vmaf(made: Path, source: Path, frame: tuple[int, int]) -> float:
    """Of every fifth frame, against the source in the size of the export."""
    seen = ffmpeg.input(str(made)).video.filter("settb", "AVTB").filter("setpts", "N")
    wanted = ffmpeg.input(str(source)).video.filter("scale", *frame, flags="bicubic")
    wanted = wanted.filter("settb", "AVTB").filter("setpts", "N")
    compared = ffmpeg.filter([seen, wanted], "libvmaf", n_threads=2, n_subsample=5)
    found = re.search(r"VMAF score: ([\d.]+)", run(ffmpeg.output(compared, "-", f="null")))
    if not found:
        raise SystemExit("This ffmpeg measures no VMAF; use one that was built with libvmaf.")
    return float(found[1])


def load() -> dict[str, float]:
    return {"load": round(os.getloadavg()[0], 1)}


def main(arguments: Sequence[str] | None = None) -> None:
    options = parser("join", __doc__)
    options.add_argument("part", nargs="?", choices=["join"], help="without the exports")
    asked = options.parse_args(arguments)
    size = SMALLEST if asked.smallest else FULL
    with tempfile.TemporaryDirectory() as folder:
        video = bench_join(Path(folder), size)
        if not asked.part:
            bench_export(Path(folder), video, size)


if __name__ == "__main__":
    main()
