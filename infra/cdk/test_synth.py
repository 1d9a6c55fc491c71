"""What is synthesized: template.yaml whole, and around it only what watches and secures it."""
# ruff: noqa: S101

import json
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, assertions  # type: ignore[import-not-found]

from infra.cdk import app, images, metrics, serverless
from local import templates


def stand_in(root: Path) -> serverless.Source:
    """A source tree with the paths that the template names and next to nothing in them."""
    template = serverless.Source().template
    for resource in templates.load(template)["Resources"].values():
        attribute = serverless.PATHS.get(resource["Type"])
        if attribute == "DefinitionUri":
            path = root / resource["Properties"][attribute]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("States: {}")
        elif attribute:
            folder = root / resource["Properties"][attribute]
            folder.mkdir(parents=True)
            (folder / "app.py").write_text(f"# {folder.name}\n")
    return serverless.Source(template, root)


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Any:
    root = tmp_path_factory.mktemp("source")
    cdk = App(context={"stage": "production", "alarm_email": "operator@example.org"}, outdir=str(root / "cdk.out"))
    built = app.build(cdk, stand_in(root))
    # Raises when a rule of cdk-nag finds something that nobody has acknowledged.
    cdk.synth()
    return assertions.Template.from_stack(built)


def resources(stack: Any) -> dict[str, Any]:
    found: dict[str, Any] = stack.to_json()["Resources"]
    return found


def test_every_resource_of_the_template_is_there_under_its_name(stack: Any) -> None:
    written = templates.load(serverless.Source().template)["Resources"]
    layers = {name for name, resource in written.items() if resource["Type"].endswith("LayerVersion")}
    assert set(written) - layers <= set(resources(stack))


def test_nothing_that_serves_is_defined_a_second_time(stack: Any) -> None:
    written = templates.load(serverless.Source().template)["Resources"]
    for kind in ("Lambda::Function", "DynamoDB::Table", "SQS::Queue", "S3::Bucket", "StepFunctions::StateMachine"):
        names = {name for name, resource in resources(stack).items() if resource["Type"] == f"AWS::{kind}"}
        assert names <= set(written), kind


def test_the_stage_is_decided_and_closed(stack: Any) -> None:
    parameters = stack.to_json()["Parameters"]
    assert (parameters["Stage"]["Default"], parameters["Stage"]["AllowedValues"]) == ("production", ["production"])
    assert parameters["AnonymousUser"]["Default"] == ""
    assert "OnlyTheLocalStageMayBeOpen" in stack.to_json()["Rules"]


def test_every_function_gets_its_code_from_an_asset(stack: Any) -> None:
    keys = [
        resource["Properties"]["Code"]["S3Key"]
        for resource in resources(stack).values()
        if resource["Type"] == "AWS::Lambda::Function"
    ]
    assert len(keys) == len(set(keys))
    assert all(key.endswith(".zip") for key in keys)


def test_every_alarm_reports_to_the_topic_that_the_operator_reads(stack: Any) -> None:
    topics = stack.find_resources("AWS::SNS::Topic")
    alarms = stack.find_resources("AWS::CloudWatch::Alarm")
    assert len(alarms) >= 10
    assert all(alarm["Properties"]["AlarmActions"] == [{"Ref": next(iter(topics))}] for alarm in alarms.values())
    stack.has_resource_properties("AWS::SNS::Subscription", {"Protocol": "email", "Endpoint": "operator@example.org"})


@pytest.mark.parametrize("queue", metrics.JOB_QUEUES)
def test_jobs_that_nobody_takes_raise_an_alarm(stack: Any, queue: str) -> None:
    stack.has_resource_properties(
        "AWS::CloudWatch::Alarm",
        {
            "MetricName": "ApproximateAgeOfOldestMessage",
            "Dimensions": [{"Name": "QueueName", "Value": {"Fn::GetAtt": [queue, "QueueName"]}}],
        },
    )


def test_every_workflow_and_every_queue_of_jobs_is_watched(stack: Any) -> None:
    queues = {name for name in stack.find_resources("AWS::SQS::Queue") if name.startswith("JobQueue")}
    assert set(metrics.JOB_QUEUES) == queues
    assert set(metrics.STATE_MACHINES) == set(stack.find_resources("AWS::StepFunctions::StateMachine"))
    (dashboard,) = stack.find_resources("AWS::CloudWatch::Dashboard").values()
    assert [machine for machine in metrics.STATE_MACHINES if machine not in json.dumps(dashboard)] == []


def test_every_queue_refuses_connections_in_the_clear(stack: Any) -> None:
    policies = stack.find_resources("AWS::SQS::QueuePolicy").values()
    # A second policy of a queue would take the place of the first.
    secured = [queue["Ref"] for policy in policies for queue in policy["Properties"]["Queues"]]
    assert sorted(secured) == sorted(stack.find_resources("AWS::SQS::Queue"))
    denied = [json.dumps(policy) for policy in policies if "aws:SecureTransport" not in json.dumps(policy)]
    assert not denied


def test_every_container_has_a_repository(stack: Any) -> None:
    repositories = stack.find_resources("AWS::ECR::Repository").values()
    names = {repository["Properties"]["RepositoryName"] for repository in repositories}
    assert names == {f"greenlight-production/{name}" for name in images.names()}
    assert {"media", "talking_head", "text_to_image", "text_to_speech"} <= set(images.names())


def test_the_budget_is_there(stack: Any) -> None:
    stack.has_resource_properties("AWS::Budgets::Budget", {"Budget": {"TimeUnit": "MONTHLY"}})


def test_a_layer_that_was_not_built_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"python3\.13 -m layers\.build"):
        app.build(App(), serverless.Source(root=tmp_path))


def test_a_stage_that_does_not_exist_is_refused() -> None:
    with pytest.raises(SystemExit, match="one of dev, staging, production"):
        app.build(App(context={"stage": "local"}), serverless.Source())
