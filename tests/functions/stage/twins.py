"""What a stage is made of beneath its services: the twins in memory, time, ids, and other functions called in place."""

import importlib.util
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from greenlight import memory
from greenlight.services.jobs import JobPlane
from greenlight.services.productions import Lifecycle
from greenlight.services.upload_records import UploadRecords
from tests.functions.calls import Context

FUNCTIONS = Path(__file__).resolve().parents[3] / "functions"
STARTING_CREDITS = 1_000_000_000


@dataclass
class RunningClock(memory.FixedClock):
    """The time of day, and whatever it was told to move ahead."""

    ahead: timedelta = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def forward(self, by: timedelta) -> None:
        self.ahead += by


@dataclass
class Functions:
    """A client of Lambda that runs the handlers of this repository in place; they find `greenlight.bootstrap`."""

    handlers: dict[str, Callable[[Any, Any], Any]] = field(default_factory=dict)

    def invoke(self, **call: Any) -> dict[str, Any]:
        name = call["FunctionName"]
        if name not in self.handlers:
            self.handlers[name] = _handler(name)
        answer = self.handlers[name](json.loads(call["Payload"]), Context(name))
        return {"Payload": io.BytesIO(json.dumps(answer).encode())}


def _handler(function: str) -> Callable[[Any, Any], Any]:
    spec = importlib.util.spec_from_file_location(f"in_place_{function}", FUNCTIONS / function / "app.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    handler: Callable[[Any, Any], Any] = module.handler
    return handler


@dataclass
class Workflows(memory.MemoryWorkflows):
    """Keeps what it was told to start until somebody takes the first step of each."""

    begun: list[tuple[str, str]] = field(default_factory=list)

    def start(self, family: str, execution: str, production_id: str) -> None:
        if execution not in self.started:
            self.begun.append((family, production_id))
        super().start(family, execution, production_id)


@dataclass
class Twins:
    """A pause moves the clock and has `meanwhile` done; nobody waits."""

    clock: memory.FixedClock = field(default_factory=memory.FixedClock)
    ids: memory.CountingIds = field(default_factory=memory.CountingIds)
    functions: Functions = field(default_factory=Functions)
    workflows: Workflows = field(default_factory=Workflows)
    credits: memory.MemoryCredits = field(default_factory=lambda: memory.MemoryCredits(STARTING_CREDITS))
    files: memory.MemoryMedia = field(default_factory=memory.MemoryMedia)
    jobs: memory.MemoryJobs = field(default_factory=memory.MemoryJobs)
    queue: memory.MemoryBackend = field(default_factory=memory.MemoryBackend)
    webhooks: memory.MemoryWebhooks = field(default_factory=memory.MemoryWebhooks)
    deliveries: memory.MemoryDeliveries = field(default_factory=memory.MemoryDeliveries)
    meanwhile: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self.productions = memory.MemoryProductions(self.credits)
        self.inbox = memory.MemoryInbox(self.files)
        self.records = UploadRecords(memory.MemoryUploads(), self.clock)
        self.due = memory.MemoryWebhookQueue(self.clock)
        self.life = Lifecycle(
            self.productions,
            memory.MemoryDoorbells(),
            self.jobs,
            self.queue,
            self.workflows,
            self.credits,
            self.files,
            self.clock,
        )
        self.plane = JobPlane(self.jobs, self.queue, self.workflows, self.productions, self.files, self.clock)

    def pause(self, seconds: float) -> None:
        self.clock.forward(timedelta(seconds=seconds))
        self.meanwhile()
