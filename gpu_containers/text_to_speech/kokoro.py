"""The production speech engine with weights of its own: Kokoro, 82 M parameters, English, with exact times.

Params, outputs and facts are hibari's. Weights: the folder `kokoro`, which kokoro_convert makes; see docs/weights.md.
"""

import os
import time
from functools import cache

import numpy as np
import torch
from hibari.g2p import G2P

from gpu_containers.runtime.accelerator import Accelerator, is_out_of_memory
from gpu_containers.runtime.engine import JobFailed, Needs, Produced, Work
from gpu_containers.runtime.weights_folder import weights_folder
from gpu_containers.text_to_speech import hibari_timing
from gpu_containers.text_to_speech.facts import facts_of
from gpu_containers.text_to_speech.hibari_voice import Samples, Utterance
from gpu_containers.text_to_speech.kokoro_config import SAMPLE_RATE
from gpu_containers.text_to_speech.kokoro_voice import KokoroVoice
from gpu_containers.text_to_speech.kokoro_weights import load_network, load_voices, read_config
from gpu_containers.text_to_speech.loudness import write_speech
from gpu_containers.text_to_speech.params import SpeechParams, read_params
from gpu_containers.text_to_speech.sentences import Word, split_long
from gpu_containers.text_to_speech.speakable import make_speakable
from gpu_containers.text_to_speech.timing import Span, Timing

_SPEAKING_SHARE = 0.9


class KokoroEngine:
    name = "kokoro"
    version = "1"
    needs = Needs(settings=("WEIGHTS",), gpu_memory=4_000, licence="Apache-2.0")
    languages = ("en",)

    def load(self) -> None:
        folder = weights_folder(self.name, os.environ)
        # A phase that is summed over seconds needs all of float32, and the network is small.
        self._accelerator = Accelerator(Accelerator.best().device, torch.float32)
        self._config = read_config(folder)
        self._styles = load_voices(folder, self._config)
        self._network = load_network(folder, self._config, self._accelerator.device)

    def run(self, work: Work) -> Produced:
        began = time.perf_counter()
        params = read_params(work.job.params)
        name = self._name_of(params)
        voice = KokoroVoice(self._network, self._config, self._styles[name], _front_end(name.startswith("b")))
        speakable = make_speakable(params.text, params.language)
        sentences = [part for whole in speakable.sentences for part in split_long(whole, voice.fits)]
        timing = Timing(params.language)
        self._accelerator.forget_peak()
        samples = _spoken(voice, sentences, params, timing, work)
        work.report(_SPEAKING_SHARE, "Levelling the voice")
        speech = work.folder / "speech.wav"
        levelled = write_speech(samples, SAMPLE_RATE, speech)
        timing = timing.lasting(levelled.duration)
        facts = facts_of(params, speakable, levelled, timing, began) | {
            "model": self.name,
            "voice": name,
        }
        outputs = {"speech": speech, "timing": timing.write(work.folder / "timing.json")}
        return Produced(outputs, facts | self._accelerator.facts())

    def _name_of(self, params: SpeechParams) -> str:
        """Of the voice; `heart` is short for `af_heart`, and American before British where both have the name."""
        if params.language.split("-")[0].lower() not in self.languages:
            raise JobFailed(
                "language_not_spoken",
                f"kokoro speaks English here, not {params.language}: the engine `openai` speaks other languages.",
            )
        names = sorted(self._styles)
        found = [name for name in names if params.voice in (name, name.partition("_")[2])]
        if not found:
            there = ", ".join(names)
            raise JobFailed("voice_unavailable", f"kokoro has no voice “{params.voice}” here; it has: {there}.")
        return params.voice if params.voice in found else found[0]


@cache
def _front_end(british: bool) -> G2P:
    return G2P(british=british)


def _spoken(
    voice: KokoroVoice, sentences: list[list[Word]], params: SpeechParams, timing: Timing, work: Work
) -> Samples:
    """All sentences one after the other, at 24 kHz; fills `timing`."""
    heard = [(words, sounds) for words in sentences if any(sounds := voice.sounds_of(words))]
    if not heard:
        raise JobFailed("nothing_to_speak", "The text has no words that kokoro can pronounce.")
    spoken: list[Samples] = []
    count = 0
    for index, (words, sounds) in enumerate(heard):
        work.report(_SPEAKING_SHARE * index / len(heard), f"Speaking sentence {index + 1} of {len(heard)}")
        utterance = _utterance(voice, sounds, params, index)
        phones = hibari_timing.phones_of(sounds, utterance)
        at = count / SAMPLE_RATE
        timing.add_sentence(
            _later(hibari_timing.word_spans([word.text for word in words], phones), at),
            _later([Span(phone.symbol, phone.start, phone.end) for phone in phones], at),
        )
        spoken.append(utterance.samples)
        count += len(utterance.samples)
    timing.duration = count / SAMPLE_RATE
    return np.concatenate(spoken)


def _utterance(voice: KokoroVoice, sounds: list[str], params: SpeechParams, index: int) -> Utterance:
    """Each sentence has noise of its own, however much the ones before it took."""
    random = np.random.default_rng([params.seed, index])
    try:
        return voice.speak(" ".join(filter(None, sounds)), params.speed, random)
    except RuntimeError as error:
        if not is_out_of_memory(error):
            raise
        message = "The GPU has too little memory for one sentence: run this engine on one with 8 GiB or more."
        raise JobFailed("out_of_gpu_memory", message) from error


def _later(spans: list[Span], seconds: float) -> list[Span]:
    return [Span(span.text, seconds + span.start, seconds + span.end) for span in spans]
