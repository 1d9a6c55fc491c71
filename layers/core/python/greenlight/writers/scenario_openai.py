"""A scenario writer behind a chat model: one draft a call, and the next one with what was wrong with it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from greenlight.domain.scenario_faults import MOST_HASHTAGS
from greenlight.domain.scenario_writing import AudioScript, ScenarioRequest, ScenarioScene, ScenarioText
from greenlight.writers.openai_base import ModelWriter
from greenlight.writers.openai_prompts import asked_again
from greenlight.writers.plain_text import plain
from greenlight.writers.scenario_prompts import Scenario, opening_messages
from greenlight.writers.storyboard_mending import line
from greenlight.writers.storyboard_rules_shots import without_lettering


class OpenAIScenarioWriter(ModelWriter[Scenario]):
    answers = Scenario
    # A draft with its moderation fits into the time of its function.
    usual_budget = 200.0

    def draft(
        self,
        request: ScenarioRequest,
        earlier: ScenarioText | None,
        faults: Sequence[str],
        is_wanted: Callable[[], bool],
    ) -> ScenarioText:
        messages = opening_messages(request)
        if earlier is not None:
            messages += asked_again(Scenario.of(earlier), list(faults), "scenario")
        answer = self._chat.answer(messages, self._clock() + self._budget_s, is_wanted)
        return _tidied(answer.text())


def _tidied(text: ScenarioText) -> ScenarioText:
    """What code can put right without another round: one line each, the person in every prompt, hashtags as such."""
    person, audio = line(text.person), text.audio
    return replace(
        text,
        title=_said(text.title),
        description=_said(text.description),
        person=person,
        scenes=tuple(_tidied_scene(scene, person) for scene in text.scenes),
        audio=AudioScript(_said(audio.hook), _said(audio.main), _said(audio.cta), _tags(audio.hashtags)),
    )


def _tidied_scene(scene: ScenarioScene, person: str) -> ScenarioScene:
    return replace(
        scene,
        description=line(scene.description),
        image_prompt=_with(person, without_lettering(line(scene.image_prompt))),
        visual_prompt=_with(person, without_lettering(line(scene.visual_prompt))),
        image_reasoning=line(scene.image_reasoning),
    )


def _said(text: str) -> str:
    return line(plain(text))


def _with(person: str, prompt: str) -> str:
    return prompt if person in prompt else f"{prompt.rstrip('. ')}, with {person}."


def _tags(tags: Sequence[str]) -> tuple[str, ...]:
    found = {tag.casefold(): tag for tag in ("#" + "".join(re.findall(r"[^\W_]", tag))[:40] for tag in reversed(tags))}
    return tuple(tag for tag in reversed(list(found.values())) if len(tag) > 1)[:MOST_HASHTAGS]
