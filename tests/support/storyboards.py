"""Storyboards on a backend in memory, and hands to draw, speak and render them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from zlib import crc32

from greenlight.contracts import Job, JobError, JobResult
from greenlight.domain.drawing import StoryboardEngines
from greenlight.domain.storyboard import NewStoryboard, Storyboard
from greenlight.memory import MemoryStoryboardWriter
from greenlight.services.exports import Exports
from greenlight.services.storyboard_steps import StoryboardSteps
from greenlight.services.storyboards import Storyboards
from tests.support.backend import ALICE, Backend

OUTPUTS = {"draw": ["picture"], "speak": ["speech", "timing"], "join": ["video", "captions_vtt", "thumbnail"]}
PICTURE = 20_000  # micro-USD


@dataclass
class Studio:
    """`meanwhile` is what happens while somebody waits; without it time passes."""

    backend: Backend = field(default_factory=Backend)
    writer: MemoryStoryboardWriter = field(default_factory=MemoryStoryboardWriter)
    meanwhile: list[Callable[[], object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        b = self.backend
        engines = StoryboardEngines("storyboard_card", "hibari")
        self.storyboards = Storyboards(
            b.productions,
            b.lifecycle,
            b.plane,
            b.media,
            b.clock,
            b.ids,
            lambda text: 1 + crc32(text.encode()),
            self._pause,
            engines,
            approval_days=7,
        )
        self.steps = StoryboardSteps(b.productions, lambda: self.writer, b.clock)
        self.exports = Exports(b.productions, b.plane, b.media, b.clock, self._pause)

    def _pause(self, seconds: float) -> None:
        if self.meanwhile:
            self.meanwhile.pop(0)()
        else:
            self.backend.clock.forward(timedelta(seconds=seconds))

    # -- what people do ----------------------------------------------------------------------------------------------
    def new(self, duration: float = 15, **wishes: Any) -> Storyboard:
        return self.storyboards.create(ALICE, "alice", self.wish(duration, **wishes))

    def wish(self, duration: float = 15, **wishes: Any) -> NewStoryboard:
        return NewStoryboard("A calm place", duration, **{"style": "cinematic", "aspect_ratio": "16:9", **wishes})

    def drawn(self, *, failing: Sequence[str] = (), **wishes: Any) -> Storyboard:
        """A storyboard that waits for approval; the pictures of `failing` steps could not be drawn."""
        board = self.new(**wishes)
        for step in self.steps.write(board.production_id):
            self.submit(board, step)
            self.fail("It is too dark.") if step in failing else self.succeed()
        self.wait_for_approval(board)
        return self.stored(board)

    def rendering(self, board: Storyboard) -> Storyboard:
        self.storyboards.approve(ALICE, board.production_id, None, None)
        return self.storyboards.render(ALICE, board.production_id)

    def rendered(self, board: Storyboard) -> list[str]:
        """Approves, renders and finishes; the steps whose jobs had to be done, in order."""
        self.rendering(board)
        return self.run(board)

    def run(self, board: Storyboard) -> list[str]:
        plan = self.steps.plan(board.production_id)
        done = [step for step in [*plan["voices"], *plan["pieces"], "join"] if self.do(board, step)]
        self.backend.lifecycle.finish(board.production_id)
        return done

    def stored(self, board: Storyboard) -> Storyboard:
        found = self.backend.productions.get(board.production_id)
        assert isinstance(found, Storyboard)
        return found

    def balance(self) -> tuple[int, int]:
        account = self.backend.credits.balance("acme", "alice")
        return account.available, account.held

    # -- what the workflow and the workers do ------------------------------------------------------------------------
    def wait_for_approval(self, board: Storyboard) -> None:
        self.backend.workflows.live_tokens.add("doorbell")
        self.backend.lifecycle.await_approval(board.production_id, "doorbell")

    def submit(self, board: Storyboard, step: str) -> None:
        token = f"{board.production_id}/{step}"
        self.backend.workflows.live_tokens.add(token)
        self.backend.plane.submit(board.production_id, step, token)

    def do(self, board: Storyboard, step: str) -> bool:
        """False where the job had been done before."""
        before = len(self.backend.queue.submitted)
        self.submit(board, step)
        if len(self.backend.queue.submitted) == before:
            return False
        self.succeed()
        return True

    def succeed(self, place: int = -1) -> None:
        job = self.backend.queue.submitted[place]
        self.backend.media.put(f"{job.output_prefix}result.json", b"{}", "application/json")
        outputs = {name: f"{job.output_prefix}{name}" for name in OUTPUTS.get(_kind(job), ["video"])}
        for uri in outputs.values():
            self.backend.media.put(uri, b"made", "application/octet-stream")
        digests = {name: f"{job.cache_key[:16]}{name}" for name in outputs}
        self.backend.plane.finished(
            JobResult(
                job_id=job.job_id,
                attempt=job.attempt,
                outcome="succeeded",
                outputs=outputs,
                sha256=digests,
                facts={"duration": 3.0, "width": 1280, "height": 720, "peak_memory": 1},
            )
        )

    def fail(self, message: str, code: str = "engine_error", place: int = -1) -> None:
        job = self.backend.queue.submitted[place]
        error = JobError(code=code, message=message)
        self.backend.plane.finished(JobResult(job_id=job.job_id, attempt=job.attempt, outcome="failed", error=error))


def _kind(job: Job) -> str:
    return {"text_to_image": "draw", "text_to_speech": "speak"}.get(
        job.task.value, "join" if job.params.get("operation") == "join_pieces" else ""
    )
