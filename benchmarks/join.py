"""Joining and exporting 30 s of 720p: CPU beside that of a bare encoder and of plain ffmpeg, and the quality."""

import json
import os
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import ffmpeg
from PIL import Image

from gpu_containers.media.concat import join, read_pieces
from gpu_containers.media.ffmpeg_engine import FfmpegEngine
from gpu_containers.runtime.engine import Produced, Work
from gpu_containers.runtime.ffmpeg import run
from gpu_containers.runtime.profile import VIDEO
from greenlight.contracts import Job, Task

ROOT = Path(__file__).resolve().parents[1]
SIZE = (1280, 720)
SCENES, SECONDS = 6, 5
Result = TypeVar("Result")
MOVES = ("push_in", "pull_out", "pan")
SPEECH_SECONDS = (4.2, 3.6, 4.4, 3.1, 4.0, 3.8)
BASELINE_SECONDS = 6  # plain VP9 takes many times as long as the video lasts
PLAIN = {"mp4": {}, "webm": {"c:v": "libvpx-vp9", "crf": 31, "b:v": 0}}


def cpu() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def timed(work: Callable[[], Result]) -> tuple[Result, float, float]:
    """What the work gives, its CPU seconds and its wall seconds."""
    before, began = cpu(), time.perf_counter()
    result = work()
    return result, cpu() - before, time.perf_counter() - began


def media(folder: Path, inputs: dict[str, Path], **params: Any) -> Produced:
    job = Job(
        job_id="bench",
        task=Task.MEDIA,
        engine="ffmpeg",
        params=params,
        output_prefix="s3://bench/",
        cache_key="bench",
        deadline=datetime(2100, 1, 1, tzinfo=UTC),
    )
    made = Path(tempfile.mkdtemp(dir=folder))
    return FfmpegEngine().run(Work(job, made, inputs, lambda *_: None))


