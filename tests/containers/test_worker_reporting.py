"""What a report does, by a clock that the test moves."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import EndpointConnectionError

from gpu_containers.runtime.engine import JobCancelled, JobFailed
from gpu_containers.runtime.reporting import HandedBack, Reporter
from greenlight.contracts import Job, Progress, Task

_START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class World:
    """A clock, a cancel flag, and a progress queue that may be out of reach."""

    seconds: float = 0.0
    cancelled: bool = False
    out_of_reach: bool = False
    sent: list[Progress] = field(default_factory=list)
    looks: int = 0

    def send(self, progress: Progress) -> None:
        self._reach()
        self.sent.append(progress)

    def look(self) -> bool:
        self._reach()
        self.looks += 1
        return self.cancelled

    def _reach(self) -> None:
        if self.out_of_reach:
            raise EndpointConnectionError(endpoint_url="http://127.0.0.1")

    def reporter(self) -> Reporter:
        job = Job(
            job_id="job",
            task=Task.MEDIA,
            engine="shout",
            output_prefix="s3://bucket/jobs/job/",
            cache_key="job",
            attempt=2,
            deadline=_START + timedelta(seconds=60),
        )
        return Reporter(
            job,
            self.send,
            self.look,
            clock=lambda: self.seconds,
            now=lambda: _START + timedelta(seconds=self.seconds),
        )


def test_a_second_passes_between_two_messages_and_two_looks_at_the_cancel_flag() -> None:
    world = World()
    report = world.reporter()
    for tenth in range(25):
        world.seconds = tenth / 10
        report(tenth / 100, "working")
    assert [each.fraction for each in world.sent] == [0.0, 0.1, 0.2]
    assert world.looks == 3


def test_the_fraction_never_goes_back_and_stays_within_bounds() -> None:
    world = World()
    report = world.reporter()
    for second, fraction in enumerate([-1.0, 0.5, 0.2, float("nan"), 7.0]):
        world.seconds = second
        report(fraction, "working")
    assert [each.fraction for each in world.sent] == [0.0, 0.5, 0.5, 0.5, 1.0]


def test_progress_names_the_job_and_the_attempt() -> None:
    world = World()
    world.reporter()(0.5, "drawing")
    assert world.sent == [Progress(job_id="job", attempt=2, fraction=0.5, message="drawing")]


def test_a_cancelled_job_stops_within_a_second() -> None:
    world = World()
    report = world.reporter()
    report(0.1, "working")
    world.cancelled = True
    report(0.2, "working")
    world.seconds = 1
    with pytest.raises(JobCancelled):
        report(0.3, "working")


def test_a_job_stops_at_its_deadline() -> None:
    world = World()
    report = world.reporter()
    report(0.1, "working")
    world.seconds = 60
    with pytest.raises(JobFailed) as refused:
        report(0.2, "working")
    assert refused.value.code == "deadline_exceeded"


def test_a_job_that_was_handed_back_stops_at_its_next_report() -> None:
    world = World()
    report = world.reporter()
    report(0.1, "working")
    report.hand_back()
    with pytest.raises(HandedBack):
        report(0.2, "working")


def test_a_cloud_out_of_reach_does_not_stop_the_work() -> None:
    world = World(out_of_reach=True)
    report = world.reporter()
    report(0.1, "working")
    world.out_of_reach, world.seconds = False, 1
    report(0.2, "working")
    assert [each.fraction for each in world.sent] == [0.2]
