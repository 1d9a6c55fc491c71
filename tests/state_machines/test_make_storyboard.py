"""Walks of the storyboard's journey on a local Step Functions service."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from tests.state_machines.theatre import ROOT, Play, Theatre, open_theatre

FUNCTIONS = {
    "StepWriteStoryboardFunctionArn": "write_storyboard",
    "StepAwaitApprovalFunctionArn": "await_approval",
    "StepPlanRenderFunctionArn": "plan_render",
    "StepSubmitJobFunctionArn": "submit_job",
    "StepFinishProductionFunctionArn": "finish_production",
    "StepFailProductionFunctionArn": "fail_production",
}
WRITTEN = {"pictures": ["draw-1", "draw-2", "draw-3"]}
PLANNED = {"voices": ["speak-1", "speak-2"], "pieces": ["body-1", "seam-1", "body-2"]}


@dataclass(frozen=True)
class Storyboards:
    theatre: Theatre
    machine: str

    def play(self, **script: Any) -> Play:
        script = {"write_storyboard": WRITTEN, "plan_render": PLANNED} | script
        return self.theatre.play(self.machine, str(uuid4()), script)


@pytest.fixture(scope="module")
def storyboards(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storyboards]:
    with open_theatre(tmp_path_factory.mktemp("theatre")) as theatre:
        yield Storyboards(theatre, theatre.stage(ROOT / "state_machines/make_storyboard.asl.yaml", FUNCTIONS))


def test_pictures_voices_and_pieces_are_each_made_side_by_side_and_after_one_another(storyboards: Storyboards) -> None:
    play = storyboards.play()
    assert play.ended()["status"] == "SUCCEEDED"
    roles = play.roles()
    assert roles[0] == "write_storyboard"
    assert sorted(roles[1:4]) == WRITTEN["pictures"]
    assert roles[4:6] == ["await_approval", "plan_render"]
    assert sorted(roles[6:8]) == PLANNED["voices"]
    assert sorted(roles[8:11]) == sorted(PLANNED["pieces"])
    assert roles[11:] == ["join", "finish_production"]


def test_each_job_has_the_id_its_own_step_and_its_own_token(storyboards: Storyboards) -> None:
    play = storyboards.play()
    play.ended()
    jobs = {role: event for role, event in play.calls() if "step" in event}
    assert all(set(event) == {"production_id", "step", "token"} for event in jobs.values())
    assert {event["step"] for event in jobs.values()} == set(jobs)
    assert len({event["token"] for event in jobs.values()}) == len(jobs) == 9


def test_a_journey_with_nothing_missing_submits_nothing_but_the_join(storyboards: Storyboards) -> None:
    play = storyboards.play(write_storyboard={"pictures": []}, plan_render={"voices": [], "pieces": []})
    assert play.ended()["status"] == "SUCCEEDED"
    assert play.roles() == ["write_storyboard", "await_approval", "plan_render", "join", "finish_production"]


def test_one_missing_piece_is_still_a_list(storyboards: Storyboards) -> None:
    play = storyboards.play(write_storyboard={"pictures": []}, plan_render={"voices": [], "pieces": ["seam-9"]})
    assert play.ended()["status"] == "SUCCEEDED"
    assert play.roles()[3:] == ["seam-9", "join", "finish_production"]


def test_nothing_is_rendered_before_the_green_light(storyboards: Storyboards) -> None:
    play = storyboards.play(await_approval="wait")
    play.event_of("await_approval")
    assert play.roles()[-1] == "await_approval"
    play.answer("await_approval")
    assert play.ended()["status"] == "SUCCEEDED"


def test_a_piece_that_waits_holds_back_the_join_and_no_other_piece(storyboards: Storyboards) -> None:
    play = storyboards.play(**{"seam-1": "wait"})
    play.event_of("body-1")
    play.event_of("body-2")
    play.event_of("seam-1")
    assert "join" not in play.roles()
    play.answer("seam-1")
    assert play.ended()["status"] == "SUCCEEDED"


@pytest.mark.parametrize(
    ("role", "state"),
    [("draw-2", "DrawScenes"), ("speak-1", "SpeakScenes"), ("body-2", "RenderPieces"), ("join", "JoinPieces")],
)
def test_a_job_that_fails_for_good_ends_the_journey_with_the_state_it_belongs_to(
    storyboards: Storyboards, role: str, state: str
) -> None:
    play = storyboards.play(**{role: "fail"})
    ended = play.ended()
    assert (ended["status"], ended["error"]) == ("FAILED", "no_face")
    assert play.event_of("fail_production")["stage"] == state
    assert "finish_production" not in play.roles()


def test_a_job_that_could_not_be_submitted_is_submitted_again(storyboards: Storyboards) -> None:
    play = storyboards.play(**{"body-1": "cannot submit once"})
    assert play.ended()["status"] == "SUCCEEDED"
    assert play.roles().count("body-1") == 2
