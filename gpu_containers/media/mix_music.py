"""The music under a video as a file of samples: composed here or given, as long as the video, with its loudness."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import ffmpeg
import numpy as np

from gpu_containers.media.join_params import Music
from gpu_containers.media.mix_meter import RATE, Meter, Samples
from gpu_containers.media.music import compose
from gpu_containers.runtime.engine import JobFailed
from gpu_containers.runtime.ffmpeg import read

_BLOCK = RATE
_BYTES = 8  # of a stereo sample
_CROSSFADE = 1.5  # seconds in which a song that begins again overlaps its end
# Containers that hold sound themselves: a playlist could name files of this machine or addresses.
_FORMATS = "mp3,wav,w64,flac,ogg,mov,matroska,aac,aiff,asf,caf,amr,ac3,au"
_UNREADABLE = "The music cannot be read: give a file with sound such as MP3, M4A, WAV, FLAC or OGG."


@dataclass(frozen=True)
class Track:
    """Stereo samples on disk, (n, 2); `loudness` in LUFS, -inf for silence."""

    samples: Samples
    loudness: float


def make_track(music: Music, song: Path | None, length: int, folder: Path, check: Callable[[], None]) -> Track | None:
    """A track of `length` samples; `check` is called every second of music and may raise."""
    if music.kind == "none":
        return None
    if music.kind == "generated":
        return _written(compose(length, music.mood, music.seed), folder / "music.f32", check)
    if song is None:
        raise JobFailed("missing_input", "The input 'music' is not there: music of the kind 'input' needs it.")
    return _written(_long_enough(_decoded(song, length, folder, check), length), folder / "music.f32", check)


def _written(blocks: Iterable[Samples], path: Path, check: Callable[[], None]) -> Track:
    meter = Meter()
    with path.open("wb") as file:
        for block in blocks:
            check()
            meter.add(block)
            file.write(np.ascontiguousarray(block).tobytes())
    return Track(_mapped(path), meter.loudness)


def _mapped(path: Path) -> Samples:
    samples: Samples = np.memmap(path, np.float32, "r").reshape(-1, 2)
    return samples


def _decoded(song: Path, length: int, folder: Path, check: Callable[[], None]) -> Samples:
    """At most `length` samples of a file that a person gave."""
    source = ffmpeg.input(str(song), format_whitelist=_FORMATS, protocol_whitelist="file").audio
    seconds = f"{length / RATE:.5f}"
    command = ffmpeg.output(source, "pipe:1", f="f32le", ac=2, ar=RATE, t=seconds)
    path = folder / "song.f32"
    try:
        with path.open("wb") as file, closing(read(command, _BLOCK * _BYTES, code="invalid_music")) as blocks:
            for block in blocks:
                check()
                file.write(block)
    except JobFailed as error:
        if error.code != "invalid_music":
            raise
        raise JobFailed(error.code, _UNREADABLE, retryable=error.retryable) from error
    if path.stat().st_size < _BYTES * RATE // 10:
        raise JobFailed("invalid_music", _UNREADABLE)
    return _mapped(path)


def _long_enough(song: Samples, length: int) -> Iterator[Samples]:
    """The song over and over: its end fades out under its beginning."""
    fade = min(int(_CROSSFADE * RATE), len(song) // 4)
    period = len(song) - fade
    for begin in range(0, length, _BLOCK):
        at = np.arange(begin, min(begin + _BLOCK, length))
        place = at % period
        block: Samples = np.array(song[place])
        over = (place < fade) & (at >= period)
        if over.any():
            angle = (np.pi / 2 * place[over] / fade)[:, None].astype(np.float32)
            block[over] = block[over] * np.sin(angle) + song[place[over] + period] * np.cos(angle)
        yield block
