"""How well hibari's phoneme times fit its sound: prints one line of JSON, with times by equal shares as the baseline.

`lips`, `stops`: how often a closed consonant is quieter (above 500 Hz, where a nasal does not hum) at its middle than
the vowels beside it. `sibilants`: how often a hiss is brighter than the vowels beside it.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks._command import parser, say
from gpu_containers.text_to_speech.closures import Phone
from gpu_containers.text_to_speech.hibari import speakable_sentences
from gpu_containers.text_to_speech.hibari_timing import phones_of
from gpu_containers.text_to_speech.hibari_voice import SAMPLE_RATE, HibariVoice, Utterance
from gpu_containers.text_to_speech.hibari_words import sounds_of

TEXTS = Path(__file__).with_name("speech_texts.txt")
FEWEST_LINES = 3
VOWELS = "AIOWYæɑɔəɛɜɪʊʌiu"
KINDS = {"lips": "pbm", "stops": "tdkɡ", "sibilants": "sʃzʧ"}
HALF_WINDOW = 240
DARK_BINS, BRIGHT_BINS = 10, 50  # of 50 Hz


def equal_shares(phones: list[Phone]) -> list[Phone]:
    edges = np.linspace(phones[0].start, phones[-1].end, len(phones) + 1)
    return [replace(phone, start=float(edges[i]), end=float(edges[i + 1])) for i, phone in enumerate(phones)]


def spectrum(samples: npt.NDArray[np.float32], phone: Phone) -> npt.NDArray[np.float64]:
    middle = int((phone.start + phone.end) / 2 * SAMPLE_RATE)
    window = samples[max(0, middle - HALF_WINDOW) : middle + HALF_WINDOW]
    return np.asarray(np.abs(np.fft.rfft(window * np.hanning(len(window)), 480)) ** 2 + 1e-9, np.float64)


def agreements(phones: list[Phone], utterance: Utterance) -> dict[str, list[bool]]:
    found: dict[str, list[bool]] = {kind: [] for kind in KINDS}
    pairs = [(a, b) for i, a in enumerate(phones) for b in phones[max(0, i - 1) : i + 2] if b.symbol in VOWELS]
    for phone, vowel in pairs:
        for kind, symbols in KINDS.items():
            if phone.symbol in symbols:
                one, other = spectrum(utterance.samples, phone), spectrum(utterance.samples, vowel)
                share = one[BRIGHT_BINS:].sum() / one.sum() > other[BRIGHT_BINS:].sum() / other.sum()
                found[kind].append(
                    bool(share) if kind == "sibilants" else bool(one[DARK_BINS:].sum() < other[DARK_BINS:].sum())
                )
    return found


def summary(timings: list[tuple[list[Phone], Utterance]]) -> dict[str, float]:
    each = [agreements(phones, utterance) for phones, utterance in timings]
    return {kind: round(float(np.mean([ok for one in each for ok in one[kind]])), 3) for kind in KINDS}


def main(arguments: Sequence[str] | None = None) -> None:
    smallest = parser("speech_timing", __doc__).parse_args(arguments).smallest
    voice = HibariVoice("heart")
    timings = []
    lines = TEXTS.read_text(encoding="utf-8").splitlines()
    for line in lines[:FEWEST_LINES] if smallest else lines:
        for words in speakable_sentences(voice, line, "en-US").sentences:
            sounds = sounds_of(voice, words)
            utterance = voice.speak(" ".join(filter(None, sounds)), np.random.default_rng(0))
            timings.append((phones_of(sounds, utterance), utterance))
    plain = [(equal_shares(phones), utterance) for phones, utterance in timings]
    say("speech_timing", sentences=len(timings), **summary(timings), equal_shares=summary(plain))


if __name__ == "__main__":
    main()
