"""The OpenAI speech API as samples: one request for one sentence, every way it fails as a typed reason."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import openai

from gpu_containers.runtime.engine import JobFailed
from gpu_containers.text_to_speech.wav import BadAudio, read_wav

VOICES = frozenset(
    ("alloy", "ash", "ballad", "cedar", "coral", "echo", "fable", "marin", "nova", "onyx", "sage", "shimmer", "verse")
)
SAMPLE_RATE = 24_000
SHORTEST_SECONDS = 0.05
_AUDIO_TRIES = 2
# The first that fits an error counts: a timeout is a connection error, too.
_REFUSALS: tuple[tuple[type[openai.OpenAIError], str, str, bool], ...] = (
    (openai.APITimeoutError, "engine_unavailable", "The speech service did not answer in time.", True),
    (openai.APIConnectionError, "engine_unavailable", "The speech service cannot be reached.", True),
    (openai.AuthenticationError, "engine_unauthorized", "The speech service refused the key in OPENAI_API_KEY.", False),
    (openai.PermissionDeniedError, "engine_unauthorized", "The key in OPENAI_API_KEY may not use speech.", False),
    (openai.NotFoundError, "engine_not_configured", "There is no model {model}: set OPENAI_SPEECH_MODEL.", False),
    (openai.RateLimitError, "engine_busy", "The speech service is over its rate limit; try again later.", True),
)


@dataclass(frozen=True)
class SpeechService:
    client: openai.OpenAI
    model: str

    def say(self, text: str, voice: str) -> npt.NDArray[np.float32]:
        """Mono samples at 24 kHz; raises `JobFailed`."""
        reason = ""
        for _ in range(_AUDIO_TRIES):
            try:
                return _usable(self._request(text, voice))
            except BadAudio as error:
                reason = str(error)
        message = f"The speech service answered with audio that cannot be used: {reason}."
        raise JobFailed("engine_bad_audio", message, retryable=True)

    def check(self) -> str:
        """Whether key and model are known; asks for no speech. Raises `JobFailed`."""
        try:
            self.client.models.retrieve(self.model)
        except openai.OpenAIError as error:
            raise refusal(error, self.model) from error
        return f"The speech service knows the key and {self.model}."

    def _request(self, text: str, voice: str) -> bytes:
        try:
            with self.client.audio.speech.with_streaming_response.create(
                model=self.model, voice=voice, input=text, response_format="wav"
            ) as answer:
                return answer.read()
        except openai.OpenAIError as error:
            raise refusal(error, self.model) from error


def _usable(content: bytes) -> npt.NDArray[np.float32]:
    samples, rate = read_wav(content)
    if len(samples) < rate * SHORTEST_SECONDS:
        raise BadAudio(f"it lasts only {len(samples) / rate:.3f} s")
    if not np.any(np.abs(samples) > 1e-4):
        raise BadAudio("it is silent")
    if rate == SAMPLE_RATE:
        return samples
    at = np.arange(int(len(samples) * SAMPLE_RATE / rate)) * (rate / SAMPLE_RATE)
    resampled: npt.NDArray[np.float32] = np.interp(at, np.arange(len(samples)), samples).astype(np.float32)
    return resampled


def refusal(error: openai.OpenAIError, model: str) -> JobFailed:
    """The service's error as a reason for the person who asked, and whether to try again later."""
    if isinstance(error, openai.RateLimitError) and error.code == "insufficient_quota":
        return JobFailed("engine_quota_spent", "The account behind OPENAI_API_KEY has no credit left.")
    for kind, code, message, retryable in _REFUSALS:
        if isinstance(error, kind):
            return JobFailed(code, message.format(model=model), retryable=retryable)
    if isinstance(error, openai.APIStatusError) and error.status_code < 500:
        return JobFailed("engine_refused", f"The speech service refused the text: {_said(error)}.")
    return JobFailed("engine_unavailable", "The speech service is failing; try again later.", retryable=True)


def _said(error: openai.APIStatusError) -> str:
    body = error.body if isinstance(error.body, dict) else {}
    return str(body.get("message") or f"status {error.status_code}")[:200].rstrip(".")
