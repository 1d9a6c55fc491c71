"""Reads the WAV that a speech service sends: streamed headers lie about lengths, so only the format is believed."""

import struct

import numpy as np
import numpy.typing as npt

_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_MOST_CHANNELS = 8


class BadAudio(Exception):
    """What came is not a WAV that can be read; the message says why."""


def read_wav(content: bytes) -> tuple[npt.NDArray[np.float32], int]:
    """Mono samples from -1 to 1 and their rate; 16-bit integer and 32-bit float are read."""
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise BadAudio(f"it does not begin like a WAV file but with {content[:12]!r}")
    described, data = _chunks(content)
    if len(described) < 16:
        raise BadAudio("it has no format chunk")
    kind, channels, rate, _, _, bits = struct.unpack("<HHIIHH", described[:16])
    if kind == _EXTENSIBLE and len(described) >= 26:
        kind = struct.unpack("<H", described[24:26])[0]
    if not (1 <= channels <= _MOST_CHANNELS and 8_000 <= rate <= 192_000):
        raise BadAudio(f"it says {channels} channels at {rate} Hz")
    samples = _decoded(data, kind, bits)
    whole = samples[: len(samples) // channels * channels].reshape(-1, channels)
    return np.asarray(whole.mean(axis=1), np.float32), rate


def _chunks(content: bytes) -> tuple[bytes, bytes]:
    """The format and the data chunk; a data chunk that claims to be longer than the file ends with the file."""
    described, position = b"", 12
    while position + 8 <= len(content):
        name, size = struct.unpack("<4sI", content[position : position + 8])
        body = content[position + 8 : position + 8 + size]
        if name == b"data":
            return described, body
        if name == b"fmt ":
            described = body
        position += 8 + size + size % 2
    raise BadAudio("it has no data chunk")


def _decoded(data: bytes, kind: int, bits: int) -> npt.NDArray[np.float32]:
    if kind == _PCM and bits == 16:
        return np.asarray(np.frombuffer(data[: len(data) // 2 * 2], "<i2") / 32768, np.float32)
    if kind == _FLOAT and bits == 32:
        return np.asarray(np.nan_to_num(np.frombuffer(data[: len(data) // 4 * 4], "<f4")), np.float32)
    raise BadAudio(f"its samples are of kind {kind} with {bits} bits")
