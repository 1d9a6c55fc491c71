"""Every journey's definition: valid, bounded in time, caught, and bound to functions that the template has."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonata import Jsonata  # type: ignore[import-untyped]
from statelint.config import Config  # type: ignore[import-untyped]
from statelint.linter import Linter  # type: ignore[import-untyped]

from greenlight.services import make_reel, make_storyboard
from local import templates

ROOT = Path(__file__).resolve().parents[2]
DEFINITIONS = sorted((ROOT / "state_machines").glob("*.asl.yaml"))
TOKEN_WAIT = ".waitForTaskToken"
A_YEAR_AND_A_DAY = 366 * 24 * 3600
# What a journey is good without, and where it then goes on: a scenario has its text.
DISPENSABLE = {"DrawPreview": "PublishScenario"}

every_definition = pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: path.name)


def states(path: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text())["States"]
    return found


def tasks(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Those of the journey itself and those that it fans out."""
    for name, state in states(path).items():
        if state["Type"] == "Task":
            yield name, state
        elif state["Type"] == "Map":
            yield from state["ItemProcessor"]["States"].items()


def expressions_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from expressions_in(part)
    elif isinstance(value, str) and value.startswith("{%"):
        yield value.removeprefix("{%").removesuffix("%}")


def machine_of(path: Path) -> dict[str, Any]:
    """The template's state machine whose definition is `path`."""
    resources = templates.load(ROOT / "template.yaml")["Resources"].values()
    machines: list[dict[str, Any]] = [
        r["Properties"] for r in resources if r["Type"] == "AWS::Serverless::StateMachine"
    ]
    (machine,) = [m for m in machines if m["DefinitionUri"] == str(path.relative_to(ROOT))]
    return machine


def handled_by_catch_all(state: dict[str, Any]) -> bool:
    return any(catcher["ErrorEquals"] == ["States.ALL"] for catcher in state.get("Catch", []))


@every_definition
def test_the_linter_has_nothing_to_say(path: Path) -> None:
    assert Linter.validate(path.read_text(), Config(yaml=True, evaluate_jsonata=True)) == []


@every_definition
def test_every_expression_is_jsonata(path: Path) -> None:
    expressions = list(expressions_in(yaml.safe_load(path.read_text())))
    assert expressions
    for expression in expressions:
        Jsonata(expression)


@every_definition
def test_it_fits_on_two_screens_and_speaks_jsonata(path: Path) -> None:
    text = path.read_text()
    # A journey that fans out three times is longer than one that walks straight on.
    fans = sum(state["Type"] == "Map" for state in states(path).values())
    assert len(text.splitlines()) <= 130 + 15 * fans
    assert yaml.safe_load(text)["QueryLanguage"] == "JSONata"


@every_definition
def test_it_has_no_yaml_aliases_which_cloudformation_does_not_promise_to_read(path: Path) -> None:
    kinds = {type(event) for event in yaml.parse(path.read_text())}
    assert yaml.AliasEvent not in kinds


@every_definition
def test_every_task_has_a_timeout(path: Path) -> None:
    for name, state in tasks(path):
        assert 0 < state["TimeoutSeconds"] <= A_YEAR_AND_A_DAY, name


@every_definition
def test_everything_that_may_fail_is_caught(path: Path) -> None:
    """What a fan's own tasks throw is caught by the fan."""
    risky = {name: state for name, state in states(path).items() if state["Type"] in {"Task", "Map"}}
    assert [name for name, state in risky.items() if not handled_by_catch_all(state)] == []


@every_definition
def test_every_failure_is_recorded_with_the_stage_that_failed(path: Path) -> None:
    for name, state in states(path).items():
        for catcher in state.get("Catch", []) if name != "FailProduction" else []:
            if name in DISPENSABLE:
                assert catcher["Next"] == DISPENSABLE[name], name
                continue
            assert catcher["Next"] == "FailProduction", name
            assert set(catcher["Assign"]) == {"failed_stage", "failure"}, name


@every_definition
def test_a_refused_token_is_the_last_word(path: Path) -> None:
    """A wildcard would have a job that failed for good done again."""
    for name, state in tasks(path):
        if state["Resource"].endswith(TOKEN_WAIT):
            errors = {error for retrier in state["Retry"] for error in retrier["ErrorEquals"]}
            # What the functions themselves say when they could not even begin.
            assert all(error.startswith("Lambda.") or error in {"SubmitFailed", "WaitFailed"} for error in errors), name


@every_definition
def test_every_retry_backs_off_with_jitter_and_ends(path: Path) -> None:
    for name, state in tasks(path):
        for retrier in state["Retry"]:
            assert retrier["JitterStrategy"] == "FULL", name
            assert retrier["BackoffRate"] > 1, name
            assert 1 <= retrier["MaxAttempts"] <= 5, name


@every_definition
def test_every_task_waits_for_its_own_token(path: Path) -> None:
    for name, state in tasks(path):
        payload = state["Arguments"]["Payload"]
        token = payload.get("token") if isinstance(payload, dict) else None
        wanted = "{% $states.context.Task.Token %}" if state["Resource"].endswith(TOKEN_WAIT) else None
        assert token == wanted, name


@every_definition
def test_every_variable_is_substituted_by_the_template_and_the_other_way_round(path: Path) -> None:
    used = set(re.findall(r"\$\{(\w+)\}", path.read_text()))
    assert used == set(machine_of(path)["DefinitionSubstitutions"])


@every_definition
def test_every_substitution_is_the_function_of_its_name(path: Path) -> None:
    for name, value in machine_of(path)["DefinitionSubstitutions"].items():
        assert value == {"Fn::GetAtt": [name.removesuffix("Arn"), "Arn"]}


def test_the_states_of_a_storyboard_are_named_by_its_journey() -> None:
    assert set(make_storyboard.STATES.values()) - {"ExportVideo"} <= set(
        states(ROOT / "state_machines/make_storyboard.asl.yaml")
    )


def test_the_states_of_a_reel_are_named_after_its_steps() -> None:
    path = ROOT / "state_machines/make_reel.asl.yaml"
    payloads = {name: state["Arguments"]["Payload"] for name, state in tasks(path)}
    steps = {payload["step"]: name for name, payload in payloads.items() if "step" in payload}
    assert steps == make_reel.STATES
