"""A writer of video scripts behind a chat model: it asks, checks the answer with code, and asks again."""

from dataclasses import replace

from greenlight.domain.script_faults import (
    NARRATION_LIMIT,
    ON_SCREEN_LIMIT,
    TITLE_LIMIT,
    VISUAL_PROMPT_LIMIT,
    variation_faults,
)
from greenlight.domain.script_writing import ScriptScene, ScriptText, VariationRequest
from greenlight.domain.writing import WriterFailed
from greenlight.writers.openai_base import ModelWriter
from greenlight.writers.openai_prompts import asked_again
from greenlight.writers.plain_text import plain
from greenlight.writers.script_prompts import Script, opening_messages
from greenlight.writers.storyboard_mending import cut, line
from greenlight.writers.storyboard_rules_shots import without_lettering

_ROUNDS = 3
# A further round is begun only with this much of the budget left.
_ROUND_SECONDS = 10.0


class OpenAIVariationWriter(ModelWriter[Script]):
    answers = Script

    def write(self, request: VariationRequest) -> ScriptText:
        """A script without faults. Raises WriterFailed."""
        deadline = self._clock() + self._budget_s
        messages = opening_messages(request)
        for _ in range(_ROUNDS):
            answer = self._chat.answer(messages, deadline)
            draft = _tidied(answer.text(request))
            faults = variation_faults(draft, request)
            if not faults:
                return draft
            if self._clock() + _ROUND_SECONDS > deadline:
                break
            messages += asked_again(answer, faults, "script")
        message = "The writer did not write a usable script; try again, or set another OPENAI_MODEL."
        raise WriterFailed("writer_garbled", message, retryable=True)


def _tidied(text: ScriptText) -> ScriptText:
    """What code can put right without another round: one line each, within its limits, no lettering asked for."""
    return ScriptText(cut(line(plain(text.title)), TITLE_LIMIT), tuple(map(_tidied_scene, text.scenes)))


def _tidied_scene(scene: ScriptScene) -> ScriptScene:
    return replace(
        scene,
        narration=cut(line(plain(scene.narration)), NARRATION_LIMIT),
        visual_prompt=cut(without_lettering(line(scene.visual_prompt)), VISUAL_PROMPT_LIMIT),
        on_screen_text=cut(line(plain(scene.on_screen_text)), ON_SCREEN_LIMIT),
    )
