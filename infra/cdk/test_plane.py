"""The GPU plane: every task runs where its stage says, under the one name that the functions know."""
# ruff: noqa: S101

import json

import pytest

from infra.cdk.stages import MACHINES, TASKS
from infra.cdk.synthesized import ROOT, Synthesized

# What has the name of a task, by the backend that needs it.
NAMED = {
    "sagemaker": (("SageMaker::Endpoint", "EndpointName"),),
    "batch": (("Batch::JobQueue", "JobQueueName"), ("Batch::JobDefinition", "JobDefinitionName")),
    "lambda": (("Lambda::Function", "FunctionName"),),
}


@pytest.mark.parametrize("backend", NAMED)
def test_each_task_has_what_its_stage_chose_under_its_one_name_and_nothing_else(
    stack: Synthesized, backend: str
) -> None:
    wanted = {f"greenlight-{stack.stage.name}-{plan.task.replace('_', '-')}" for plan in stack.stage.on(backend)}
    for kind, attribute in NAMED[backend]:
        assert set(stack.named(kind, attribute)) == wanted, kind


@pytest.mark.parametrize("task", TASKS)
def test_the_functions_send_jobs_where_the_plane_takes_them(stack: Synthesized, task: str) -> None:
    functions = [each for each in stack.of_type("Lambda::Function").values() if "S3Key" in each["Code"]]
    told = {each["Environment"]["Variables"][f"{task.upper()}_BACKEND"] for each in functions}
    assert told == {stack.stage.of(task).backend}
    assert not [name for name in stack.template["Parameters"] if name.endswith("Backend")]


def test_nothing_of_the_plane_has_a_least_number_of_machines(stack: Synthesized) -> None:
    targets = stack.of_type("ApplicationAutoScaling::ScalableTarget").values()
    machines = [each["ComputeResources"] for each in stack.of_type("Batch::ComputeEnvironment").values()]
    assert [each["MinCapacity"] for each in targets] == [0] * len(stack.stage.on("sagemaker"))
    assert [each["MinvCpus"] for each in machines] == [0] * len(machines)
    assert not [each for each in machines if each.get("DesiredvCpus")]


def test_no_stage_has_a_nat(stack: Synthesized) -> None:
    assert not stack.of_type("EC2::NatGateway")


def test_dev_has_nothing_that_costs_by_the_hour(stacks: dict[str, Synthesized]) -> None:
    dev = stacks["dev"]
    assert {each["VpcEndpointType"] for each in dev.of_type("EC2::VPCEndpoint").values()} == {"Gateway"}
    assert not dev.of_type("SageMaker::Endpoint")
    assert {each["ComputeResources"]["Type"] for each in dev.of_type("Batch::ComputeEnvironment").values()} == {"SPOT"}
    assert "ReservedConcurrentExecutions" not in dev.named("Lambda::Function", "FunctionName")["greenlight-dev-media"]


def test_machines_in_production_have_no_way_out_but_endpoints(stacks: dict[str, Synthesized]) -> None:
    production = stacks["production"]
    kinds = [each["VpcEndpointType"] for each in production.of_type("EC2::VPCEndpoint").values()]
    public = {
        name for name, each in production.of_type("EC2::Subnet").items() if each.get("MapPublicIpOnLaunch") is True
    }
    used = json.dumps([*production.of_type("Batch::ComputeEnvironment").values()])
    models = production.of_type("SageMaker::Model").values()
    assert kinds.count("Interface") >= 7
    assert public
    assert not [name for name in public if name in used or name in json.dumps([*models])]
    assert all("VpcConfig" in each for each in models)


def test_nobody_gets_in_to_a_machine(stack: Synthesized) -> None:
    groups = {name: each for name, each in stack.of_type("EC2::SecurityGroup").items() if name.startswith("Machines")}
    doors = json.dumps([each["GroupId"] for each in stack.of_type("EC2::SecurityGroupIngress").values()])
    assert len(groups) == 1
    assert not [name for name, each in groups.items() if each.get("SecurityGroupIngress") or name in doors]


