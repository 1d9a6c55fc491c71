"""A storyboard writer behind a chat model: it asks, checks the answer with code, and asks again with what was wrong."""

import time
from collections.abc import Callable

from greenlight.domain.storyboard_faults import storyboard_faults
from greenlight.domain.storyboard_writing import StoryboardRequest, StoryboardText
from greenlight.domain.writing import WriterFailed
from greenlight.writers.openai_chat import Chat
from greenlight.writers.openai_prompts import asked_again
from greenlight.writers.storyboard_mending import tidied, trimmed
from greenlight.writers.storyboard_prompts import Storyboard, opening_messages

_ROUNDS = 3
# A further round is begun only with this much of the budget left.
_ROUND_SECONDS = 10.0


class OpenAIStoryboardWriter:
    """Works with any server that speaks chat completions, in any language. `budget_s` bounds a whole storyboard."""

    name = "openai"
    languages: frozenset[str] | None = None

    def __init__(
        self,
        *,
        model: str,
        api_key: str | None = None,
        base_url: str | None = None,
        timeout_s: float = 120.0,
        max_retries: int = 2,
        budget_s: float = 240.0,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._budget_s, self._clock = budget_s, clock
        self._chat = Chat(
            Storyboard,
            api_key=api_key,
            base_url=base_url,
            model=model,
            timeout_s=timeout_s,
            max_retries=max_retries,
            clock=clock,
            pause=pause,
        )

    def write(self, request: StoryboardRequest) -> StoryboardText:
        """A storyboard without faults. Raises WriterFailed."""
        deadline = self._clock() + self._budget_s
        messages = opening_messages(request)
        drafts: list[StoryboardText] = []
        for _ in range(_ROUNDS):
            try:
                answer = self._chat.answer(messages, deadline)
            except WriterFailed:
                if drafts:
                    break
                raise
            draft = tidied(answer.text())
            faults = storyboard_faults(draft, request)
            if not faults:
                return draft
            drafts.append(draft)
            if self._clock() + _ROUND_SECONDS > deadline:
                break
            messages += asked_again(answer, faults, "storyboard")
        return _best_of(drafts, request)


def _best_of(drafts: list[StoryboardText], request: StoryboardRequest) -> StoryboardText:
    """The latest one that is right once it is cut to its limits."""
    for draft in reversed(drafts):
        text = trimmed(draft, request)
        if not storyboard_faults(text, request):
            return text
    raise WriterFailed(
        "writer_garbled",
        "The writer did not write a usable storyboard; try again, or set another OPENAI_MODEL.",
        retryable=True,
    )
