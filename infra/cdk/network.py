"""Where the GPU machines stand.

There is no NAT: it costs by the hour, and by the gigabyte for weights and images. Machines stand in public subnets,
with addresses of their own and no way in, and reach S3 through a gateway that costs nothing. A stage with a private
network has interface endpoints instead, and no way out to the internet: engines behind an API key cannot run there.
"""

from dataclasses import dataclass
from typing import Any

from aws_cdk import RemovalPolicy  # type: ignore[import-not-found]
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_logs as logs

from infra.cdk.stages import Stage, pascal

ADDRESSES = "10.20.0.0/16"
# What an ECS agent, an image pull, a log line and a progress message ask.
SERVICES = ("ECR", "ECR_DOCKER", "ECS", "ECS_AGENT", "ECS_TELEMETRY", "CLOUDWATCH_LOGS", "SQS")


@dataclass(frozen=True)
class Network:
    subnet_ids: list[str]
    security_group_id: str


def add(stack: Any, stage: Stage, key: Any) -> Network:
    kind = ec2.SubnetType.PRIVATE_ISOLATED if stage.private_network else ec2.SubnetType.PUBLIC
    subnets = [
        ec2.SubnetConfiguration(name="public", subnet_type=ec2.SubnetType.PUBLIC, cidr_mask=20),
        ec2.SubnetConfiguration(name="isolated", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED, cidr_mask=20),
    ]
    vpc = ec2.Vpc(
        stack,
        "Network",
        ip_addresses=ec2.IpAddresses.cidr(ADDRESSES),
        max_azs=2,
        nat_gateways=0,
        subnet_configuration=subnets,
        gateway_endpoints={
            name: ec2.GatewayVpcEndpointOptions(service=service)
            for name, service in (
                ("S3", ec2.GatewayVpcEndpointAwsService.S3),
                ("Tables", ec2.GatewayVpcEndpointAwsService.DYNAMODB),
            )
        },
    )
    machines = ec2.SecurityGroup(stack, "Machines", vpc=vpc, description="GPU machines: nobody gets in")
    if stage.private_network:
        _endpoints(stack, vpc, machines)
    if stage.is_production:
        _flow_logs(stack, vpc, key)
    chosen = vpc.select_subnets(subnet_type=kind)
    return Network(chosen.subnet_ids, machines.security_group_id)


def _endpoints(stack: Any, vpc: Any, machines: Any) -> None:
    door = ec2.SecurityGroup(
        stack,
        "Endpoints",
        vpc=vpc,
        description="Interface endpoints: HTTPS from GPU machines",
        allow_all_outbound=False,
    )
    door.add_ingress_rule(machines, ec2.Port.tcp(443))
    for name in SERVICES:
        vpc.add_interface_endpoint(
            pascal(name.lower()),
            service=getattr(ec2.InterfaceVpcEndpointAwsService, name),
            security_groups=[door],
            open=False,
            subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED),
        )


def _flow_logs(stack: Any, vpc: Any, key: Any) -> None:
    group = logs.LogGroup(
        stack,
        "FlowLogs",
        log_group_name=f"/{stack.stack_name}/network",
        encryption_key=key,
        retention=logs.RetentionDays.ONE_MONTH,
        removal_policy=RemovalPolicy.DESTROY,
    )
    vpc.add_flow_log("Flows", destination=ec2.FlowLogDestination.to_cloud_watch_logs(group))
