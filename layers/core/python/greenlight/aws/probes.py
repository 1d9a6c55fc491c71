"""One small question to each service that the API depends on; whoever asks is answered or refused within a second."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import boto3
from botocore.config import Config

_HASTY = Config(connect_timeout=0.5, read_timeout=0.8, retries={"total_max_attempts": 1})
Probe = Callable[[], object]


def service_probes(table: str, bucket: str, queues: Sequence[str], machines: Sequence[str]) -> list[tuple[str, Probe]]:
    """By the names that people know them by. Clients are made here and not by the probes: that takes them longest."""
    database, files, messages, workflows = (
        boto3.client(service, config=_HASTY) for service in ("dynamodb", "s3", "sqs", "stepfunctions")
    )
    key = {"pk": {"S": "HEALTH"}, "sk": {"S": "HEALTH"}}
    return [
        ("table", partial(database.get_item, TableName=table, Key=key)),
        ("media", partial(files.head_bucket, Bucket=bucket)),
        ("queues", partial(_queues, messages, queues)),
        ("workflows", partial(_machines, workflows, machines)),
    ]


def _queues(client: Any, urls: Sequence[str]) -> None:
    for url in urls:
        client.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])


def _machines(client: Any, arns: Sequence[str]) -> None:
    for arn in arns:
        client.describe_state_machine(stateMachineArn=arn)
