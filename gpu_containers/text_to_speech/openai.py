"""The production speech engine behind an API key: OpenAI's speech API, or any server that speaks it."""

import os
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from gpu_containers.runtime.engine import JobFailed, Needs, Produced, Work
from gpu_containers.text_to_speech.english_phonemes import english_phonemes
from gpu_containers.text_to_speech.facts import facts_of
from gpu_containers.text_to_speech.loudness import write_speech
from gpu_containers.text_to_speech.openai_speech import SAMPLE_RATE, VOICES, SpeechService
from gpu_containers.text_to_speech.params import SpeechParams, read_params
from gpu_containers.text_to_speech.pauses import find_pauses
from gpu_containers.text_to_speech.sentences import Word, split_long
from gpu_containers.text_to_speech.speakable import make_speakable
from gpu_containers.text_to_speech.timing import Span, Timing
from gpu_containers.text_to_speech.word_times import spread_words

DEFAULT_MODEL = "gpt-4o-mini-tts"
LONGEST_REQUEST = 600
PAUSE_SECONDS = 0.35
_AT_ONCE = 4
_SPEAKING_SHARE = 0.9

Samples = npt.NDArray[np.float32]


class OpenAISpeechEngine:
    """Settings: OPENAI_API_KEY; if wanted OPENAI_BASE_URL, _SPEECH_MODEL, _TIMEOUT_SECONDS (60), _RETRIES (2)."""

    name = "openai"
    version = "1"
    needs = Needs(settings=("OPENAI_API_KEY",), licence="OpenAI terms of use")

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._environment = environment
        self._service: SpeechService | None = None

    def load(self) -> None:
        import openai

        key = self._environment.get("OPENAI_API_KEY", "").strip()
        if not key:
            raise JobFailed("engine_not_configured", "The speech engine `openai` needs a key: set OPENAI_API_KEY.")
        client = openai.OpenAI(
            api_key=key,
            base_url=self._environment.get("OPENAI_BASE_URL") or None,
            timeout=float(self._environment.get("OPENAI_TIMEOUT_SECONDS") or 60),
            max_retries=int(self._environment.get("OPENAI_RETRIES") or 2),
        )
        self._service = SpeechService(client, self._environment.get("OPENAI_SPEECH_MODEL") or DEFAULT_MODEL)

    def run(self, work: Work) -> Produced:
        began = time.perf_counter()
        params = read_params(work.job.params)
        service = self._service_for(params)
        speakable = make_speakable(params.text, params.language, any_script=True)
        sentences = [part for whole in speakable.sentences for part in split_long(whole, _fits)]
        timing = Timing(params.language)
        samples = _joined(sentences, self._spoken(service, sentences, params, work), timing)
        work.report(_SPEAKING_SHARE, "Levelling the voice")
        speech = work.folder / "speech.wav"
        levelled = write_speech(samples, SAMPLE_RATE, speech, params.speed)
        timing = timing.lasting(levelled.duration)
        facts = facts_of(params, speakable, levelled, timing, began) | {
            "device": "remote",
            "model": service.model,
        }
        return Produced({"speech": speech, "timing": timing.write(work.folder / "timing.json")}, facts)

    def check(self) -> str:
        return self._loaded().check()

    def _loaded(self) -> SpeechService:
        if self._service is None:
            self.load()
        assert self._service is not None  # noqa: S101  (load() sets it or raises)
        return self._service

    def _service_for(self, params: SpeechParams) -> SpeechService:
        service = self._loaded()
        own_server = bool(self._environment.get("OPENAI_BASE_URL"))  # with voices of its own
        if params.voice not in VOICES and not own_server:
            there = ", ".join(sorted(VOICES))
            raise JobFailed("voice_unavailable", f"OpenAI has no voice “{params.voice}”; it has: {there}.")
        return service

    @staticmethod
    def _spoken(
        service: SpeechService, sentences: list[list[Word]], params: SpeechParams, work: Work
    ) -> Iterator[Samples]:
        """The sentences in order, a few requests at once; what is not yet asked for is dropped when the job stops."""
        texts = [" ".join(word.text for word in words) for words in sentences]
        pool = ThreadPoolExecutor(_AT_ONCE)
        try:
            answers = [pool.submit(service.say, text, params.voice) for text in texts]
            for index, answer in enumerate(answers):
                work.report(_SPEAKING_SHARE * index / len(texts), f"Speaking sentence {index + 1} of {len(texts)}")
                yield answer.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _fits(words: list[Word]) -> bool:
    return sum(len(word.text) + 1 for word in words) <= LONGEST_REQUEST


def _joined(sentences: list[list[Word]], spoken: Iterator[Samples], timing: Timing) -> Samples:
    """One take: each sentence without the silence around it, a pause between them; fills `timing`."""
    gap = np.zeros(int(PAUSE_SECONDS * SAMPLE_RATE), np.float32)
    parts: list[Samples] = [gap]
    count = len(gap)
    for words, samples in zip(sentences, spoken, strict=True):
        pauses = find_pauses(samples, SAMPLE_RATE)
        length = len(samples) / SAMPLE_RATE
        start = next((b for a, b in pauses if a == 0.0 and b < length), 0.0)
        end = next((a for a, b in pauses if b >= length and a > start), length)
        at = count / SAMPLE_RATE - start
        spans = spread_words([word.text for word in words], start, end, pauses)
        english = timing.language.partition("-")[0].lower() == "en"
        phonemes = english_phonemes(words, spans, samples, SAMPLE_RATE) if english else []
        timing.add_sentence(_later(spans, at), _later(phonemes, at))
        voice = samples[int(start * SAMPLE_RATE) : int(end * SAMPLE_RATE)]
        parts += [voice, gap]
        count += len(voice) + len(gap)
    timing.duration = count / SAMPLE_RATE
    return np.concatenate(parts)


def _later(spans: list[Span], seconds: float) -> list[Span]:
    return [Span(span.text, seconds + span.start, seconds + span.end) for span in spans]
