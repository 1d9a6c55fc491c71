"""The embedded speech engine: hibari on CPU, no account and no download, with exact times for every phoneme."""

import os
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from importlib.metadata import version

import numpy as np

from gpu_containers.runtime.engine import JobFailed, Needs, Produced, Work
from gpu_containers.text_to_speech import hibari_timing
from gpu_containers.text_to_speech.closures import Phone
from gpu_containers.text_to_speech.facts import facts_of
from gpu_containers.text_to_speech.hibari_voice import (
    LONGEST_PHONEMES,
    SAMPLE_RATE,
    HibariVoice,
    Samples,
    Utterance,
    bundled_voices,
)
from gpu_containers.text_to_speech.hibari_words import sounds_of
from gpu_containers.text_to_speech.loudness import write_speech
from gpu_containers.text_to_speech.params import SpeechParams, read_params
from gpu_containers.text_to_speech.sentences import Word, split_long
from gpu_containers.text_to_speech.speakable import Speakable, make_speakable
from gpu_containers.text_to_speech.timing import Span, Timing

_SPEAKING_SHARE = 0.8
_AT_ONCE = 2


class HibariEngine:
    name = "hibari"
    version = "1"
    needs = Needs(licence="Apache-2.0")
    languages = ("en",)

    def __init__(self) -> None:
        self._voices: dict[str, HibariVoice] = {}

    def load(self) -> None:
        for name in bundled_voices():
            self._voices[name] = HibariVoice(name)

    def run(self, work: Work) -> Produced:
        began = time.perf_counter()
        params = read_params(work.job.params)
        voice = self._voice_for(params)
        speakable = speakable_sentences(voice, params.text, params.language)
        timing = Timing(params.language)
        samples = self._speak(voice, speakable.sentences, params, timing, work)
        work.report(_SPEAKING_SHARE, "Levelling the voice")
        speech = work.folder / "speech.wav"
        levelled = write_speech(samples, SAMPLE_RATE, speech, params.speed)
        timing = timing.lasting(levelled.duration)
        facts = facts_of(params, speakable, levelled, timing, began) | {
            "device": "cpu",
            "model": f"hibari-tts {version('hibari-tts')}",
        }
        return Produced({"speech": speech, "timing": timing.write(work.folder / "timing.json")}, facts)

    def _voice_for(self, params: SpeechParams) -> HibariVoice:
        if params.language.split("-")[0].lower() not in self.languages:
            raise JobFailed(
                "language_not_spoken",
                f"hibari speaks English (en-US), not {params.language}: the engine `openai` speaks other languages.",
            )
        if params.voice not in self._voices:
            there = ", ".join(sorted(self._voices))
            raise JobFailed("voice_unavailable", f"hibari has no voice “{params.voice}” here; it has: {there}.")
        return self._voices[params.voice]

    @staticmethod
    def _speak(
        voice: HibariVoice, sentences: list[list[Word]], params: SpeechParams, timing: Timing, work: Work
    ) -> Samples:
        """All sentences one after the other, at 24 kHz; fills `timing`."""
        heard = [(words, sounds) for words in sentences if any(sounds := sounds_of(voice, words))]
        if not heard:
            raise JobFailed("nothing_to_speak", "The text has no words that hibari can pronounce.")
        spoken: list[Samples] = []
        count = 0
        with closing(_utterances(voice, [sounds for _, sounds in heard], params.seed)) as utterances:
            for index, (words, sounds) in enumerate(heard):
                work.report(_SPEAKING_SHARE * index / len(heard), f"Speaking sentence {index + 1} of {len(heard)}")
                utterance = next(utterances)
                phones = hibari_timing.phones_of(sounds, utterance)
                _add(timing, [word.text for word in words], phones, count / SAMPLE_RATE)
                spoken.append(utterance.samples)
                count += len(utterance.samples)
        timing.duration = count / SAMPLE_RATE
        return np.concatenate(spoken)


def _utterances(voice: HibariVoice, sentences: list[list[str]], seed: int) -> Generator[Utterance, None, None]:
    """In order; the next sentence is made while this one is taken, and each has noise of its own, so none waits."""

    def speak(index: int) -> Utterance:
        return voice.speak(" ".join(filter(None, sentences[index])), np.random.default_rng([seed, index]))

    pool = ThreadPoolExecutor(min(_AT_ONCE, os.cpu_count() or 1))
    try:
        yield from (made.result() for made in [pool.submit(speak, index) for index in range(len(sentences))])
    finally:
        pool.shutdown(cancel_futures=True)


def _add(timing: Timing, words: list[str], phones: list[Phone], at: float) -> None:
    """One sentence that begins `at` seconds."""
    timing.add_sentence(
        [Span(span.text, at + span.start, at + span.end) for span in hibari_timing.word_spans(words, phones)],
        [Span(phone.symbol, at + phone.start, at + phone.end) for phone in phones],
    )


def speakable_sentences(voice: HibariVoice, text: str, language: str) -> Speakable:
    """What is said for `text`, in pieces that the network reads at once."""
    speakable = make_speakable(text, language)
    pieces = [part for whole in speakable.sentences for part in split_long(whole, partial(_fits, voice))]
    return Speakable(pieces, speakable.left_out)


def _fits(voice: HibariVoice, words: list[Word]) -> bool:
    return len(" ".join(sounds_of(voice, words))) <= LONGEST_PHONEMES
