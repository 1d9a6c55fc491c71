"""Products, scenarios and shorts on a backend in memory, and hands to write and draw them."""

from dataclasses import dataclass, field
from typing import Any

from greenlight.domain.scenario import NewScenario, Scenario, ScenarioEngines
from greenlight.domain.uploads import Limits
from greenlight.memory import (
    MemoryInbox,
    MemoryModerator,
    MemoryProducts,
    MemoryScenarioWriter,
    MemoryShorts,
    MemoryUploads,
)
from greenlight.services.products import NewProduct, ProductService
from greenlight.services.scenario_steps import ScenarioSteps
from greenlight.services.scenarios import Scenarios
from greenlight.services.shorts import ShortService
from greenlight.services.upload_records import UploadRecords
from greenlight.services.uploads import UploadService
from tests.support.backend import ALICE
from tests.support.storyboards import Studio

BOTTLE = NewProduct("Steel bottle", "Keeps water cold for 24 hours.", "kitchen", 29.0, product_id="product-123")
ASKED = {"style": "product-demo", "mood": "calm", "video_length": 15, "resolution": "720:1280", "language": "en-US"}


@dataclass
class Agency(Studio):
    """A studio that advertises."""

    pens: MemoryScenarioWriter = field(default_factory=MemoryScenarioWriter)
    moderator: MemoryModerator = field(default_factory=MemoryModerator)

    def __post_init__(self) -> None:
        super().__post_init__()
        b = self.backend
        uploads = UploadService(
            UploadRecords(MemoryUploads(), b.clock), MemoryInbox(b.media), b.media, b.clock, b.ids, Limits(1_000_000)
        )
        shorts = MemoryShorts(b.productions)
        self.products = ProductService(MemoryProducts(), uploads, b.media, b.clock, b.ids)
        self.scenarios = Scenarios(
            b.productions,
            shorts,
            self.products,
            b.lifecycle,
            b.clock,
            b.ids,
            ScenarioEngines("rules", "storyboard_card"),
            "hibari",
        )
        self.scenario_steps = ScenarioSteps(b.productions, lambda: self.pens, lambda: self.moderator, b.clock)
        self.shorts = ShortService(shorts, b.productions, self.storyboards)

    def begun(self, **wishes: Any) -> Scenario:
        if self.products.products.get("acme", "product-123") is None:
            self.products.create(ALICE, "alice", BOTTLE)
        return self.scenarios.begin(ALICE, "alice", NewScenario(**{"product_id": "product-123", **ASKED, **wishes}))

    def written(self, task: Scenario) -> Scenario:
        while self.scenario_steps.write(task.production_id):
            pass
        return self.task(task)

    def made(self, **wishes: Any) -> Scenario:
        task = self.written(self.begun(**wishes))
        self.submit(task, "draw_preview")  # type: ignore[arg-type]
        self.succeed()
        self.backend.lifecycle.finish(task.production_id)
        return self.task(task)

    def task(self, task: Scenario) -> Scenario:
        return self.scenarios.get(ALICE, task.production_id)
