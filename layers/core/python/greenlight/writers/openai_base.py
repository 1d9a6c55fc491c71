"""What every writer behind a chat model has in common: a server, a model, and how long a whole text may take."""

import time
from collections.abc import Callable
from typing import ClassVar, Generic

from greenlight.writers.openai_chat import Answer, Chat


class ModelWriter(Generic[Answer]):
    """Works with any server that speaks chat completions, in any language.

    `timeout_s` bounds a call, `budget_s` all calls for one text. `answers` is the model of an answer.
    """

    name = "openai"
    languages: frozenset[str] | None = None
    answers: type[Answer]
    usual_budget: ClassVar[float] = 240.0

    def __init__(
        self,
        *,
        model: str,
        api_key: str | None = None,
        base_url: str | None = None,
        timeout_s: float = 120.0,
        max_retries: int = 2,
        budget_s: float | None = None,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._budget_s, self._clock = budget_s or self.usual_budget, clock
        self._chat: Chat[Answer] = Chat(
            self.answers,
            api_key=api_key,
            base_url=base_url,
            model=model,
            timeout_s=timeout_s,
            max_retries=max_retries,
            clock=clock,
            pause=pause,
        )
