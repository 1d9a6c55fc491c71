"""Moderation by the model of an OpenAI-compatible server, after the words that leave no doubt."""

import logging
import threading
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from greenlight.domain.writing import WriterFailed
from greenlight.writers import openai_errors as errors
from greenlight.writers.moderation_rules import RulesModerator

if TYPE_CHECKING:
    import openai

_MODEL = "omni-moderation-latest"
_log = logging.getLogger(__name__)


class OpenAIModerator:
    """A server that has no moderation endpoint, as most that run open models, leaves it at the words."""

    def __init__(self, *, api_key: str | None, base_url: str | None, timeout_s: float = 10.0) -> None:
        self._api_key, self._base_url, self._timeout_s = api_key, base_url, timeout_s
        self._words, self._lock = RulesModerator(), threading.Lock()
        self._opened: openai.OpenAI | None = None
        self._has_endpoint = True

    def refuse(self, *texts: str) -> None:
        self._words.refuse(*texts)
        shown = [text for text in texts if text.strip()]
        if self._has_endpoint and shown:
            self._ask(shown)

    def _ask(self, texts: list[str]) -> None:
        client = self._client()
        import openai

        host = urlsplit(self._base_url or "https://api.openai.com").netloc
        try:
            answer = client.moderations.create(model=_MODEL, input=texts)
        except openai.NotFoundError:
            self._has_endpoint = False
            _log.warning("the server at %s has no moderation endpoint; words alone are checked", host)
            return
        except openai.APITimeoutError as error:
            raise errors.slow(self._timeout_s) from error
        except openai.APIConnectionError as error:
            raise errors.unreachable(host) from error
        except openai.APIStatusError as error:
            failure = errors.from_status(error, _MODEL, host, other_form=False)
            raise failure if isinstance(failure, WriterFailed) else errors.refused() from error
        for result in answer.results:
            if result.flagged:
                flags = result.categories.model_dump()
                category = next((name for name, flagged in flags.items() if flagged), "flagged")
                message = f"The text is not fit for families ({category.replace('_', ' ')}); reword it without that."
                raise WriterFailed(f"moderation.{category}", message)

    def _client(self) -> "openai.OpenAI":
        with self._lock:
            if self._opened is None:
                import openai

                base_url = self._base_url or "https://api.openai.com/v1"
                key, seconds = self._api_key or "none", self._timeout_s
                self._opened = openai.OpenAI(api_key=key, base_url=base_url, timeout=seconds, max_retries=1)
            return self._opened
