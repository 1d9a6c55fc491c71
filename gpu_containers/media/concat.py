"""Joins pieces of one profile by copying their packets, and says which piece does not fit before a player would."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import ffmpeg

from gpu_containers.media.video_index import VideoIndex, read_index
from gpu_containers.runtime.engine import JobFailed
from gpu_containers.runtime.ffmpeg import run
from gpu_containers.runtime.profile import FPS, MP4, TIMESCALE


@dataclass(frozen=True)
class Piece:
    name: str
    path: Path
    index: VideoIndex

    @property
    def frames(self) -> int:
        return self.index.frames


def read_pieces(files: Sequence[tuple[str, Path]], size: tuple[int, int]) -> list[Piece]:
    """Pieces by name, in order; all of them fit to be joined, or `JobFailed` names the first that does not."""
    pieces = [
        Piece(name, path, read_index(path, f"The video '{name}' cannot be read; render it again."))
        for name, path in files
    ]
    for piece in pieces:
        wrong = _what_is_wrong(piece.index, pieces[0].index, size)
        if wrong:
            raise JobFailed("piece_differs", f"The video '{piece.name}' cannot be joined: {wrong}; render it again.")
    return pieces


def _what_is_wrong(index: VideoIndex, first: VideoIndex, size: tuple[int, int]) -> str:
    if (index.width, index.height) != size:
        return f"it has {index.width} × {index.height} pixels instead of {size[0]} × {size[1]}"
    if index.codec != "h264":
        return f"it is {index.codec} and not H.264"
    if index.rate != FPS or index.unit.denominator != TIMESCALE or not index.even:
        return f"it has not {FPS} frames in each second"
    if index.keyframes[:1] != (0,):
        return "it does not begin with a keyframe"
    if index.headers != first.headers:
        return "it was encoded with other settings than the first one"
    return ""


def join(pieces: Sequence[Piece], sound: Path, target: Path, report: Callable[[float], None]) -> VideoIndex:
    """Copies the pieces and `sound` into `target`, and counts the frames that arrived."""
    frames = sum(piece.frames for piece in pieces)
    # Headers are the same, so packets need no conversion, and stay as they are to the bit.
    row = ffmpeg.input(str(_write_list(pieces, target.parent)), f="concat", safe=1, auto_convert=0)
    command = ffmpeg.output(row.video, ffmpeg.input(str(sound)).audio, str(target), c="copy", **MP4)
    run(command, report=report, duration=frames / FPS, code="invalid_video")
    made = read_index(target, "The joined video cannot be read; render it again.")
    if made.frames != frames or not made.even:
        message = f"Of {frames} frames, {made.frames} arrived in the joined video; render it again."
        raise JobFailed("frames_lost", message, retryable=True)
    return made


def _write_list(pieces: Sequence[Piece], folder: Path) -> Path:
    """Lists pieces and their exact seconds for ffmpeg's concat demuxer; links of our own naming need no quotes."""
    lines = ["ffconcat version 1.0"]
    for number, piece in enumerate(pieces):
        link = folder / f"piece-{number:03}.mp4"
        link.symlink_to(piece.path.resolve())
        lines += [f"file {link.name}", f"duration {piece.frames / FPS:.2f}"]
    listing = folder / "pieces.ffconcat"
    listing.write_text("\n".join(lines) + "\n")
    return listing
