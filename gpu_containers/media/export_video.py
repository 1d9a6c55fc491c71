"""The operation export_video: a finished video in another format and size, copied where nothing has to change."""

import time
from pathlib import Path
from typing import Any, Literal

import ffmpeg
from pydantic import BaseModel, ConfigDict

from gpu_containers.media.export_formats import FORMATS, Format, picture_settings, size_of, sound_settings
from gpu_containers.media.video_index import VideoIndex, read_index
from gpu_containers.runtime import ffmpeg as programs
from gpu_containers.runtime.engine import JobFailed, Produced, Work
from gpu_containers.runtime.params import read_as

_UNREADABLE = "The video cannot be read; render it again."


class ExportParams(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    format: Literal["mp4", "webm", "mov"] = "mp4"
    quality: Literal["low", "medium", "high"] = "medium"


def export_video(work: Work) -> Produced:
    began = time.perf_counter()
    params = read_as(ExportParams, work.job.params)
    source = work.inputs.get("video")
    if source is None or not source.is_file():
        raise JobFailed("missing_input", "The input 'video' is not there: export_video needs a finished video.")
    form, index = FORMATS[params.format], read_index(source, _UNREADABLE)
    size, target = size_of(params.quality, index.width, index.height), work.folder / f"video.{form.name}"
    codecs = picture_settings(form, index, size) | (sound_settings(form, index) if index.sound else {})
    _convert(work, source, index, size, form, codecs, target)
    facts = {
        "format": form.name,
        "width": size[0],
        "height": size[1],
        "duration": round(index.seconds, 3),
        "copied": codecs["c:v"] == "copy",
        "bytes": target.stat().st_size,
        "seconds": round(time.perf_counter() - began, 3),
    }
    return Produced({"video": target}, facts)


def _convert(
    work: Work,
    source: Path,
    index: VideoIndex,
    size: tuple[int, int],
    form: Format,
    codecs: dict[str, Any],
    target: Path,
) -> None:
    streams = ffmpeg.input(str(source), f="mp4")
    pictures = streams.video
    if codecs["c:v"] != "copy":
        pictures = pictures.filter("scale", *size, flags="bicubic").filter("setsar", 1)
    chosen = [pictures, streams.audio] if index.sound else [pictures]
    command = ffmpeg.output(*chosen, str(target), **codecs, **form.settings)
    message = "Copying the video" if codecs["c:v"] == "copy" else "Encoding the video"
    programs.run(command, report=lambda done: work.report(done, message), duration=index.seconds, code="invalid_video")