def test_spot_comes_first_and_the_full_price_only_where_the_stage_says(stack: Synthesized) -> None:
    environments = stack.of_type("Batch::ComputeEnvironment")
    for plan in stack.stage.on("batch"):
        queue = stack.named("Batch::JobQueue", "JobQueueName")[stack.stage.resource_name(plan.task)]
        order = sorted(queue["ComputeEnvironmentOrder"], key=lambda each: int(each["Order"]))
        asked = [environments[each["ComputeEnvironment"]["Fn::GetAtt"][0]]["ComputeResources"] for each in order]
        assert [each["Type"] for each in asked] == ["SPOT", "EC2"][: 1 + plan.on_demand]
        assert asked[0]["AllocationStrategy"] == "SPOT_PRICE_CAPACITY_OPTIMIZED"
        assert all(each["InstanceTypes"] == list(plan.instances) for each in asked)


def test_a_job_fits_the_smallest_machine_of_its_queue(stack: Synthesized) -> None:
    for plan in stack.stage.on("batch"):
        made = stack.named("Batch::JobDefinition", "JobDefinitionName")[stack.stage.resource_name(plan.task)]
        needs = {each["Type"]: int(each["Value"]) for each in made["ContainerProperties"]["ResourceRequirements"]}
        for vcpus, gib, gpus in (MACHINES[each] for each in plan.instances):
            assert (needs["VCPU"] <= vcpus, needs["MEMORY"] <= gib * 1024 * 0.94) == (True, True), plan.task
            assert needs["GPU"] == gpus == 1, plan.task


def test_the_budget_counts_the_machines_that_batch_starts(stack: Synthesized) -> None:
    for each in stack.of_type("Batch::ComputeEnvironment").values():
        assert each["ComputeResources"]["Tags"] == {"application": "greenlight", "stage": stack.stage.name}


def test_machines_start_with_an_encrypted_disk_and_guarded_metadata(stack: Synthesized) -> None:
    (template,) = (each["LaunchTemplateData"] for each in stack.of_type("EC2::LaunchTemplate").values())
    (disk,) = (each["Ebs"] for each in template["BlockDeviceMappings"])
    assert (disk["Encrypted"], disk["VolumeType"]) == (True, "gp3")
    assert disk["VolumeSize"] >= 200
    assert template["MetadataOptions"]["HttpTokens"] == "required"


def test_an_endpoint_takes_one_job_at_a_time_and_its_first_job_starts_a_machine(
    stacks: dict[str, Synthesized],
) -> None:
    production = stacks["production"]
    tracked = json.dumps([*production.of_type("ApplicationAutoScaling::ScalingPolicy").values()])
    alarms = [
        each
        for each in production.of_type("CloudWatch::Alarm").values()
        if each["MetricName"] == "HasBacklogWithoutCapacity"
    ]
    policies = production.of_type("ApplicationAutoScaling::ScalingPolicy")
    for config in production.of_type("SageMaker::EndpointConfig").values():
        assert config["AsyncInferenceConfig"]["ClientConfig"] == {"MaxConcurrentInvocationsPerInstance": 1}
        assert config["KmsKeyId"]
    for plan in production.stage.on("sagemaker"):
        name = production.stage.resource_name(plan.task)
        (starts,) = (each for each in alarms if each["Dimensions"] == [{"Name": "EndpointName", "Value": name}])
        (policy,) = (policies[each["Ref"]] for each in starts["AlarmActions"])
        assert policy["PolicyType"] == "StepScaling"
        assert f"endpoint/{name}/variant/AllTraffic" in json.dumps([*_targets(production)])
        assert json.dumps(name) in tracked


def _targets(stack: Synthesized) -> list[str]:
    return [each["ResourceId"] for each in stack.of_type("ApplicationAutoScaling::ScalableTarget").values()]


def test_what_costs_while_nobody_uses_a_stage_is_what_the_documentation_counts(stack: Synthesized) -> None:
    endpoints = [each for each in stack.of_type("EC2::VPCEndpoint").values() if each["VpcEndpointType"] == "Interface"]
    counted = {
        "alarms": len(stack.of_type("CloudWatch::Alarm")),
        "dashboards": len(stack.of_type("CloudWatch::Dashboard")),
        "keys": len(stack.of_type("KMS::Key")),
        "interface_endpoint_zones": sum(len(each["SubnetIds"]) for each in endpoints),
    }
    told = json.loads((ROOT / "infra/prices.json").read_text())["idle"][stack.stage.name]
    assert counted == {name: told[name] for name in counted}
    assert not stack.of_type("EC2::NatGateway")
