"""The machines of AWS Batch: managed, from none to a limit, spot first; and what each has when it starts."""

from dataclasses import dataclass
from typing import Any

from aws_cdk import Aws, Fn  # type: ignore[import-not-found]
from aws_cdk import aws_batch as batch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam

from infra.cdk.network import Network
from infra.cdk.stages import MACHINES, Plan, Stage, pascal

# Weights on the machine's disk outlive the job that fetched them; the container's user is 10001.
HOST_WEIGHTS = "/var/lib/greenlight/weights"
START = f"""MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="=="

--==
Content-Type: text/x-shellscript; charset="us-ascii"

#!/bin/bash
install --directory --owner 10001 --group 10001 {HOST_WEIGHTS}

--==--
"""
# The image, the weights of a large model and the work in hand.
DISK_GIB = 250
SPOT, ON_DEMAND = ("SPOT", "SPOT_PRICE_CAPACITY_OPTIMIZED"), ("EC2", "BEST_FIT_PROGRESSIVE")


@dataclass(frozen=True)
class Ground:
    """What all machines of a stage share."""

    profile_arn: str
    template: Any
    network: Network
    # Of machines; the budget counts what carries them, and CDK does not put them on what Batch starts.
    tags: dict[str, str]


def ground(stack: Any, stage: Stage, network: Network) -> Ground:
    # An ECS agent's own policy: registers the machine, pulls images, writes logs. A job has a role of its own.
    agent = iam.ManagedPolicy.from_aws_managed_policy_name("service-role/AmazonEC2ContainerServiceforEC2Role")
    role = iam.Role(
        stack, "MachineRole", assumed_by=iam.ServicePrincipal(f"ec2.{Aws.URL_SUFFIX}"), managed_policies=[agent]
    )
    profile = iam.CfnInstanceProfile(stack, "MachineProfile", roles=[role.role_name])
    tags = {"application": "greenlight", "stage": stage.name}
    return Ground(profile.attr_arn, _launch_template(stack), network, tags)


def _launch_template(stack: Any) -> Any:
    made = ec2.CfnLaunchTemplate
    # With EC2's own key: one of ours would have to be granted to the service that asks for spot machines.
    disk = made.EbsProperty(encrypted=True, volume_type="gp3", volume_size=DISK_GIB, throughput=500, iops=4000)
    data = made.LaunchTemplateDataProperty(
        block_device_mappings=[made.BlockDeviceMappingProperty(device_name="/dev/xvda", ebs=disk)],
        metadata_options=made.MetadataOptionsProperty(http_tokens="required", http_put_response_hop_limit=1),
        user_data=Fn.base64(START),
    )
    return made(stack, "MachineTemplate", launch_template_data=data)


def environments(stack: Any, plan: Plan, ground: Ground) -> list[Any]:
    """In the order in which the queue asks them."""
    kinds = {"Spot": SPOT} | ({"OnDemand": ON_DEMAND} if plan.on_demand else {})
    return [
        # Without a name, so that one can take another's place.
        batch.CfnComputeEnvironment(
            stack,
            f"{pascal(plan.task)}{name}",
            type="MANAGED",
            compute_resources=_resources(plan, ground, *kind),
            replace_compute_environment=False,
            update_policy=batch.CfnComputeEnvironment.UpdatePolicyProperty(
                terminate_jobs_on_update=False, job_execution_timeout_minutes=60
            ),
        )
        for name, kind in kinds.items()
    ]


def _resources(plan: Plan, ground: Ground, kind: str, strategy: str) -> Any:
    made = batch.CfnComputeEnvironment
    return made.ComputeResourcesProperty(
        type=kind,
        allocation_strategy=strategy,
        minv_cpus=0,
        # By the preferred type; where only a larger one is to be had, Batch may go beyond this by one machine.
        maxv_cpus=plan.at_most * MACHINES[plan.instances[0]][0],
        instance_types=list(plan.instances),
        instance_role=ground.profile_arn,
        ec2_configuration=[
            made.Ec2ConfigurationObjectProperty(image_type="ECS_AL2023_NVIDIA" if plan.has_gpu else "ECS_AL2023")
        ],
        launch_template=made.LaunchTemplateSpecificationProperty(
            launch_template_id=ground.template.ref, version=ground.template.attr_latest_version_number
        ),
        subnets=ground.network.subnet_ids,
        security_group_ids=[ground.network.security_group_id],
        update_to_latest_image_version=True,
        tags=ground.tags,
    )
