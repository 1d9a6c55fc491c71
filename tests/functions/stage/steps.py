"""What a stage in memory has for others than the API's routes: workflow steps, called functions, checks."""

from dataclasses import dataclass, field

from greenlight import memory
from greenlight.domain.speech_rate import cautious_seconds
from greenlight.services.deliveries import DeliveryService
from greenlight.services.destinations import Destinations
from greenlight.services.health import Health, Probe
from greenlight.services.productions import Lifecycle
from greenlight.services.scenario_steps import ScenarioSteps
from greenlight.services.script_steps import ScriptSteps
from greenlight.services.storyboard_steps import StoryboardSteps
from greenlight.services.upload_checks import UploadChecks
from greenlight.services.validation import Validation
from greenlight.settings import Settings
from greenlight.writers.moderation_rules import RulesModerator
from greenlight.writers.rules import RulesWriter
from greenlight.writers.scenario_rules import RulesScenarioWriter
from greenlight.writers.script_rules import RulesVariationWriter
from greenlight.writers.storyboard_rules import RulesStoryboardWriter
from tests.functions.stage.twins import Twins, Workflows


@dataclass
class MemorySteps:
    twins: Twins = field(default_factory=Twins)
    settings: Settings = field(default_factory=Settings)

    def __post_init__(self) -> None:
        self.twins.productions.places = self.settings.concurrent_productions

    def productions(self) -> memory.MemoryProductions:
        return self.twins.productions

    def media(self) -> memory.MemoryMedia:
        return self.twins.files

    def answering_workflows(self) -> Workflows:
        return self.twins.workflows

    def lifecycle(self, workflows: Workflows) -> Lifecycle:
        assert workflows is self.twins.workflows
        return self.twins.life

    def script_steps(self) -> ScriptSteps:
        return ScriptSteps(self.twins.productions, RulesVariationWriter, self.twins.clock)

    def storyboard_steps(self) -> StoryboardSteps:
        return StoryboardSteps(self.twins.productions, RulesStoryboardWriter, self.twins.clock)

    def scenario_steps(self) -> ScenarioSteps:
        return ScenarioSteps(self.twins.productions, RulesScenarioWriter, RulesModerator, self.twins.clock)

    def upload_checks(self) -> UploadChecks:
        return UploadChecks(self.twins.records, self.twins.inbox)

    def destinations(self) -> Destinations:
        return Destinations(memory.MemoryResolver(), self.settings.webhook_allow_loopback)

    def deliveries_store(self) -> memory.MemoryDeliveries:
        return self.twins.deliveries

    def deliveries(self) -> DeliveryService:
        t = self.twins
        poster, chance = memory.MemoryPoster(t.clock), 0.5
        return DeliveryService(t.webhooks, t.deliveries, t.due, self.destinations(), poster, t.clock, lambda: chance)

    def health(self) -> Health:
        t = self.twins
        probes: list[tuple[str, Probe]] = [
            ("table", lambda: t.jobs.get("HEALTH")),
            ("media", lambda: t.files.exists("HEALTH")),
        ]
        # A busy machine may take its time.
        return Health(probes, t.clock, patience=60)

    def validation(self) -> Validation:
        t, known = self.twins, self.settings
        writer = (known.writer, lambda: RulesWriter(cautious_seconds))
        engines = [
            ("text_to_speech", known.speech_engine),
            ("talking_head", known.talking_head_engine),
            ("text_to_image", known.image_engine),
        ]
        return Validation(self.health(), writer, engines, t.jobs, t.queue, t.files, t.clock, t.pause)
