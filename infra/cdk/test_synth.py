"""What is synthesized: template.yaml whole, and around it what watches and secures it."""
# ruff: noqa: S101

import json
from pathlib import Path

import pytest
from aws_cdk import App  # type: ignore[import-not-found]

from infra.cdk import app, metrics, serverless
from infra.cdk.synthesized import EMAIL, Synthesized
from local import templates

WRITTEN = templates.load(serverless.Source().template)["Resources"]


def test_every_resource_of_the_template_is_there_under_its_name(stack: Synthesized) -> None:
    layers = {name for name, resource in WRITTEN.items() if resource["Type"].endswith("LayerVersion")}
    assert set(WRITTEN) - layers <= set(stack.template["Resources"])


def test_nothing_that_serves_is_defined_a_second_time(stack: Synthesized) -> None:
    for kind in ("DynamoDB::Table", "SQS::Queue", "S3::Bucket", "StepFunctions::StateMachine"):
        assert set(stack.of_type(kind)) <= set(WRITTEN), kind
    ours = {name: each for name, each in stack.of_type("Lambda::Function").items() if name not in WRITTEN}
    assert [each["FunctionName"] for each in ours.values()] == [stack.stage.resource_name("media")]


def test_the_stage_is_decided_and_closed(stack: Synthesized) -> None:
    parameters = stack.template["Parameters"]
    assert (parameters["Stage"]["Default"], parameters["Stage"]["AllowedValues"]) == (
        stack.stage.name,
        [stack.stage.name],
    )
    assert parameters["AnonymousUser"]["Default"] == ""
    assert "OnlyTheLocalStageMayBeOpen" in stack.template["Rules"]


def test_every_zip_function_gets_its_code_from_an_asset(stack: Synthesized) -> None:
    functions = stack.of_type("Lambda::Function").values()
    keys = [each["Code"]["S3Key"] for each in functions if "S3Key" in each["Code"]]
    assert len(keys) == len(set(keys)) == len(functions) - 1
    assert all(key.endswith(".zip") for key in keys)


def test_every_alarm_reports_to_the_topic_that_the_operator_reads(stack: Synthesized) -> None:
    (email,) = (each for each in stack.of_type("SNS::Subscription").values() if each["Protocol"] == "email")
    assert email["Endpoint"] == EMAIL
    alarms = [each["AlarmActions"] for each in stack.of_type("CloudWatch::Alarm").values() if _wakes_people(each)]
    assert len(alarms) >= 20
    assert all(actions == [email["TopicArn"]] for actions in alarms)


def _wakes_people(alarm: dict[str, object]) -> bool:
    return alarm["MetricName"] != "HasBacklogWithoutCapacity"


def test_jobs_that_nobody_takes_raise_an_alarm(stack: Synthesized) -> None:
    queues = {name for name in stack.of_type("SQS::Queue") if name.startswith("JobQueue")}
    alarms = stack.of_type("CloudWatch::Alarm").values()
    ages = [each for each in alarms if each["MetricName"] == "ApproximateAgeOfOldestMessage"]
    watched = {each["Dimensions"][0]["Value"]["Fn::GetAtt"][0] for each in ages}
    assert len(queues) >= 5
    assert queues <= watched


def test_every_workflow_is_watched(stack: Synthesized) -> None:
    assert set(metrics.STATE_MACHINES) == set(stack.of_type("StepFunctions::StateMachine"))
    (dashboard,) = stack.of_type("CloudWatch::Dashboard").values()
    assert [machine for machine in metrics.STATE_MACHINES if machine not in json.dumps(dashboard)] == []


def test_every_queue_refuses_connections_in_the_clear(stack: Synthesized) -> None:
    policies = stack.of_type("SQS::QueuePolicy").values()
    # A second policy of a queue would take the place of the first.
    secured = [queue["Ref"] for policy in policies for queue in policy["Queues"]]
    assert sorted(secured) == sorted(stack.of_type("SQS::Queue"))
    assert [policy for policy in policies if "aws:SecureTransport" not in json.dumps(policy)] == []


def test_the_budget_is_there(stack: Synthesized) -> None:
    (budget,) = stack.of_type("Budgets::Budget").values()
    assert budget["Budget"]["TimeUnit"] == "MONTHLY"


def test_a_layer_that_was_not_built_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"python3\.13 -m layers\.build"):
        app.build(App(), serverless.Source(root=tmp_path))
