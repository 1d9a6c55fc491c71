"""The operation join_pieces: pieces of video, voices and music become one video that can be published."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gpu_containers.media.captions import subrip, webvtt
from gpu_containers.media.concat import Piece, join, read_pieces
from gpu_containers.media.join_captions import cues_of
from gpu_containers.media.join_params import JoinPiecesParams
from gpu_containers.media.join_pictures import write_contact_sheet, write_thumbnail
from gpu_containers.media.loudness import Loudness, encode_levelled
from gpu_containers.media.mix import Mix
from gpu_containers.media.mix_duck import Duck
from gpu_containers.media.mix_meter import RATE
from gpu_containers.media.mix_music import make_track
from gpu_containers.media.mix_voices import Speech, find_speeches, read_voice
from gpu_containers.media.video_index import VideoIndex
from gpu_containers.runtime.engine import JobFailed, Produced, Work
from gpu_containers.runtime.params import read_as
from gpu_containers.runtime.profile import FPS

_CEILING = -1.5  # dBTP
_COMPOSED, _MIXED, _LEVELLED, _JOINED = 0.3, 0.4, 0.7, 0.85  # shares of the work
_MOST_APART = 1 / FPS  # seconds between the end of the last scene and of the pieces


@dataclass(frozen=True)
class _Plan:
    params: JoinPiecesParams
    pieces: list[Piece]
    speeches: list[Speech]

    @property
    def frames(self) -> int:
        return sum(piece.frames for piece in self.pieces)


def join_pieces(work: Work) -> Produced:
    began = time.perf_counter()
    work.report(0.0, "Reading the pieces")
    plan = _plan(work, read_as(JoinPiecesParams, work.job.params))
    sound = work.folder / "sound.m4a"
    heard = encode_levelled(_mix(work, plan), sound, _CEILING)
    work.report(_LEVELLED, "Joining the pieces")
    video = work.folder / "video.mp4"
    made = join(
        plan.pieces,
        sound,
        video,
        lambda done: work.report(_LEVELLED + (_JOINED - _LEVELLED) * done, "Joining the pieces"),
    )
    work.report(_JOINED, "Taking pictures")
    outputs = {"video": video} | _write_captions(work, plan) | _write_pictures(work, plan, made, heard)
    facts = _facts(plan, made, heard) | {
        "bytes": video.stat().st_size,
        "seconds": round(time.perf_counter() - began, 3),
    }
    return Produced(outputs, facts)


def _plan(work: Work, params: JoinPiecesParams) -> _Plan:
    names = [f"piece_{number:03}" for number in range(params.pieces)]
    missing = [name for name in names if name not in work.inputs]
    if missing:
        raise JobFailed(
            "missing_input", f"The input '{missing[0]}' is not there: {params.pieces} pieces were announced."
        )
    pieces = read_pieces([(name, work.inputs[name]) for name in names], (params.width, params.height))
    plan = _Plan(params, pieces, find_speeches(work.inputs, params.scenes))
    end = max(scene.end for scene in params.scenes)
    if abs(plan.frames / FPS - end) > _MOST_APART + 0.001:
        lengths = f"The pieces last {plan.frames / FPS:.2f} s and the scenes {end:.2f} s"
        raise JobFailed("lengths_differ", f"{lengths}; render the scenes with these lengths again.")
    return plan


def _mix(work: Work, plan: _Plan) -> Path:
    length = plan.frames * RATE // FPS
    done = 0

    def check() -> None:
        nonlocal done
        done += 1
        work.report(min(_MIXED, _MIXED * done * RATE / length / 3), "Mixing voices and music")

    music = plan.params.music
    track = make_track(music, work.inputs.get("music"), length, work.folder, check)
    voices = [read_voice(speech) for speech in plan.speeches]
    duck = Duck(span for speech in plan.speeches for span in speech.spans)
    return Mix(length, voices, track, music.gain_db, duck).write(work.folder / "mix.wav", check)


def _write_captions(work: Work, plan: _Plan) -> dict[str, Path]:
    if plan.params.captions == "none":
        return {}
    cues = cues_of(plan.speeches, (plan.params.width, plan.params.height))
    vtt, srt = work.folder / "captions.vtt", work.folder / "captions.srt"
    vtt.write_text(webvtt(cues), encoding="utf-8", newline="")
    srt.write_text(subrip(cues), encoding="utf-8", newline="")
    return {"captions_vtt": vtt, "captions_srt": srt}


def _write_pictures(work: Work, plan: _Plan, made: VideoIndex, heard: Loudness) -> dict[str, Path]:
    video = work.folder / "video.mp4"
    thumbnail = write_thumbnail(video, made, plan.params.scenes, work.folder / "thumbnail.jpg")
    title, sheet = plan.params.title, work.folder / "contact_sheet.jpg"
    return {"thumbnail": thumbnail, "contact_sheet": write_contact_sheet(video, made, title, heard, sheet)}


def _facts(plan: _Plan, made: VideoIndex, heard: Loudness) -> dict[str, Any]:
    return {
        "duration": round(made.seconds, 3),
        "width": made.width,
        "height": made.height,
        "fps": float(made.rate),
        "frames": made.frames,
        "loudness_lufs": None if heard.silent else heard.integrated,
        "true_peak_dbtp": None if heard.silent else heard.true_peak,
        "music": plan.params.music.kind,
        "voices": len(plan.speeches),
    }
