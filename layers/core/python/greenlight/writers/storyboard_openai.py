"""A storyboard writer behind a chat model: it asks, checks the answer with code, and asks again with what was wrong."""

from greenlight.domain.storyboard_faults import storyboard_faults
from greenlight.domain.storyboard_writing import StoryboardRequest, StoryboardText
from greenlight.domain.writing import WriterFailed
from greenlight.writers.openai_base import ModelWriter
from greenlight.writers.openai_prompts import asked_again
from greenlight.writers.storyboard_mending import tidied, trimmed
from greenlight.writers.storyboard_prompts import Storyboard, opening_messages

_ROUNDS = 3
# A further round is begun only with this much of the budget left.
_ROUND_SECONDS = 10.0


class OpenAIStoryboardWriter(ModelWriter[Storyboard]):
    answers = Storyboard

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
