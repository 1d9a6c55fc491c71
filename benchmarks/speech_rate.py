"""Fits and judges the speech-rate estimate on measured hibari speech: prints one line of JSON.

The errors are those of texts that a fit did not see (five folds); `as_shipped` are those of the numbers in the domain.
"""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks._command import parser, say
from gpu_containers.text_to_speech.hibari import speakable_sentences
from gpu_containers.text_to_speech.hibari_voice import SAMPLE_RATE, HibariVoice
from gpu_containers.text_to_speech.hibari_words import sounds_of
from greenlight.domain.speech_rate import MARGIN, PACES, features, spoken_seconds

Numbers = npt.NDArray[np.float64]
TEXTS = Path(__file__).with_name("speech_texts.txt")
FOLDS = 5
PARAGRAPHS, FEWEST_PARAGRAPHS = 170, 3
FEWEST_LINES = 15


def texts(*, smallest: bool) -> tuple[list[str], list[list[int]]]:
    """The written lines, and paragraphs of two to twelve of them as lists of line numbers."""
    lines = TEXTS.read_text(encoding="utf-8").splitlines()[: FEWEST_LINES if smallest else None]
    count, chance = FEWEST_PARAGRAPHS if smallest else PARAGRAPHS, random.Random(0)
    return lines, [chance.sample(range(len(lines)), chance.randint(2, 12)) for _ in range(count)]


def measured(voice: HibariVoice, text: str) -> float:
    noise = np.random.default_rng(0)
    sentences = speakable_sentences(voice, text, "en-US").sentences
    sounds = [" ".join(filter(None, sounds_of(voice, words))) for words in sentences]
    return sum(len(voice.speak(sound, noise).samples) for sound in sounds if sound) / SAMPLE_RATE


def fit(inputs: Numbers, seconds: Numbers) -> Numbers:
    """Least squares of the errors relative to the square root of the length, so that long texts do not rule alone."""
    weight = 1 / np.sqrt(seconds)
    return np.asarray(np.linalg.lstsq(inputs * weight[:, None], seconds * weight, rcond=None)[0], np.float64)


def errors(estimate: Numbers, seconds: Numbers) -> dict[str, float]:
    """`over_99` is what 99 of 100 texts stay under when they take longer than estimated."""
    off = seconds / estimate - 1
    summary = {"mean": np.mean(np.abs(off)), "p95": np.quantile(np.abs(off), 0.95), "over_99": np.quantile(off, 0.99)}
    return {name: round(float(value), 4) for name, value in summary.items()}


def unseen(inputs: Numbers, seconds: Numbers, fold: "npt.NDArray[np.int64]") -> Numbers:
    estimate = np.zeros_like(seconds)
    for k in range(FOLDS):
        estimate[fold == k] = inputs[fold == k] @ fit(inputs[fold != k], seconds[fold != k])
    return estimate


def main(arguments: Sequence[str] | None = None) -> None:
    smallest = parser("speech_rate", __doc__).parse_args(arguments).smallest
    voice = HibariVoice("heart")
    lines, paragraphs = texts(smallest=smallest)
    written = [*lines, *("\n".join(lines[i] for i in chosen) for chosen in paragraphs)]
    alone = np.array([measured(voice, line) for line in lines])
    seconds = np.concatenate([alone, [sum(alone[i] for i in chosen) for chosen in paragraphs]])
    inputs = np.array([features(text) for text in written], np.float64)
    single = np.arange(len(written)) < len(lines)
    estimate = unseen(inputs[single], alone, np.arange(len(lines)) % FOLDS)
    shipped = np.array([spoken_seconds(text) for text in written])
    parts = zip(PACES["heart"].__dataclass_fields__, np.round(fit(inputs[single], alone), 4).tolist(), strict=True)
    say(
        "speech_rate",
        voice="heart",
        texts=len(written),
        fit=dict(parts),
        one_sentence_unseen=errors(estimate, alone),
        as_shipped={
            "sentences": errors(shipped[single], alone),
            "paragraphs": errors(shipped[~single], seconds[~single]),
        },
        margin=MARGIN,
        within_margin=round(float(np.mean(seconds <= shipped * (1 + MARGIN))), 4),
        baseline_words_per_minute=errors(np.array([len(t.split()) / 150 * 60 for t in written]), seconds),
    )


if __name__ == "__main__":
    main()
