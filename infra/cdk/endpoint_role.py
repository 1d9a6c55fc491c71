"""What an endpoint may do beside a worker's work: fetch its image, write its logs, tell how a job ended."""

from typing import Any

from aws_cdk import Aws  # type: ignore[import-not-found]

from infra.cdk import worker_roles
from infra.cdk.stages import Plan, Stage
from infra.cdk.worker_roles import ANSWERS, allow

# Of machines that join a network of ours. EC2 knows no narrower resource for what is not there yet or only looked at.
JOIN = [
    "ec2:CreateNetworkInterface",
    "ec2:CreateNetworkInterfacePermission",
    "ec2:DeleteNetworkInterface",
    "ec2:DeleteNetworkInterfacePermission",
    "ec2:DescribeDhcpOptions",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
]


def add(
    stack: Any, template: Any, stage: Stage, plan: Plan, key: Any, image: Any, told: Any, *, in_network: bool
) -> Any:
    role = worker_roles.add(stack, template, stage, plan, "sagemaker.amazonaws.com")
    image.repository.grant_pull(role)
    bucket = template.get_resource("MediaBucket").attr_arn
    group = f"/aws/sagemaker/Endpoints/{stage.resource_name(plan.task)}"
    logs = f"arn:{Aws.PARTITION}:logs:{Aws.REGION}:{Aws.ACCOUNT_ID}:log-group:{group}"
    statements = [
        allow(["s3:PutObject", "s3:AbortMultipartUpload"], [f"{bucket}/{ANSWERS}/{plan.task}/*"]),
        allow(["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"], [logs, f"{logs}:*"]),
        allow(["sns:Publish"], [told.success.topic_arn, told.error.topic_arn]),
        allow(["kms:Decrypt", "kms:GenerateDataKey"], [key.key_arn]),
        # CloudWatch knows no resources; the namespace is that of SageMaker's own numbers.
        allow(
            ["cloudwatch:PutMetricData"],
            ["*"],
            {"StringEquals": {"cloudwatch:namespace": ["/aws/sagemaker/Endpoints", "AWS/SageMaker"]}},
        ),
        *([allow(JOIN, ["*"])] if in_network else []),
    ]
    for statement in statements:
        role.add_to_policy(statement)
    return role
