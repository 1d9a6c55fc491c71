"""The operation finish_reel: a silent talking head and its speech become a video that can be published."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg

from gpu_containers.media import caption_pictures, framing, lettering
from gpu_containers.media.caption_lines import line_length
from gpu_containers.media.captions import subrip, webvtt
from gpu_containers.media.contact_sheet import contact_sheet
from gpu_containers.media.cues import Cue, make_cues
from gpu_containers.media.loudness import Loudness, encode_levelled
from gpu_containers.media.params import FinishReelParams, read_params
from gpu_containers.media.probe import Stream, probe_audio, probe_video
from gpu_containers.media.thumbnail import calm_frames, thumbnail
from gpu_containers.media.timing import Timing, read_timing
from gpu_containers.runtime.engine import JobFailed, Produced, Work
from gpu_containers.runtime.ffmpeg import run
from gpu_containers.runtime.profile import FPS, MP4, VIDEO

_INPUTS = ("video", "speech", "timing")
_MOST_APART = 0.2  # seconds between the lengths of video and speech
_LEVELLED, _JOINED, _PICKED = 0.15, 0.8, 0.9  # shares of the work


@dataclass(frozen=True)
class _Plan:
    """What the inputs are and what is to be done with them."""

    video: Stream
    timing: Timing
    cues: list[Cue]
    face: framing.Box | None
    framing: framing.Framing
    burn: bool

    @property
    def copies(self) -> bool:
        """Whether the picture goes into the file as it came."""
        usual = self.video.codec == "h264" and round(self.video.fps, 1) == FPS
        return usual and not self.burn and self.framing.unchanged


def finish_reel(work: Work) -> Produced:
    began = time.perf_counter()
    params = read_params(work.job.params)
    plan = _plan(work, params)
    work.report(0.02, "Levelling the sound")
    sound = work.folder / "sound.m4a"
    heard = encode_levelled(work.inputs["speech"], sound)
    final = _join(work, plan, sound)
    work.report(_JOINED, "Taking pictures")
    made = probe_video(final)
    outputs = {"video": final} | _write_captions(work, params, plan)
    outputs |= {"thumbnail": _write_thumbnail(work, plan, made)}
    work.report(_PICKED, "Laying out the contact sheet")
    outputs |= {"contact_sheet": _write_contact_sheet(work, params, made, heard, final)}
    facts = _facts(plan, made, heard) | {
        "bytes": final.stat().st_size,
        "seconds": round(time.perf_counter() - began, 3),
    }
    return Produced(outputs, facts)


def _facts(plan: _Plan, made: Stream, heard: Loudness) -> dict[str, Any]:
    drawn = "".join(line for cue in plan.cues for line in cue.lines) if plan.burn else ""
    return {
        "duration": round(made.duration, 3),
        "width": made.width,
        "height": made.height,
        "fps": made.fps,
        "loudness_lufs": None if heard.silent else heard.integrated,
        "true_peak_dbtp": None if heard.silent else heard.true_peak,
        "video_copied": plan.copies,
        "cues": len(plan.cues),
        "captions_left_out": lettering.undrawable(drawn),
    }


def _plan(work: Work, params: FinishReelParams) -> _Plan:
    for name in _INPUTS:
        if name not in work.inputs or not work.inputs[name].is_file():
            raise JobFailed(
                "missing_input", f"The input '{name}' is not there: finish_reel needs {', '.join(_INPUTS)}."
            )
    timing = read_timing(work.inputs["timing"])
    video, speech = probe_video(work.inputs["video"]), probe_audio(work.inputs["speech"])
    if abs(video.duration - speech.duration) > _MOST_APART:
        lengths = f"The video lasts {video.duration:.2f} s and the speech {speech.duration:.2f} s"
        raise JobFailed("lengths_differ", f"{lengths}; render the video for this speech again.")
    face = framing.face_in_video(params, video.width, video.height)
    frame = framing.frame(video.width, video.height, params.ratio, face)
    within = timing.model_copy(update={"duration": min(speech.duration, video.duration)})
    cues = [] if params.captions == "none" else make_cues(within, line_length(*frame.canvas))
    return _Plan(video, within, cues, face, frame, burn=params.captions == "burned" and bool(cues))


def _join(work: Work, plan: _Plan, sound: Path) -> Path:
    picture, audio = ffmpeg.input(str(work.inputs["video"])).video, ffmpeg.input(str(sound)).audio
    final = work.folder / "final.mp4"
    if plan.copies:
        codecs = {"c": "copy"}
    else:
        codecs = {**VIDEO, "c:a": "copy"}
        picture = framing.apply(picture, plan.framing)
        if plan.burn:
            picture = caption_pictures.overlay(picture, plan.cues, plan.framing.canvas, work.folder)
    command = ffmpeg.output(picture, audio, str(final), **codecs, **MP4)
    message = "Joining picture and sound" if plan.copies else "Encoding the video"
    run(command, report=_between(work, message), duration=plan.video.duration, code="invalid_video")
    return final


def _between(work: Work, message: str) -> Callable[[float], None]:
    return lambda fraction: work.report(_LEVELLED + (_JOINED - _LEVELLED) * fraction, message)


def _write_captions(work: Work, params: FinishReelParams, plan: _Plan) -> dict[str, Path]:
    if params.captions == "none":
        return {}
    vtt, srt = work.folder / "captions.vtt", work.folder / "captions.srt"
    vtt.write_text(webvtt(plan.cues), encoding="utf-8", newline="")
    srt.write_text(subrip(plan.cues), encoding="utf-8", newline="")
    return {"captions_vtt": vtt, "captions_srt": srt}


def _write_thumbnail(work: Work, plan: _Plan, made: Stream) -> Path:
    """Taken from the video as it came, so that no caption lies on it."""
    numbers = calm_frames(plan.timing, min(made.packets, plan.video.packets))
    path = work.folder / "thumbnail.jpg"
    thumbnail(work.inputs["video"], numbers, plan.framing, plan.face).save(
        path, quality=90, optimize=True, progressive=True
    )
    return path


def _write_contact_sheet(work: Work, params: FinishReelParams, made: Stream, heard: Loudness, final: Path) -> Path:
    parts = [f"{made.duration:.1f} s", f"{made.width} × {made.height}", f"{made.fps:g} fps"]
    if not heard.silent:
        parts.append(f"{heard.integrated:.1f} LUFS".replace("-", "−"))
    title = " ".join(params.title.split())
    sheet = contact_sheet(final, (made.width, made.height), made.packets, title, "  ·  ".join(parts))
    path = work.folder / "contact_sheet.jpg"
    sheet.save(path, quality=90, subsampling=0, optimize=True, progressive=True)
    return path
