"""What happens behind the API of a stage in memory: workflows begin, webhooks are delivered.

It happens between two requests, and while one of them waits.
"""

from dataclasses import dataclass

from greenlight import memory
from greenlight.services.deliveries import DeliveryService
from greenlight.services.scenario_steps import ScenarioSteps
from greenlight.services.script_steps import ScriptSteps
from greenlight.services.storyboard_steps import StoryboardSteps
from greenlight.writers.moderation_rules import RulesModerator
from greenlight.writers.scenario_rules import RulesScenarioWriter
from greenlight.writers.script_rules import RulesVariationWriter
from greenlight.writers.storyboard_rules import RulesStoryboardWriter
from tests.functions.openapi.stage import MemoryStage

BETWEEN_REQUESTS = 0.1


@dataclass
class Workshop:
    stage: MemoryStage

    def __post_init__(self) -> None:
        t = self.stage.twins
        self._scripts = ScriptSteps(t.productions, RulesVariationWriter, t.clock)
        self._storyboards = StoryboardSteps(t.productions, RulesStoryboardWriter, t.clock)
        self._scenarios = ScenarioSteps(t.productions, RulesScenarioWriter, RulesModerator, t.clock)
        self._deliveries = DeliveryService(
            t.webhooks,
            t.deliveries,
            t.due,
            self.stage.destinations(),
            memory.MemoryPoster(t.clock),
            t.clock,
            lambda: 0.5,
        )
        t.meanwhile = self._work

    def between_requests(self) -> None:
        self.stage.twins.pause(BETWEEN_REQUESTS)

    def _work(self) -> None:
        t = self.stage.twins
        begun, t.workflows.begun = t.workflows.begun, []
        for family, production_id in begun:
            self._begin(family, production_id)
        for due in t.due.take():
            self._deliveries.attempt(*due)

    def _begin(self, family: str, production_id: str) -> None:
        """The first step of the family's state machine."""
        t = self.stage.twins
        match family:
            case "reel":
                t.workflows.live_tokens.add(production_id)
                t.life.await_approval(production_id, production_id)
            case "script":
                self._scripts.write(production_id)
            case "storyboard" | "script_video":
                self._storyboards.write(production_id)
            case "scenario":
                while self._scenarios.write(production_id):
                    pass
