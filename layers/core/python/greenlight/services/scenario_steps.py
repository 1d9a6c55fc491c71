"""What the workflow of a scenario asks for: one draft after another, each checked by code, until one is right."""

from collections.abc import Callable
from dataclasses import dataclass

from greenlight.domain.errors import NotFound
from greenlight.domain.scenario import Scenario
from greenlight.domain.scenario_faults import scenario_faults
from greenlight.domain.scenario_writing import ScenarioText
from greenlight.domain.writing import WriterFailed
from greenlight.ports import Clock, Moderator, Productions, ScenarioWriter
from greenlight.services.productions import change
from greenlight.services.writer_failures import failure_of


@dataclass(frozen=True)
class ScenarioSteps:
    """May be called again at any time: what is right is not written anew."""

    productions: Productions
    writer: Callable[[], ScenarioWriter]
    moderator: Callable[[], Moderator]
    clock: Clock

    def write(self, production_id: str) -> bool:
        """Writes one draft, or mends the one there is; True where it is to be mended once more."""
        scenario = self._find(production_id)
        if scenario is None or scenario.status.is_final or scenario.is_right:
            return False
        scenario = change(self.productions, scenario, lambda p: p.begin_draft(self.clock.now()))
        try:
            text = self._draft(scenario)
        except WriterFailed as failed:
            failure = failure_of(failed, "WriteScenario")
            change(self.productions, scenario, lambda p: p.fail(failure, self.clock.now()))
            return False
        faults = scenario_faults(text, scenario.request)
        scenario = change(self.productions, scenario, lambda p: p.take_draft(text, faults, self.clock.now()))
        return not (scenario.is_right or scenario.status.is_final)

    def _draft(self, scenario: Scenario) -> ScenarioText:
        moderator, product = self.moderator(), scenario.product
        if scenario.drafts == 0:
            moderator.refuse(product.name, product.description, product.category)
        text = self.writer().draft(
            scenario.request, scenario.text, scenario.faults, lambda: self._is_wanted(scenario.production_id)
        )
        moderator.refuse(*_seen_and_heard(text))
        return text

    def _is_wanted(self, production_id: str) -> bool:
        found = self._find(production_id)
        return found is not None and not found.status.is_final

    def _find(self, production_id: str) -> Scenario | None:
        try:
            found = self.productions.get(production_id)
        except NotFound:
            return None
        return found if isinstance(found, Scenario) else None


def _seen_and_heard(text: ScenarioText) -> list[str]:
    audio = text.audio
    prompts = [f"{scene.description} {scene.image_prompt} {scene.visual_prompt}" for scene in text.scenes]
    return [text.title, text.description, audio.hook, audio.main, audio.cta, " ".join(audio.hashtags), *prompts]
