"""Jobs are run once, retried by kind, and answer everybody who waits, however results arrive."""

from dataclasses import replace

import pytest

from greenlight.contracts import Job, Progress
from greenlight.domain.jobs import RESEND_AFTER
from greenlight.memory import MemoryBackend
from greenlight.services.jobs import TOLD_AGAIN_AFTER
from tests.support.backend import ALICE, STEPS, Backend


@pytest.fixture
def backend() -> Backend:
    return Backend()


def test_a_step_is_submitted_as_a_job_that_holds_no_token(backend):
    reel = backend.approved_reel()
    token = backend.submit(reel, "speak_script")
    (job,) = backend.queue.submitted
    assert job.params["text"] == reel.final_script
    assert token not in job.model_dump_json()


def test_a_result_answers_the_workflow_and_is_written_on_the_reel(backend):
    reel = backend.approved_reel()
    token = backend.submit(reel, "speak_script")
    backend.plane.finished(backend.result_of_last_job("speak_script"))
    assert backend.workflows.answers == [(token, "succeeded", "")]
    assert backend.stored(reel).results["speak_script"].facts == {"duration": 5.0}


def test_a_result_that_comes_twice_is_harmless(backend):
    reel = backend.approved_reel()
    backend.submit(reel, "speak_script")
    result = backend.result_of_last_job("speak_script")
    backend.plane.finished(result)
    spent = backend.stored(reel).spent
    backend.plane.finished(result)
    assert backend.stored(reel).spent == spent
    assert len(backend.workflows.answers) == 1


def test_the_same_work_is_done_once_for_two_reels(backend):
    first, second = backend.approved_reel(), backend.approved_reel()
    tokens = {backend.submit(first, "speak_script"), backend.submit(second, "speak_script")}
    assert len(backend.queue.submitted) == 1
    backend.plane.finished(backend.result_of_last_job("speak_script"))
    assert {answer[0] for answer in backend.workflows.answers} == tokens


def test_work_that_was_done_before_is_answered_at_once(backend):
    backend.make(backend.approved_reel())
    before = len(backend.queue.submitted)
    backend.make(backend.approved_reel())
    assert len(backend.queue.submitted) == before == len(STEPS)


def test_another_tenants_result_is_never_used(backend):
    backend.make(backend.approved_reel())
    stranger = ALICE.__class__("other", "alice", "key-o")
    from greenlight.domain.reel import NewReel
    from tests.support.backend import SCRIPT

    reel = backend.reels.create(stranger, "alice", NewReel(image=b"picture", script=SCRIPT))
    reel = backend.reels.approve(stranger, reel.production_id, None, None)
    backend.submit(reel, "speak_script")
    assert len(backend.queue.submitted) == len(STEPS) + 1


def test_a_cached_result_whose_files_are_gone_is_made_again(backend):
    backend.make(backend.approved_reel())
    backend.media.files.clear()
    reel = backend.approved_reel()
    backend.submit(reel, "speak_script")
    assert backend.queue.submitted[-1].attempt == 2


def test_a_retryable_failure_is_tried_three_times_in_all(backend):
    reel = backend.approved_reel()
    token = backend.submit(reel, "speak_script")
    for _ in range(3):
        backend.plane.finished(backend.failure_of_last_job())
    assert [job.attempt for job in backend.queue.submitted] == [1, 2, 3]
    assert backend.workflows.answers[0][:2] == (token, "engine_error")


def test_a_failure_for_good_is_not_tried_again(backend):
    reel = backend.approved_reel()
    backend.submit(reel, "speak_script")
    backend.plane.finished(backend.failure_of_last_job("nothing_to_speak", retryable=False))
    assert len(backend.queue.submitted) == 1
    assert backend.workflows.answers[0][1] == "nothing_to_speak"


def test_a_late_success_of_an_earlier_attempt_is_as_good_as_any(backend):
    reel = backend.approved_reel()
    token = backend.submit(reel, "speak_script")
    late = backend.result_of_last_job("speak_script")
    backend.plane.finished(backend.failure_of_last_job())
    backend.plane.finished(late)
    assert backend.workflows.answers == [(token, "succeeded", "")]


def test_a_late_failure_of_an_earlier_attempt_fails_nothing(backend):
    reel = backend.approved_reel()
    backend.submit(reel, "speak_script")
    late = backend.failure_of_last_job(retryable=False)
    backend.plane.finished(backend.failure_of_last_job())
    backend.plane.finished(late)
    assert backend.workflows.answers == []


def test_a_failed_job_starts_anew_for_a_reel_that_asks_again(backend):
    reel = backend.approved_reel()
    backend.submit(reel, "speak_script")
    backend.plane.finished(backend.failure_of_last_job(retryable=False))
    backend.lifecycle.fail_at(reel.production_id, reel.execution, "SpeakScript", {"Cause": "?"})
    reel = backend.reels.generate(ALICE, reel.production_id)
    token = backend.submit(reel, "speak_script", "second-run")
    backend.plane.finished(backend.result_of_last_job("speak_script"))
    assert backend.workflows.answers[-1] == (token, "succeeded", "")


def test_a_job_that_killed_its_workers_fails_its_reel_with_that_reason(backend):
    reel = backend.approved_reel()
    backend.submit(reel, "speak_script")
    backend.plane.dead(backend.queue.submitted[-1])
    assert backend.workflows.answers[0][1] == "job_died"


