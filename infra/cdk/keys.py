"""The key of the GPU plane: its topics, its logs, and the disks of its endpoints."""

from typing import Any

from aws_cdk import Aws, Duration, RemovalPolicy  # type: ignore[import-not-found]
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms

from infra.cdk.stages import Stage


def add(stack: Any, stage: Stage) -> Any:
    key = kms.Key(
        stack,
        "PlaneKey",
        alias=f"alias/{stack.stack_name}-plane",
        description="Topics, logs and disks of the GPU plane",
        enable_key_rotation=True,
        pending_window=Duration.days(30),
        # What it encrypts goes with the stack, but for what somebody may have copied.
        removal_policy=RemovalPolicy.RETAIN if stage.is_production else RemovalPolicy.DESTROY,
    )
    logs = iam.ServicePrincipal(f"logs.{Aws.REGION}.amazonaws.com")
    groups = f"arn:{Aws.PARTITION}:logs:{Aws.REGION}:{Aws.ACCOUNT_ID}:log-group:*"
    key.add_to_resource_policy(
        iam.PolicyStatement(
            sid="EncryptLogs",
            principals=[logs],
            actions=["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
            resources=["*"],
            conditions={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}},
        )
    )
    return key
