"""AWS as moto plays it, with the table and the bucket of template.yaml."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import Any

import boto3
from moto import mock_aws

from greenlight.aws.table import Table

TABLE = "greenlight-test"
BUCKET = "greenlight-test-media"
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
}


@contextmanager
def aws() -> Iterator[None]:
    """An empty account, also for whoever kept a client from an earlier one in this process."""
    with mock_aws():
        # It forgets the session, and with it the descriptions of services that took a tenth of a second each to read.
        boto3.DEFAULT_SESSION = _session()
        boto3.client("s3").create_bucket(Bucket=BUCKET)
        _make_table()
        yield


@cache
def _session() -> boto3.Session:
    return boto3.Session("testing", "testing", region_name="us-east-1")


def table() -> Table:
    return Table(boto3.client("dynamodb"), TABLE)


def counted(over: Table, calls: Counter[str]) -> Table:
    """The table, with every call that its client makes counted by name."""
    over.client.meta.events.register(
        "before-call.dynamodb", lambda model, **_: calls.update([model.name]), unique_id="counted"
    )
    return over


def one_call_at_a_time(over: Table) -> Table:
    """The table for threads: DynamoDB checks and writes in one step, moto lets another thread in between."""
    lock, events = Lock(), over.client.meta.events

    def begin(**_: Any) -> None:
        lock.acquire()

    def end(**_: Any) -> None:
        lock.release()

    events.register("before-call.dynamodb", begin, unique_id="begin")
    events.register("after-call.dynamodb", end, unique_id="end")
    events.register("after-call-error.dynamodb", end, unique_id="end-error")
    return over


def _make_table() -> None:
    names = ("pk", "sk", "gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk")
    boto3.client("dynamodb").create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in names],
        KeySchema=_keys("pk", "sk"),
        GlobalSecondaryIndexes=[
            {
                "IndexName": index,
                "KeySchema": _keys(f"{index}pk", f"{index}sk"),
                "Projection": {"ProjectionType": "ALL"},
            }
            for index in ("gsi1", "gsi2")
        ],
    )


def _keys(partition: str, sort: str) -> list[Any]:
    return [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": sort, "KeyType": "RANGE"}]
