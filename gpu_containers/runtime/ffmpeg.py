"""Runs ffmpeg as a child process: progress, cancellation, and errors in words.

Commands come as `ffmpeg-python` output streams or as ready arguments without the program's name.
"""

import re
import selectors
import subprocess
import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any

import ffmpeg
import imageio_ffmpeg

from gpu_containers.runtime.engine import JobFailed

Command = Any  # an ffmpeg-python output stream, or the arguments as a sequence of strings
_TICK = 0.25
_KEPT_LINES = 3
_MISSING = "ffmpeg was not found; install imageio-ffmpeg or set IMAGEIO_FFMPEG_EXE to an ffmpeg program."


def executable() -> str:
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise JobFailed("ffmpeg_missing", _MISSING) from error


def run(
    command: Command,
    *,
    report: Callable[[float], None] | None = None,
    duration: float | None = None,
    code: str = "ffmpeg_failed",
) -> str:
    """Runs one command to its end and returns its log.

    `report` gets fractions of `duration` (seconds of output) at least four times a second; what it raises ends the
    child process. A command that fails raises `JobFailed(code)` with ffmpeg's own last words.
    """
    progress = ["-progress", "pipe:1", "-nostats", "-stats_period", str(_TICK)]
    with _child(command, progress, code) as (process, log):
        fraction = 0.0
        for line in _lines(process):
            fraction = max(fraction, _fraction(line, duration))
            if report is not None:
                report(fraction)
        _finish(process, log, code)
        return _text(log)


def read(command: Command, size: int = 1 << 16, *, code: str = "ffmpeg_failed") -> Generator[bytes]:
    """Yields what a command writes to `pipe:1`, in blocks of `size` bytes (one raw frame, say); the last may be short.

    Closing the iterator ends the child process.
    """
    with _child(command, ["-nostats"], code) as (process, log):
        assert process.stdout is not None  # noqa: S101  (Popen was given a pipe)
        while block := process.stdout.read(size):
            yield block
        _finish(process, log, code)


@contextmanager
def _child(command: Command, options: Sequence[str], code: str) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    # The log goes to a file because a pipe that nobody reads would stop ffmpeg when it is full.
    with tempfile.TemporaryFile() as log:
        program = executable()
        arguments = [program, "-hide_banner", "-nostdin", "-loglevel", "level+info", *options, *_arguments(command)]
        try:
            process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log)
        except (FileNotFoundError, PermissionError) as error:
            raise JobFailed("ffmpeg_missing", _MISSING) from error
        except OSError as error:
            raise JobFailed(code, f"ffmpeg did not start: {error.strerror}.", retryable=True) from error
        with process:
            try:
                yield process, log
            finally:
                process.kill()


def _arguments(command: Command) -> list[str]:
    if isinstance(command, Sequence):
        return [*command]
    return [str(argument) for argument in ffmpeg.get_args(command, overwrite_output=True)]


def _lines(process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    """Lines of progress, and an empty one for each tick in which ffmpeg says nothing."""
    assert process.stdout is not None  # noqa: S101  (Popen was given a pipe)
    rest = b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            if not selector.select(_TICK):
                yield b""
                continue
            block = process.stdout.read1(1 << 16)  # type: ignore[attr-defined]
            if not block:
                return
            *lines, rest = (rest + block).split(b"\n")
            yield from lines


def _fraction(line: bytes, duration: float | None) -> float:
    name, _, value = line.partition(b"=")
    if not duration or name.strip() != b"out_time_us" or not value.strip().isdigit():
        return 0.0
    return min(1.0, int(value) / 1e6 / duration)


def _finish(process: subprocess.Popen[bytes], log: IO[bytes], code: str) -> None:
    status = process.wait()
    if status:
        killed = status < 0  # a signal, most often the kernel short of memory: another machine may do it
        raise JobFailed(code, f"ffmpeg failed: {_last_words(_text(log), status)}", retryable=killed)


def _text(log: IO[bytes]) -> str:
    log.seek(0)
    return log.read().decode("utf-8", "replace")


def _last_words(text: str, status: int) -> str:
    errors = [line for line in text.splitlines() if re.search(r"\[(error|fatal)\]", line)]
    words = [re.sub(r"\[[^\]]*\]\s*", "", line) for line in errors[-_KEPT_LINES:]]
    unique = dict.fromkeys(re.sub(r"(?<![\w.])/(?:[^\s/'\"]+/)*", "", word).strip(" .") for word in words)
    return ("; ".join(unique) or f"exit status {status}")[:400] + "."
