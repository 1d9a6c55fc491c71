"""The embedded speech engine: hibari on CPU, no account and no download, with exact times for every phoneme."""

import time
from functools import partial
from importlib.metadata import version

import numpy as np

from gpu_containers.runtime.engine import JobFailed, Needs, Produced, Work
from gpu_containers.text_to_speech import hibari_timing
from gpu_containers.text_to_speech.hibari_voice import LONGEST_PHONEMES, SAMPLE_RATE, HibariVoice, bundled_voices
from gpu_containers.text_to_speech.hibari_words import sounds_of
from gpu_containers.text_to_speech.loudness import OUTPUT_RATE, write_speech
from gpu_containers.text_to_speech.params import SpeechParams, read_params
from gpu_containers.text_to_speech.sentences import Word, split_long
from gpu_containers.text_to_speech.speakable import Speakable, make_speakable
from gpu_containers.text_to_speech.timing import Span, Timing

_SPEAKING_SHARE = 0.8


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
        seconds = time.perf_counter() - began
        facts = {
            "duration": round(timing.duration, 3),
            "characters": len(params.text),
            "left_out": speakable.left_out,
            "loudness_lufs": levelled.loudness.integrated,
            "true_peak_dbtp": levelled.loudness.true_peak,
            "sample_rate": OUTPUT_RATE,
            "seconds": round(seconds, 3),
            "realtime_factor": round(seconds / timing.duration, 4),
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
    ) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
        """All sentences one after the other, at 24 kHz; fills `timing`."""
        spoken = []
        count = 0
        for index, words in enumerate(sentences):
            work.report(_SPEAKING_SHARE * index / len(sentences), f"Speaking sentence {index + 1} of {len(sentences)}")
            sounds = sounds_of(voice, words)
            if not any(sounds):
                continue
            noise = np.random.default_rng([params.seed, index])
            utterance = voice.speak(" ".join(filter(None, sounds)), noise)
            phones = hibari_timing.phones_of(sounds, utterance)
            at = count / SAMPLE_RATE
            spans = hibari_timing.word_spans([word.text for word in words], phones)
            timing.add_sentence(
                [Span(s.text, at + s.start, at + s.end) for s in spans],
                [Span(p.symbol, at + p.start, at + p.end) for p in phones],
            )
            spoken.append(utterance.samples)
            count += len(utterance.samples)
        if not spoken:
            raise JobFailed("nothing_to_speak", "The text has no words that hibari can pronounce.")
        timing.duration = count / SAMPLE_RATE
        return np.concatenate(spoken)


def speakable_sentences(voice: HibariVoice, text: str, language: str) -> Speakable:
    """What is said for `text`, in pieces that the network reads at once."""
    speakable = make_speakable(text, language)
    pieces = [part for whole in speakable.sentences for part in split_long(whole, partial(_fits, voice))]
    return Speakable(pieces, speakable.left_out)


def _fits(voice: HibariVoice, words: list[Word]) -> bool:
    return len(" ".join(sounds_of(voice, words))) <= LONGEST_PHONEMES
