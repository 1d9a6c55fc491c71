"""Hibari's network with its duration predictor made visible: samples and, exactly, when each phoneme is spoken.

hibari 0.2.1 predicts how long each phoneme lasts and keeps that to itself. A protobuf message may be continued by
appending bytes, so its graph gets one more output, the running sum of those durations, without a copy of the model.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import hibari
import numpy as np
import numpy.typing as npt
import onnxruntime  # type: ignore[import-untyped]
from hibari import dsp
from hibari.g2p import G2P
from hibari.voices import VOICES, voice_path

SAMPLE_RATE: int = dsp.SR
TOKEN_SECONDS = 0.025
# The sound runs ahead of the predicted edges; measured on stops, sibilants and voicing by benchmarks/speech_timing.py.
SOUND_LEADS_BY = 0.055
LONGEST_PHONEMES = 400
_CUMULATIVE_DURATIONS = "/CumSum_output_0"
_MODEL_GRAPH, _GRAPH_OUTPUT, _VALUE_NAME = 7, 12, 1

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Utterance:
    """`samples` at 24 kHz; `edges[i]` and `edges[i + 1]` are the seconds between which character i is spoken."""

    samples: Samples
    edges: npt.NDArray[np.float64]


def _message(number: int, content: bytes) -> bytes:
    """One length-delimited protobuf field."""
    length, size = b"", len(content)
    while size > 127:
        length, size = length + bytes([size & 127 | 128]), size >> 7
    return bytes([number << 3 | 2]) + length + bytes([size]) + content


def bundled_voices() -> list[str]:
    return [name for name, voice in VOICES.items() if voice.get("bundled")]


class HibariVoice:
    """One loaded voice that came in the package; nothing is ever downloaded."""

    def __init__(self, name: str = "heart", threads: int = 1) -> None:
        extra = _message(_MODEL_GRAPH, _message(_GRAPH_OUTPUT, _message(_VALUE_NAME, _CUMULATIVE_DURATIONS.encode())))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = threads
        options.log_severity_level = 3
        model = Path(voice_path(name, download_missing=False)).read_bytes() + extra
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self.g2p = G2P(british=VOICES[name]["british"])
        vocabulary = Path(hibari.__file__).parent / "assets" / "vocab.json"
        self._ids: dict[str, int] = json.loads(vocabulary.read_text(encoding="utf-8"))

    def pronounceable(self, phonemes: str) -> str:
        """The same without the characters that the network has no sound for."""
        return "".join(character for character in phonemes if character in self._ids)

    def speak(self, phonemes: str, noise: np.random.Generator) -> Utterance:
        """`phonemes` must be pronounceable; a pause before and after is part of the utterance.

        Always at the network's own pace: it rounds short phonemes to whole 25 ms, so that its `speed` moves in steps.
        """
        ids = np.array([[0, *(self._ids[character] for character in phonemes), 0]], np.int64)
        *spectra, cumulative = self._session.run(None, {"ids": ids, "speed": np.ones(1, np.float32)})
        samples: Samples = dsp.synth(*(part[0] for part in spectra), noise)
        edges = np.asarray(cumulative[:-1], np.float64) * TOKEN_SECONDS - SOUND_LEADS_BY
        return Utterance(samples, np.clip(edges, 0.0, len(samples) / SAMPLE_RATE))
