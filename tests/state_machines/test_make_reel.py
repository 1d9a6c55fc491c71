"""Walks of the reel's journey on a local Step Functions service."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from uuid import uuid4

import pytest

from tests.state_machines.theatre import ROOT, Play, Theatre, open_theatre

FUNCTIONS = {
    "StepAwaitApprovalFunctionArn": "await_approval",
    "StepSubmitJobFunctionArn": "submit_job",
    "StepFinishProductionFunctionArn": "finish_production",
    "StepFailProductionFunctionArn": "fail_production",
}
JOURNEY = ["await_approval", "speak_script", "animate_portrait", "finish_video", "finish_production"]
STATE_OF = {
    "await_approval": "AwaitApproval",
    "speak_script": "SpeakScript",
    "animate_portrait": "AnimatePortrait",
    "finish_video": "FinishVideo",
}


@dataclass(frozen=True)
class Reels:
    theatre: Theatre
    machine: str

    def play(self, **script: str) -> Play:
        return self.theatre.play(self.machine, str(uuid4()), script)


@pytest.fixture(scope="module")
def reels(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reels]:
    with open_theatre(tmp_path_factory.mktemp("theatre")) as theatre:
        yield Reels(theatre, theatre.stage(ROOT / "state_machines/make_reel.asl.yaml", FUNCTIONS))


def test_a_reel_whose_steps_are_all_done_walks_through_without_waiting(reels: Reels) -> None:
    play = reels.play()
    assert play.ended()["status"] == "SUCCEEDED"
    assert play.roles() == JOURNEY


def test_each_step_gets_the_id_and_its_own_token_and_nothing_of_the_steps_before(reels: Reels) -> None:
    play = reels.play()
    play.ended()
    events = dict(play.calls())
    assert set(events["await_approval"]) == {"production_id", "token"}
    for step in ("speak_script", "animate_portrait", "finish_video"):
        assert set(events[step]) == {"production_id", "step", "token"}
    assert events["finish_production"] == {"production_id": play.production_id}
    tokens = {event["token"] for event in events.values() if "token" in event}
    assert len(tokens) == 4


@pytest.mark.parametrize("role", STATE_OF)
def test_a_step_waits_until_its_token_is_answered(reels: Reels, role: str) -> None:
    play = reels.play(**{role: "wait"})
    play.event_of(role)
    assert play.now()["status"] == "RUNNING"
    assert play.roles()[-1] == role
    play.answer(role)
    assert play.ended()["status"] == "SUCCEEDED"
    assert play.roles() == JOURNEY


@pytest.mark.parametrize(("role", "state"), STATE_OF.items())
def test_a_step_that_fails_ends_the_journey_with_its_name_and_its_reason(reels: Reels, role: str, state: str) -> None:
    play = reels.play(**{role: "fail"})
    ended = play.ended()
    assert (ended["status"], ended["error"]) == ("FAILED", "no_face")
    assert ended["cause"].startswith(f"{state} failed: ")
    assert play.roles() == [*JOURNEY[: JOURNEY.index(role) + 1], "fail_production"]
    event = play.event_of("fail_production")
    assert (event["production_id"], event["stage"]) == (play.production_id, state)
    assert play.arn.endswith(f":{event['execution']}")
    assert event["error"]["Error"] == "no_face"
    assert json.loads(event["error"]["Cause"])["message"] == "There is no face."


def test_a_job_that_could_not_be_submitted_is_submitted_again(reels: Reels) -> None:
    play = reels.play(speak_script="cannot submit once")
    assert play.ended()["status"] == "SUCCEEDED"
    assert play.roles().count("speak_script") == 2


def test_a_last_step_that_stumbles_once_is_called_again(reels: Reels) -> None:
    play = reels.play(finish_production="raise once")
    assert play.ended()["status"] == "SUCCEEDED"
    assert play.roles() == [*JOURNEY, "finish_production"]


def test_the_journey_fails_even_where_its_failure_cannot_be_written_at_first(reels: Reels) -> None:
    play = reels.play(finish_video="fail", fail_production="raise once")
    ended = play.ended()
    assert (ended["status"], ended["error"]) == ("FAILED", "no_face")
    assert play.roles().count("fail_production") == 2


def test_a_journey_that_was_stopped_calls_nothing_more_whatever_answers_come_late(reels: Reels) -> None:
    play = reels.play(animate_portrait="wait")
    play.event_of("animate_portrait")
    workflows = reels.theatre.client("stepfunctions")
    workflows.stop_execution(executionArn=play.arn)
    assert play.ended()["status"] == "ABORTED"
    # AWS refuses the token of a stopped execution, the local service takes it; the journey stays ended with both.
    with suppress(workflows.exceptions.TaskTimedOut, workflows.exceptions.TaskDoesNotExist):
        play.answer("animate_portrait")
    assert reels.play().ended()["status"] == "SUCCEEDED"
    assert play.now()["status"] == "ABORTED"
    assert play.roles() == JOURNEY[:3]
