"""Every store twice: the memory twin and the AWS adapter must keep the same promises."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest

from greenlight import memory
from greenlight.aws.dynamodb_credits import DynamoCredits
from greenlight.aws.dynamodb_deliveries import DynamoDeliveries
from greenlight.aws.dynamodb_doorbells import DynamoDoorbells
from greenlight.aws.dynamodb_jobs import DynamoJobs
from greenlight.aws.dynamodb_keys import DynamoKeys
from greenlight.aws.dynamodb_productions import DynamoProductions
from greenlight.aws.dynamodb_webhooks import DynamoWebhooks
from greenlight.aws.idempotency import PowertoolsOnce
from greenlight.aws.s3_media import S3Media
from greenlight.domain.cursors import Cursors
from tests.support.aws import BUCKET, CREDENTIALS, aws, table

STARTING = 1_000_000
CURSORS = Cursors(lambda: b"pepper")


@dataclass
class Stores:
    productions: Any
    credits: Any
    jobs: Any
    keys: Any
    doorbells: Any
    media: Any
    once: Any
    webhooks: Any
    deliveries: Any


@pytest.fixture(params=["memory", "aws"])
def stores(request, monkeypatch) -> Iterator[Stores]:
    if request.param == "memory":
        credits = memory.MemoryCredits(STARTING)
        yield Stores(
            memory.MemoryProductions(credits),
            credits,
            memory.MemoryJobs(),
            memory.MemoryKeys(),
            memory.MemoryDoorbells(),
            memory.MemoryMedia(),
            memory.MemoryOnce(),
            memory.MemoryWebhooks(),
            memory.MemoryDeliveries(),
        )
        return
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    with aws():
        yield Stores(
            DynamoProductions(table(), CURSORS),
            DynamoCredits(table(), STARTING, CURSORS),
            DynamoJobs(table()),
            DynamoKeys(table(), CURSORS),
            DynamoDoorbells(table()),
            S3Media(boto3.client("s3"), BUCKET),
            PowertoolsOnce(table()),
            DynamoWebhooks(table()),
            DynamoDeliveries(table(), CURSORS),
        )
