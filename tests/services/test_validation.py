"""Validation of a stage: each engine is tried by a job that makes nothing, the writer by a sample."""

from datetime import timedelta

import pytest

from greenlight.contracts import JobError, JobResult
from greenlight.domain.writing import WriterFailed
from greenlight.memory import FixedClock
from greenlight.services.health import Health
from greenlight.services.validation import Validation
from tests.support.backend import ALICE, Backend


class Writer:
    def __init__(self, failure=None):
        self.failure = failure

    def rewrite(self, request):
        if self.failure:
            raise self.failure
        return "Welcome."


@pytest.fixture
def backend() -> Backend:
    return Backend()


def validation(backend, engines=(("text_to_speech", "hibari"),), meanwhile=(), failure=None) -> Validation:
    left = list(meanwhile)

    def pause(seconds):
        left.pop(0)() if left else backend.clock.forward(timedelta(seconds=seconds))

    health = Health([("table", lambda: None)], FixedClock())
    return Validation(
        health, ("rules", lambda: Writer(failure)), engines, backend.jobs, backend.queue, backend.media,
        backend.clock, pause,
    )  # fmt: skip


def answered(backend, **result):
    def answer():
        job = backend.queue.submitted[-1]
        backend.media.put(f"{job.output_prefix}result.json", b"{}", "application/json")
        backend.plane.finished(JobResult(job_id=job.job_id, attempt=job.attempt, **result))

    return answer


def test_an_engine_that_a_worker_could_load_is_well_and_leaves_no_file(backend):
    done = answered(backend, outcome="succeeded", facts={"detail": "It is loaded."})
    checks = validation(backend, meanwhile=[done]).checks(ALICE)
    assert [(check.name, check.ok) for check in checks] == [
        ("table", True),
        ("writer rules", True),
        ("text_to_speech hibari", True),
    ]
    assert list(backend.queue.submitted[-1].params) == ["check"]
    assert backend.media.files == {}


def test_an_engine_that_is_not_configured_says_what_is_missing(backend):
    error = JobError(code="engine_not_configured", message="Set OPENAI_API_KEY.")
    failed = answered(backend, outcome="failed", error=error)
    engine = ("text_to_speech", "openai")
    assert validation(backend, [engine], [failed]).checks(ALICE)[-1].detail == "Set OPENAI_API_KEY."


def test_an_engine_that_no_worker_answers_for_is_not_waited_for_long(backend):
    check = validation(backend).checks(ALICE)[-1]
    assert (check.ok, check.detail) == (
        False,
        "No worker answered within 15 s; is one running for text_to_speech?",
    )


def test_an_engine_that_there_is_not_is_said_without_a_job(backend):
    check = validation(backend, [("text_to_speech", "parrot")]).checks(ALICE)[-1]
    assert (check.ok, backend.queue.submitted) == (False, [])
    assert "no text_to_speech engine called 'parrot'" in check.detail


def test_a_writer_that_cannot_write_says_why(backend):
    failure = WriterFailed("writer_not_configured", "Check OPENAI_API_KEY.")
    check = validation(backend, (), failure=failure).checks(ALICE)[-1]
    assert (check.ok, check.detail) == (False, "Check OPENAI_API_KEY.")


def test_whoever_asks_within_the_same_moment_shares_the_job(backend):
    done = answered(backend, outcome="succeeded")
    asked = validation(backend, meanwhile=[done])
    asked.checks(ALICE)
    asked.checks(ALICE)
    assert len(backend.queue.submitted) == 1
