"""Logs of the plane: encrypted with its key, kept as long as the stage says."""

from typing import Any

from aws_cdk import aws_logs as logs  # type: ignore[import-not-found]

from infra.cdk.stages import Stage


def add(stack: Any, name: str, prefix: str, stage: Stage, key: Any) -> Any:
    return logs.CfnLogGroup(
        stack, f"{prefix}Logs", log_group_name=name, retention_in_days=stage.log_days, kms_key_id=key.key_arn
    )