def test_a_job_cancelled_for_one_reel_is_run_for_the_one_that_began_to_wait_meanwhile(backend):
    first = backend.approved_reel()
    backend.submit(first, "speak_script")
    backend.reels.cancel(ALICE, first.production_id)
    second = backend.approved_reel()
    backend.submit(second, "speak_script")
    backend.plane.finished(backend.failure_of_last_job("cancelled", retryable=False))
    assert backend.queue.submitted[-1].attempt == 2


def test_a_message_that_was_never_sent_is_sent_when_asked_again(backend):
    reel = backend.approved_reel()
    backend.submit(reel, "speak_script")
    backend.clock.forward(RESEND_AFTER * 2)
    backend.submit(reel, "speak_script", "again")
    assert [job.attempt for job in backend.queue.submitted] == [1, 2]


def test_a_step_of_a_cancelled_reel_is_not_submitted(backend):
    reel = backend.approved_reel()
    backend.reels.cancel(ALICE, reel.production_id)
    backend.submit(reel, "speak_script")
    assert backend.queue.submitted == []
    assert backend.workflows.answers[0][1] == "Stopped"


def test_progress_grows_and_never_goes_back(backend):
    reel = backend.approved_reel()
    backend.submit(reel, "speak_script")
    job_id = backend.queue.submitted[-1].job_id
    seen = []
    for fraction in (0.1, 0.9, 0.5, 1.0):
        backend.plane.progressed(Progress(job_id=job_id, fraction=fraction))
        seen.append(backend.stored(reel).progress)
    assert seen == sorted(seen)
    assert 2 < seen[-1] <= 15


def test_progress_of_a_job_that_nobody_waits_for_is_passed_over(backend):
    backend.plane.progressed(Progress(job_id="unknown", fraction=0.5))
    assert backend.productions.stored == {}


class DeafQueue(MemoryBackend):
    """Takes no message, once."""

    def submit(self, job: Job) -> None:
        if not self.cancelled:
            self.cancelled.append("deaf")
            raise ConnectionError("the queue is away")
        super().submit(job)


def test_a_job_that_could_not_be_sent_is_sent_when_its_step_is_tried_again():
    backend = Backend(queue=DeafQueue())
    reel = backend.approved_reel()
    with pytest.raises(ConnectionError):
        backend.submit(reel, "speak_script")
    backend.submit(reel, "speak_script", "second try")
    assert len(backend.queue.submitted) == 1


def test_a_next_attempt_that_could_not_be_sent_is_sent_when_its_failure_is_told_again():
    backend = Backend()
    reel = backend.approved_reel()
    backend.submit(reel, "speak_script")
    failure = backend.failure_of_last_job()
    plane = replace(backend.plane, backend=DeafQueue())
    with pytest.raises(ConnectionError):
        plane.finished(failure)
    backend.clock.forward(TOLD_AGAIN_AFTER)
    backend.plane.finished(failure)
    assert [job.attempt for job in backend.queue.submitted] == [1, 2]


def test_a_failure_that_is_told_three_times_is_tried_again_once(backend):
    reel = backend.approved_reel()
    backend.submit(reel, "speak_script")
    failure = backend.failure_of_last_job()
    for _ in range(3):
        backend.plane.finished(failure)
    assert [job.attempt for job in backend.queue.submitted] == [1, 2]


@pytest.mark.parametrize("code", ["endpoint_failed", "machine_lost", "cancelled"])
def test_a_job_that_was_cancelled_is_not_tried_again_for_nobody(backend, code):
    reel = backend.approved_reel()
    backend.submit(reel, "speak_script")
    backend.reels.cancel(ALICE, reel.production_id)
    backend.plane.finished(backend.failure_of_last_job(code))
    assert [job.attempt for job in backend.queue.submitted] == [1]
    assert backend.queue.cancelled


def test_a_job_that_is_cancelled_again_and_again_is_not_tried_for_ever(backend):
    reel = backend.approved_reel()
    backend.submit(reel, "speak_script")
    for _ in range(5):
        backend.plane.finished(backend.failure_of_last_job("cancelled", retryable=False))
    assert [job.attempt for job in backend.queue.submitted] == [1, 2, 3]


def test_speech_of_a_text_that_was_replaced_never_gets_into_the_reel(backend):
    reel = backend.approved_reel()
    backend.submit(reel, "speak_script")
    old = backend.result_of_last_job("speak_script")
    backend.lifecycle.fail_at(reel.production_id, reel.execution, "SpeakScript", {"Cause": "?"})
    backend.reels.edit(ALICE, reel.production_id, "Quite another text.", None)
    reel = backend.reels.approve(ALICE, reel.production_id, None, None)
    backend.plane.finished(old)
    assert backend.stored(reel).results == {}
    assert backend.stored(reel).spent == 0


def test_a_failed_reel_stops_the_job_it_no_longer_waits_for(backend):
    reel = backend.approved_reel()
    backend.submit(reel, "speak_script")
    backend.lifecycle.fail_at(reel.production_id, reel.execution, "SpeakScript", {"Cause": "?"})
    assert backend.queue.cancelled == [backend.queue.submitted[0].job_id]
