"""The AWS clients of a process, and where one without queues of jobs sends its progress."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

import boto3
from botocore.config import Config
from botocore.endpoint import MAX_POOL_CONNECTIONS

from gpu_containers.runtime.s3_storage import S3Storage
from greenlight.contracts import JobResult, Progress

log = logging.getLogger(__name__)

_CLIENT = Config(connect_timeout=5, read_timeout=60, retries={"mode": "standard", "max_attempts": 3})


def client(service: str, connections: int = MAX_POOL_CONNECTIONS) -> Any:
    """`connections` is how many are kept open; threads beyond that open one for each request."""
    return boto3.client(service, config=_CLIENT.merge(Config(max_pool_connections=connections)))


def storage() -> S3Storage:
    return S3Storage(client("s3"))


def send(sqs: Any, queue_url: str, message: JobResult | Progress) -> None:
    sqs.send_message(QueueUrl=queue_url, MessageBody=message.model_dump_json())


def progress_sender(environment: Mapping[str, str]) -> Callable[[Progress], None]:
    """To the queue that PROGRESS_QUEUE_URL names, else into the log."""
    url = environment.get("PROGRESS_QUEUE_URL", "").strip()
    if not url:
        return lambda told: log.info("%3.0f %% %s", told.fraction * 100, told.message, extra={"job_id": told.job_id})
    sqs = client("sqs")
    return lambda told: send(sqs, url, told)
