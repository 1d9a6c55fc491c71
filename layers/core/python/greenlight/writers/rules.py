"""A script writer without a model: it keeps the sentences of the original and says them another way."""

import hashlib
import random
from collections.abc import Callable
from functools import cache

from greenlight.domain.writing import RewriteRequest, WriterFailed, normalised
from greenlight.writers.rules_clean import clean
from greenlight.writers.rules_draft import Draft
from greenlight.writers.rules_language import refuse_other_languages
from greenlight.writers.rules_text import sentences

_HOPELESS_AFTER = 7

SpokenSeconds = Callable[[str, str], float]


class RulesWriter:
    """Rewrites English. `spoken_seconds(text, voice)` estimates speech; the text fits when that times `margin` does."""

    name = "rules"
    languages: frozenset[str] | None = frozenset({"en"})

    def __init__(self, spoken_seconds: SpokenSeconds, margin: float = 1.0) -> None:
        self._spoken_seconds = spoken_seconds
        self._margin = margin

    def rewrite(self, request: RewriteRequest) -> str:
        """A version that is neither the original nor an earlier one. Raises WriterFailed."""
        text = clean(request.original)
        refuse_other_languages(request.language, text)
        body = sentences(text)
        if not body:
            raise WriterFailed("no_new_version", "The script has no words to speak; write at least one sentence.")
        return self._first_new(request, body)

    def _first_new(self, request: RewriteRequest, body: list[str]) -> str:
        @cache
        def measure(text: str) -> float:
            return self._spoken_seconds(text, request.voice) * self._margin

        taken = {normalised(request.original), *map(normalised, request.earlier)}
        draft = Draft(request, body, measure)
        fitted = False
        for attempt in range(_attempts(body)):
            text = draft.version(random.Random(_seed(request, attempt)), attempt)  # noqa: S311
            fitted = fitted or text is not None
            if text and normalised(text) not in taken:
                return text
            if not fitted and attempt >= _HOPELESS_AFTER:
                break
        raise _exhausted(request) if fitted else _too_long(request, measure(body[0]))


def _attempts(body: list[str]) -> int:
    """Fewer tries for a long script: its versions hardly ever collide, and each costs more."""
    return max(12, min(400, 3000 // len(body)))


def _seed(request: RewriteRequest, attempt: int) -> int:
    key = "\0".join([request.original, request.tone, str(len(request.earlier)), str(attempt)])
    return int.from_bytes(hashlib.sha256(key.encode("utf-8", "replace")).digest()[:8], "big")


def _exhausted(request: RewriteRequest) -> WriterFailed:
    return WriterFailed(
        "no_new_version",
        f"The rules writer has no further version of this script in {request.max_seconds:g} s; change the tone, "
        "allow more seconds, or edit the script.",
    )


def _too_long(request: RewriteRequest, seconds: float) -> WriterFailed:
    return WriterFailed(
        "no_new_version",
        f"The first sentence takes {seconds:.0f} s to say and cannot be cut to {request.max_seconds:g} s; "
        "allow more seconds or shorten the script.",
    )
