"""The template says the same as the code: folders, handlers, settings, layers."""

import ast
import json
import re
from pathlib import Path

import pytest
from cfnlint.api import lint_file  # type: ignore[import-untyped]

from tests.infra.expanded import ROOT, TEMPLATE, as_list, expanded, functions, of_type, source

# Read by libraries, not by settings.py.
LIBRARIES = {
    "POWERTOOLS_LOG_LEVEL",
    "POWERTOOLS_METRICS_NAMESPACE",
    "POWERTOOLS_SERVICE_NAME",
    "PYDANTIC_DISABLE_PLUGINS",
}


def environment_of(function: str) -> dict[str, object]:
    variables: dict[str, object] = of_type("AWS::Lambda::Function")[function]["Environment"]["Variables"]
    return variables


def names_read_by_settings() -> set[str]:
    tree = ast.parse((ROOT / "layers/core/python/greenlight/settings.py").read_text())
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in texts if re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", text)}


def test_the_linter_has_nothing_to_say() -> None:
    assert [str(match) for match in lint_file(TEMPLATE)] == []


def test_the_linter_has_nothing_to_say_about_what_sam_makes_of_it(tmp_path: Path) -> None:
    plain = tmp_path / "expanded.json"
    plain.write_text(json.dumps(expanded()))
    assert [str(match) for match in lint_file(plain)] == []


def test_every_function_folder_has_a_function_and_the_other_way_round() -> None:
    folders = {f"functions/{app.parent.name}" for app in ROOT.glob("functions/*/app.py")}
    assert folders == {function["CodeUri"] for function in functions().values()}


def test_every_function_is_named_after_its_folder() -> None:
    for name, function in functions().items():
        folder = Path(function["CodeUri"]).name
        if folder != "on_service_key_wanted":
            assert name == "".join(word.title() for word in folder.split("_")) + "Function"


def test_every_folder_has_the_handler_that_the_template_names() -> None:
    assert source()["Globals"]["Function"]["Handler"] == "app.handler"
    for function in functions().values():
        tree = ast.parse((ROOT / function["CodeUri"] / "app.py").read_text())
        assert "handler" in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, function["CodeUri"]


def test_the_functions_are_given_the_settings_that_are_read_and_no_others() -> None:
    given = {name for function in functions() for name in environment_of(function)}
    assert given == names_read_by_settings() | LIBRARIES


@pytest.mark.parametrize("name", ["CHECK_UPLOAD_FUNCTION", "INSPECT_PORTRAIT_FUNCTION", "REWRITE_SCRIPT_FUNCTION"])
def test_only_the_api_knows_the_functions_that_it_calls(name: str) -> None:
    assert [function for function in functions() if name in environment_of(function)] == ["ApiFunction"]


def test_only_those_that_start_workflows_know_the_state_machine() -> None:
    knowing = {function for function in functions() if "MAKE_REEL_STATE_MACHINE_ARN" in environment_of(function)}
    assert knowing == {"ApiFunction", "OnPlaceFreeFunction", "OnScheduleReconcileFunction"}


def test_every_function_has_the_core_and_its_dependencies() -> None:
    for name, function in of_type("AWS::Lambda::Function").items():
        assert len(function["Layers"]) <= 5, name
        layers = [layer["Ref"] for layer in function["Layers"]]
        assert [re.sub("[0-9a-f]{10}$", "", layer) for layer in layers[:2]] == ["CoreLayer", "DependenciesLayer"], name


def test_nothing_declares_what_the_embedded_cloud_cannot_run() -> None:
    kinds = {resource["Type"] for resource in source()["Resources"].values()}
    assert not {kind for kind in kinds if kind.startswith(("AWS::SageMaker", "AWS::Batch"))}
    assert not [name for name, function in functions().items() if "PackageType" in function]
    events = [event for function in functions().values() for event in function.get("Events", {}).values()]
    assert {event["Type"] for event in events} == {"ScheduleV2"}


def test_every_request_reaches_the_api_by_one_route() -> None:
    (route,) = of_type("AWS::ApiGatewayV2::Route").values()
    (integration,) = of_type("AWS::ApiGatewayV2::Integration").values()
    assert route["RouteKey"] == "$default"
    assert integration["PayloadFormatVersion"] == "2.0"
    assert integration["IntegrationUri"] == {"Fn::GetAtt": ["ApiFunction", "Arn"]}


def test_the_table_has_the_keys_and_indexes_that_its_adapter_reads() -> None:
    (table,) = of_type("AWS::DynamoDB::Table").values()
    assert [key["AttributeName"] for key in table["KeySchema"]] == ["pk", "sk"]
    adapters = "".join(path.read_text() for path in ROOT.glob("layers/core/python/greenlight/aws/*.py"))
    assert {index["IndexName"] for index in table["GlobalSecondaryIndexes"]} == set(
        re.findall(r"\"(gsi\d)\"", adapters)
    )
    for index in table["GlobalSecondaryIndexes"]:
        name = index["IndexName"]
        assert [key["AttributeName"] for key in index["KeySchema"]] == [f"{name}pk", f"{name}sk"]


def test_new_events_and_nothing_else_go_from_the_table_to_the_bus() -> None:
    mapping = of_type("AWS::Lambda::EventSourceMapping")["OnTableChangeSource"]
    (pattern,) = mapping["FilterCriteria"]["Filters"]
    assert json.loads(pattern["Pattern"]) == {
        "eventName": ["INSERT"],
        "dynamodb": {"Keys": {"sk": {"S": [{"prefix": "EVENT#"}]}}},
    }


@pytest.mark.parametrize("function", ["OnJobFinished", "OnJobDead", "OnEventTold", "OnWebhookDue"])
def test_one_bad_message_does_not_bring_back_the_others_of_its_batch(function: str) -> None:
    mapping = of_type("AWS::Lambda::EventSourceMapping")[f"{function}Source"]
    assert as_list(mapping["FunctionResponseTypes"]) == ["ReportBatchItemFailures"]


def test_a_message_is_not_seen_twice_while_its_function_may_still_work_on_it() -> None:
    queues = of_type("AWS::SQS::Queue")
    longest = {name: function["Timeout"] for name, function in of_type("AWS::Lambda::Function").items()}
    for mapping in of_type("AWS::Lambda::EventSourceMapping").values():
        queue = queues.get(mapping["EventSourceArn"]["Fn::GetAtt"][0])
        if queue:
            assert queue["VisibilityTimeout"] >= longest[mapping["FunctionName"]["Ref"]]
