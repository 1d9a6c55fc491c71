"""One structured answer from any server that speaks the chat completions protocol, within a deadline."""

import json
import re
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from greenlight.domain.writing import WriterFailed
from greenlight.writers import openai_errors as errors
from greenlight.writers.stopping import while_wanted

if TYPE_CHECKING:
    import openai

_LARGEST_ANSWER = 1_000_000
_FIRST_PAUSE = 0.5

Answer = TypeVar("Answer", bound=BaseModel)


def formats(answers: type[BaseModel]) -> tuple[dict[str, Any] | None, ...]:
    """Asked for in this order; a server that refuses one is asked for the next from then on."""
    schema = {"name": answers.__name__.lower(), "strict": True, "schema": answers.model_json_schema()}
    return {"type": "json_schema", "json_schema": schema}, {"type": "json_object"}, None


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Completion(BaseModel):
    choices: list[_Choice]


class Chat(Generic[Answer]):
    """Gives `answers`. `timeout_s` bounds one call; each is also bound by the deadline on `clock` given with it."""

    def __init__(
        self,
        answers: type[Answer],
        *,
        api_key: str | None,
        base_url: str | None,
        model: str,
        timeout_s: float,
        max_retries: int,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._answers, self._formats = answers, formats(answers)
        self._api_key, self._base_url, self._model = api_key, base_url, model
        self._timeout_s, self._max_retries = timeout_s, max_retries
        self._clock, self._pause = clock, pause
        self._format = 0
        self._lock = threading.Lock()
        self._opened: openai.OpenAI | None = None

    @property
    def _host(self) -> str:
        return urlsplit(self._base_url or "https://api.openai.com").netloc or str(self._base_url)

    def answer(
        self, messages: list[dict[str, Any]], deadline: float, is_wanted: Callable[[], bool] | None = None
    ) -> Answer:
        """What the model wrote. Raises WriterFailed, after retries where they can help.

        Where `is_wanted` is given it is asked about once a second, and a no ends the wait at once.
        """
        if is_wanted is not None:
            return while_wanted(lambda: self.answer(messages, deadline), is_wanted, self._hang_up)
        tries = 0
        while True:
            kind = self._format
            try:
                return self._call(messages, kind, deadline)
            except errors.SchemaRefused:
                self._format = max(self._format, kind + 1)
            except errors.CallFailed as failure:
                wait = _FIRST_PAUSE * 2**tries if failure.wait is None else failure.wait
                tries += 1
                if not failure.retryable or tries > self._max_retries or self._clock() + wait + 1 > deadline:
                    raise
                self._pause(wait)

    def _call(self, messages: list[dict[str, Any]], kind: int, deadline: float) -> Answer:
        client = self._client()
        import httpx2
        import openai

        seconds = min(self._timeout_s, deadline - self._clock())
        if seconds <= 0:
            raise errors.slow(self._timeout_s)
        asked: dict[str, Any] = {"model": self._model, "messages": messages, "timeout": seconds}
        if response_format := self._formats[kind]:
            asked["response_format"] = response_format
        try:
            return answer_in(self._body(client, asked, self._clock() + seconds), self._answers)
        except (openai.APITimeoutError, httpx2.TimeoutException) as error:
            raise errors.slow(seconds) from error
        except (openai.APIConnectionError, httpx2.HTTPError) as error:
            raise errors.unreachable(self._host) from error
        except openai.APIStatusError as error:
            other_form = kind + 1 < len(self._formats)
            raise errors.from_status(error, self._model, self._host, other_form=other_form) from error

    def _body(self, client: "openai.OpenAI", asked: dict[str, Any], until: float) -> bytes:
        """The whole answer. It is read in pieces, because the client's own timeout only bounds each piece."""
        body = b""
        with client.chat.completions.with_streaming_response.create(**asked) as response:
            for piece in response.iter_bytes():
                body += piece
                if self._clock() > until:
                    raise errors.slow(asked["timeout"])
                if len(body) > _LARGEST_ANSWER:
                    raise errors.garbled("sent an endless answer")
        return body

    def _client(self) -> "openai.OpenAI":
        """Made at first use: importing the package takes half a second."""
        with self._lock:
            if self._opened is None:
                self._opened = self._open()
            return self._opened

    def _hang_up(self) -> None:
        """Closes the connection; the next call opens another."""
        with self._lock:
            opened, self._opened = self._opened, None
        if opened is not None:
            opened.close()

    def _open(self) -> "openai.OpenAI":
        if not (self._api_key or self._base_url):
            message = "The openai writer has no key; set OPENAI_API_KEY (or OPENAI_BASE_URL of a server without keys)."
            raise WriterFailed("writer_not_configured", message)
        import openai

        return openai.OpenAI(
            api_key=self._api_key or "none", base_url=self._base_url or "https://api.openai.com/v1", max_retries=0
        )


def answer_in(body: bytes, answers: type[Answer]) -> Answer:
    """The answer inside a completion. Raises CallFailed for a refusal, a cut, or anything that is no answer."""
    try:
        choice = _Completion.model_validate_json(body).choices[0]
    except (ValidationError, IndexError) as error:
        raise errors.garbled("answered with something that is no chat completion") from error
    if choice.message.refusal:
        raise errors.refused(choice.message.refusal)
    if choice.finish_reason == "content_filter":
        raise errors.refused()
    if choice.finish_reason == "length":
        raise errors.garbled("cut its answer off in the middle")
    return _parsed(choice.message.content or "", answers)


def _parsed(content: str, answers: type[Answer]) -> Answer:
    """From JSON, also where a server without structured output wrapped it in thoughts, fences or a sentence."""
    content = re.sub(r"<think>.*?</think>", "", content, flags=re.DOTALL)
    found = content[content.find("{") : content.rfind("}") + 1]
    try:
        return answers.model_validate(json.loads(found))
    except (ValueError, RecursionError) as error:
        raise errors.garbled("did not answer in the form that was asked for") from error
