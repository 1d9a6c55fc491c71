"""A script writer behind a chat model: it asks, measures the answer with code, and asks again with the reason."""

import time
from collections.abc import Callable

from greenlight.domain.writing import RewriteRequest, WriterFailed
from greenlight.writers.answer_checks import Problem, problems
from greenlight.writers.openai_chat import Chat
from greenlight.writers.openai_prompts import Script, correction, opening_messages
from greenlight.writers.plain_text import plain
from greenlight.writers.rules_text import sentences

_ROUNDS = 3
# A further round is begun only with this much of the budget left.
_ROUND_SECONDS = 3.0


class OpenAIWriter:
    """Works with any server that speaks chat completions. `budget_s` bounds a whole rewrite, since a person waits."""

    name = "openai"
    languages: frozenset[str] | None = None

    def __init__(
        self,
        *,
        model: str,
        spoken_seconds: Callable[[str, str], float],
        api_key: str | None = None,
        base_url: str | None = None,
        margin: float = 1.0,
        timeout_s: float = 15.0,
        max_retries: int = 2,
        budget_s: float = 25.0,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._spoken_seconds = spoken_seconds
        self._margin = margin
        self._budget_s = budget_s
        self._clock = clock
        self._chat = Chat(
            Script,
            api_key=api_key,
            base_url=base_url,
            model=model,
            timeout_s=timeout_s,
            max_retries=max_retries,
            clock=clock,
            pause=pause,
        )

    def rewrite(self, request: RewriteRequest) -> str:
        """A script that fits, is new and keeps the facts as far as code can see. Raises WriterFailed."""

        def measure(text: str) -> float:
            return self._spoken_seconds(text, request.voice) * self._margin

        deadline = self._clock() + self._budget_s
        messages = opening_messages(request)
        answers: list[str] = []
        for _ in range(_ROUNDS):
            try:
                answer = " ".join(plain(self._chat.answer(messages, deadline).script).split())
            except WriterFailed:
                if answers:
                    break
                raise
            found = problems(answer, request, measure)
            if not found or (answers and not any(problem.fatal for problem in found)):
                return answer
            answers.append(answer)
            if self._clock() + _ROUND_SECONDS > deadline:
                break
            messages += correction(answer, " ".join(problem.said_to_model for problem in found))
        return _best_of(answers, request, measure)


def _best_of(answers: list[str], request: RewriteRequest, measure: Callable[[str], float]) -> str:
    """The latest answer that is right once its last sentences are left out where it is too long."""
    worst: list[Problem] = []
    for answer in reversed(answers):
        text = _trimmed(answer, request.max_seconds, measure)
        found = [problem for problem in problems(text, request, measure) if problem.fatal]
        if not found:
            return text
        worst = worst or found
    raise _failure(worst[0], request)


def _trimmed(text: str, limit: float, measure: Callable[[str], float]) -> str:
    kept = sentences(text)
    if measure(text) <= limit:
        return text
    while len(kept) > 1 and measure(" ".join(kept)) > limit:
        kept.pop()
    return " ".join(kept)


def _failure(problem: Problem, request: RewriteRequest) -> WriterFailed:
    match problem.code:
        case "not_new":
            message = "The script writer only repeated an earlier version; change the tone or give it instructions."
            return WriterFailed("no_new_version", message, retryable=True)
        case "too_long":
            message = (
                f"The script writer could not get this script into {request.max_seconds:g} s; allow more seconds or "
                "shorten it."
            )
            return WriterFailed("no_new_version", message, retryable=True)
        case "invented_number":
            message = "The script writer added numbers that the script does not have; try again or edit it by hand."
            return WriterFailed("writer_garbled", message, retryable=True)
    message = "The script writer did not write a usable script; try again, or set another OPENAI_MODEL."
    return WriterFailed("writer_garbled", message, retryable=True)