def make_inputs(folder: Path) -> dict[str, Path]:
    """A body a scene, parts of the sample portrait that move, and tones as long as sentences."""
    portrait = Image.open(ROOT / "local/samples/portrait.jpg").convert("RGB")
    inputs = {}
    for n in range(SCENES):
        width = portrait.width * (10 - n) // 10
        box = (0, n * 40, width, n * 40 + width * SIZE[1] // SIZE[0])
        picture = folder / f"picture_{n}.png"
        portrait.crop(box).resize((SIZE[0] * 5 // 4, SIZE[1] * 5 // 4), Image.Resampling.LANCZOS).save(picture)
        move = {"kind": MOVES[n % len(MOVES)], "amount": 1}
        frame = {"width": SIZE[0], "height": SIZE[1], "frames": SECONDS * 25, "move": move}
        inputs[f"piece_{n:03}"] = media(folder, {"picture": picture}, operation="scene_body", **frame).outputs["video"]
        length = SPEECH_SECONDS[n]
        inputs[f"speech_{n:03}"] = folder / f"speech_{n}.wav"
        tone = ffmpeg.input(f"sine=frequency=180:duration={length}:sample_rate=48000", f="lavfi")
        run(ffmpeg.output(tone.filter("tremolo", f=4), str(inputs[f"speech_{n:03}"])))
        inputs[f"timing_{n:03}"] = folder / f"timing_{n}.json"
        spans = [{"text": "a sentence of the scene", "start": 0.1, "end": length - 0.1}]
        inputs[f"timing_{n:03}"].write_text(json.dumps({"duration": length, "sentences": spans}))
    return inputs


def bare_encoder(video: Path) -> float:
    """CPU seconds of x264 alone on these frames: with it, less without it."""
    settings = {**VIDEO, "f": "null"}
    _, both, _ = timed(lambda: run(ffmpeg.output(ffmpeg.input(str(video)).video, "-", **settings)))
    _, decoder, _ = timed(lambda: run(ffmpeg.output(ffmpeg.input(str(video)).video, "-", f="null")))
    return both - decoder


def bench_join(folder: Path) -> Path:
    inputs = make_inputs(folder)
    scenes = [{"start": SECONDS * n, "duration": SECONDS} for n in range(SCENES)]
    asked = {"pieces": SCENES, "scenes": scenes, "width": SIZE[0], "height": SIZE[1]}
    music = {"kind": "generated", "mood": "uplifting", "seed": 1}
    made, whole, wall = timed(lambda: media(folder, inputs, operation="join_pieces", music=music, **asked))
    _, silent, _ = timed(lambda: media(folder, inputs, operation="join_pieces", captions="none", **asked))
    files = [(name, path) for name, path in inputs.items() if name.startswith("piece")]
    target = Path(tempfile.mkdtemp(dir=folder)) / "video.mp4"
    sound = made.outputs["video"].with_name("sound.m4a")
    _, copying, _ = timed(lambda: join(read_pieces(files, SIZE), sound, target, lambda *_: None))
    floor = bare_encoder(made.outputs["video"])
    say(
        case="join",
        cpu_s=round(whole, 2),
        wall_s=round(wall, 2),
        copying_cpu_s=round(copying, 3),
        without_music_cpu_s=round(silent, 2),
        floor_cpu_s=round(floor, 2),
        copying_over_floor=round(copying / floor, 4),
        whole_over_floor=round(whole / floor, 3),
        loudness=made.facts["loudness_lufs"],
        true_peak=made.facts["true_peak_dbtp"],
        goal="copying ÷ floor ≤ 0.02",
    )
    return made.outputs["video"]


def bench_export(folder: Path, video: Path) -> None:
    length = SCENES * SECONDS
    for form, quality in (("mp4", "medium"), ("mp4", "low"), ("mov", "low"), ("webm", "low"), ("webm", "medium")):
        asked = {"operation": "export_video", "format": form, "quality": quality}
        made, used, wall = timed(partial(media, folder, {"video": video}, **asked))
        size = made.facts["width"], made.facts["height"]
        say(
            case=f"export {form} {quality}",
            size=f"{size[0]}x{size[1]}",
            copied=made.facts["copied"],
            cpu_s_per_s=round(used / length, 3),
            wall_s=round(wall, 2),
            plain_cpu_s_per_s=round(plain(folder, video, form, size) / BASELINE_SECONDS, 3),
            vmaf=round(vmaf(made.outputs["video"], video, size), 1),
            mib=round(made.facts["bytes"] / 2**20, 2),
            goal="wall ≤ 20 s, VMAF ≥ 95",
        )


def plain(folder: Path, video: Path, form: str, size: tuple[int, int]) -> float:
    """CPU seconds of ffmpeg as it comes, on the beginning of the video."""
    source = ffmpeg.input(str(video), t=BASELINE_SECONDS)
    kind = "webm" if form == "webm" else "mp4"
    target = folder / f"plain.{kind}"
    command = ffmpeg.output(source.video.filter("scale", *size), source.audio, str(target), **PLAIN[kind])
    return timed(lambda: run(command))[1]


def vmaf(made: Path, source: Path, size: tuple[int, int]) -> float:
    """Of every fifth frame, against the source in the size of the export."""
    seen = ffmpeg.input(str(made)).video.filter("settb", "AVTB").filter("setpts", "N")
    wanted = ffmpeg.input(str(source)).video.filter("scale", *size, flags="bicubic")
    wanted = wanted.filter("settb", "AVTB").filter("setpts", "N")
    compared = ffmpeg.filter([seen, wanted], "libvmaf", n_threads=2, n_subsample=5)
    found = re.search(r"VMAF score: ([\d.]+)", run(ffmpeg.output(compared, "-", f="null")))
    return float(found[1]) if found else 0.0


def say(**figures: Any) -> None:
    load = {"load": round(os.getloadavg()[0], 1)}
    print(json.dumps({"benchmark": "join"} | figures | load, ensure_ascii=False), flush=True)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        video = bench_join(Path(folder))
        if "join" not in sys.argv[1:]:
            bench_export(Path(folder), video)


if __name__ == "__main__":
    main()
