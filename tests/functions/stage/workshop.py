"""What happens behind the API of a stage in memory: workflows begin, webhooks are delivered.

It happens between two requests, and while one of them waits.
"""

from dataclasses import dataclass

from tests.functions.stage.services import MemoryStage

BETWEEN_REQUESTS = 0.1


@dataclass
class Workshop:
    stage: MemoryStage

    def __post_init__(self) -> None:
        self.stage.twins.meanwhile = self._work

    def between_requests(self) -> None:
        self.stage.twins.pause(BETWEEN_REQUESTS)

    def _work(self) -> None:
        t = self.stage.twins
        begun, t.workflows.begun = t.workflows.begun, []
        for family, production_id in begun:
            self._begin(family, production_id)
        deliveries = self.stage.deliveries()
        for due in t.due.take():
            deliveries.attempt(*due)

    def _begin(self, family: str, production_id: str) -> None:
        """The first step of the family's state machine."""
        t = self.stage.twins
        match family:
            case "reel":
                t.workflows.live_tokens.add(production_id)
                t.life.await_approval(production_id, production_id)
            case "script":
                self.stage.script_steps().write(production_id)
            case "storyboard" | "script_video":
                self.stage.storyboard_steps().write(production_id)
            case "scenario":
                while self.stage.scenario_steps().write(production_id):
                    pass
