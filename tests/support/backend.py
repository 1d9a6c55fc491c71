"""A whole backend in memory: real services on the twins of every port, and hands to move its workflow and jobs."""

from dataclasses import dataclass, field

from greenlight.contracts import JobError, JobResult
from greenlight.domain.keys import Identity
from greenlight.domain.reel import Engines, NewReel, Reel
from greenlight.domain.speech_rate import MARGIN, spoken_seconds
from greenlight.memory import (
    CountingIds,
    FixedClock,
    MemoryBackend,
    MemoryCredits,
    MemoryDoorbells,
    MemoryJobs,
    MemoryMedia,
    MemoryProductions,
    MemoryWorkflows,
    TrustingInspector,
)
from greenlight.services.jobs import JobPlane
from greenlight.services.productions import Lifecycle
from greenlight.services.reels import Reels
from greenlight.writers.rules import RulesWriter

ALICE = Identity("acme", "alice", "key-a")
SCRIPT = "Our new bottle keeps water cold for 24 hours. It weighs 300 grams. Order it today at our shop."
STEPS = ("speak_script", "animate_portrait", "finish_video")
OUTPUTS = {
    "speak_script": ("speech", "timing"),
    "animate_portrait": ("video",),
    "finish_video": ("video", "captions_vtt", "captions_srt", "thumbnail", "contact_sheet"),
}


@dataclass
class Backend:
    clock: FixedClock = field(default_factory=FixedClock)
    ids: CountingIds = field(default_factory=CountingIds)
    credits: MemoryCredits = field(default_factory=lambda: MemoryCredits(starting=10_000_000))
    doorbells: MemoryDoorbells = field(default_factory=MemoryDoorbells)
    jobs: MemoryJobs = field(default_factory=MemoryJobs)
    media: MemoryMedia = field(default_factory=MemoryMedia)
    workflows: MemoryWorkflows = field(default_factory=MemoryWorkflows)
    queue: MemoryBackend = field(default_factory=MemoryBackend)
    places: int = 0

    def __post_init__(self) -> None:
        self.productions = MemoryProductions(self.credits, self.places)
        self.lifecycle = Lifecycle(
            self.productions,
            self.doorbells,
            self.jobs,
            self.queue,
            self.workflows,
            self.credits,
            self.media,
            self.clock,
        )
        self.plane = JobPlane(self.jobs, self.queue, self.workflows, self.productions, self.media, self.clock)
        self.reels = Reels(
            self.productions,
            self.lifecycle,
            self.media,
            TrustingInspector(self.media),
            RulesWriter(spoken_seconds, margin=1 + MARGIN),
            self.clock,
            self.ids,
            Engines("hibari", "landmark_warp"),
            approval_days=7,
        )

    def new_reel(self, **wishes: object) -> Reel:
        new = NewReel(**{"image": b"picture", "script": SCRIPT, **wishes})  # type: ignore[arg-type]
        return self.reels.create(ALICE, "alice", new)

    def approved_reel(self, **wishes: object) -> Reel:
        reel = self.new_reel(**wishes)
        return self.reels.approve(ALICE, reel.production_id, None, None)

    def wait_for_approval(self, reel: Reel, token: str = "doorbell") -> None:
        self.workflows.live_tokens.add(token)
        self.lifecycle.await_approval(reel.production_id, token)

    def submit(self, reel: Reel, step: str, token: str | None = None) -> str:
        token = token or f"{reel.production_id}/{step}"
        self.workflows.live_tokens.add(token)
        self.plane.submit(reel.production_id, step, token)
        return token

    def result_of_last_job(self, step: str, seconds: float = 5.0) -> JobResult:
        job = self.queue.submitted[-1]
        self.media.put(f"{job.output_prefix}result.json", b"{}", "application/json")
        outputs = {name: f"{job.output_prefix}{name}" for name in OUTPUTS[step]}
        return JobResult(
            job_id=job.job_id,
            attempt=job.attempt,
            outcome="succeeded",
            outputs=outputs,
            sha256={name: f"{job.cache_key[:8]}{name}" for name in outputs},
            facts={"duration": seconds},
        )

    def failure_of_last_job(self, code: str = "engine_error", *, retryable: bool = True) -> JobResult:
        job = self.queue.submitted[-1]
        error = JobError(code=code, message="It did not work.", retryable=retryable)
        return JobResult(job_id=job.job_id, attempt=job.attempt, outcome="failed", error=error)

    def make(self, reel: Reel) -> Reel:
        """Runs all steps of an approved reel to the end."""
        for step in STEPS:
            before = len(self.queue.submitted)
            self.submit(reel, step)
            if len(self.queue.submitted) > before:
                self.plane.finished(self.result_of_last_job(step))
        self.lifecycle.finish(reel.production_id)
        return self.stored(reel)

    def stored(self, reel: Reel) -> Reel:
        found = self.productions.get(reel.production_id)
        assert isinstance(found, Reel)
        return found
