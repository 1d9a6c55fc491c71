"""Walks of the journeys of scenarios and scripts on a local Step Functions service."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from tests.state_machines.theatre import ROOT, Play, Theatre, open_theatre

SCENARIO = {
    "StepWriteScenarioFunctionArn": "write_scenario",
    "StepSubmitJobFunctionArn": "submit_job",
    "StepFinishProductionFunctionArn": "finish_production",
    "StepFailProductionFunctionArn": "fail_production",
}
SCRIPT = {"StepWriteScriptFunctionArn": "write_script", "StepFailProductionFunctionArn": "fail_script"}
RIGHT, WRONG = {"is_to_be_mended": False}, {"is_to_be_mended": True}


@dataclass(frozen=True)
class Journey:
    theatre: Theatre
    machine: str

    def play(self, **script: Any) -> Play:
        return self.theatre.play(self.machine, str(uuid4()), script)


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    with open_theatre(tmp_path_factory.mktemp("theatre")) as opened:
        yield opened


@pytest.fixture(scope="module")
def scenarios(theatre: Theatre) -> Journey:
    return Journey(theatre, theatre.stage(ROOT / "state_machines/write_scenario.asl.yaml", SCENARIO))


@pytest.fixture(scope="module")
def scripts(theatre: Theatre) -> Journey:
    return Journey(theatre, theatre.stage(ROOT / "state_machines/write_script.asl.yaml", SCRIPT))


def test_a_draft_that_is_right_is_drawn_and_published(scenarios: Journey) -> None:
    play = scenarios.play(write_scenario=RIGHT)
    assert play.ended()["status"] == "SUCCEEDED"
    assert play.roles() == ["write_scenario", "draw_preview", "finish_production"]


def test_a_draft_that_is_wrong_is_mended_until_it_is_right(scenarios: Journey) -> None:
    play = scenarios.play(write_scenario=[WRONG, WRONG, RIGHT])
    assert play.ended()["status"] == "SUCCEEDED"
    assert play.roles() == [*["write_scenario"] * 3, "draw_preview", "finish_production"]


def test_a_picture_that_could_not_be_submitted_or_drawn_keeps_no_scenario_from_being_published(
    scenarios: Journey,
) -> None:
    play = scenarios.play(write_scenario=RIGHT, draw_preview="wait")
    token = play.event_of("draw_preview")["token"]
    play.theatre.client("stepfunctions").send_task_failure(taskToken=token, error="engine_error", cause="{}")
    assert play.ended()["status"] == "SUCCEEDED"
    assert play.roles()[-1] == "finish_production"
    assert "fail_production" not in play.roles()


def test_a_script_whose_writing_breaks_is_failed_with_its_stage(scripts: Journey) -> None:
    play = scripts.play(write_script="raise")
    assert play.ended()["status"] == "FAILED"
    assert play.event_of("fail_script")["stage"] == "WriteScript"


def test_a_script_is_written_and_waits_for_nobody(scripts: Journey) -> None:
    play = scripts.play()
    assert play.ended()["status"] == "SUCCEEDED"
    assert play.roles() == ["write_script"]
