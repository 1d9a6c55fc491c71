"""The one DynamoDB table, as plain dicts: marshalling, consistent reads, transactions that say what was refused."""

import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.exceptions import ClientError

_pack = TypeSerializer().serialize
_unpack = TypeDeserializer().deserialize
Item = dict[str, Any]


class Refused(Exception):
    """`failed` are the places, in the transaction, of the writes whose condition did not hold."""

    def __init__(self, failed: list[int]) -> None:
        super().__init__(f"refused writes: {failed}")
        self.failed = failed


def pack(item: Item) -> dict[str, Any]:
    return {name: _pack(value) for name, value in item.items() if value is not None}


def unpack(item: dict[str, Any]) -> Item:
    return {name: _unpack(value) for name, value in item.items()}


@dataclass(frozen=True)
class Table:
    client: Any
    name: str

    def get(self, pk: str, sk: str) -> Item | None:
        answer = self.client.get_item(TableName=self.name, Key=pack({"pk": pk, "sk": sk}), ConsistentRead=True)
        return unpack(answer["Item"]) if "Item" in answer else None

    def put(self, item: Item, condition: str | None = None, **values: Any) -> bool:
        """False when the condition does not hold."""
        return self._write("put_item", Item=pack(item), **_conditioned(condition, values))

    def update(self, pk: str, sk: str, expression: str, condition: str | None = None, **values: Any) -> bool:
        return self._write(
            "update_item",
            Key=pack({"pk": pk, "sk": sk}),
            UpdateExpression=expression,
            **_conditioned(condition, values),
        )

    def delete(self, pk: str, sk: str) -> None:
        self.client.delete_item(TableName=self.name, Key=pack({"pk": pk, "sk": sk}))

    def query(self, pk: str, prefix: str = "", after: str = "") -> Iterator[Item]:
        """A partition's items whose sort key begins with `prefix`, behind `after`, in order, read consistently."""
        condition, values = "pk = :pk", {":pk": pk}
        if after:
            # Sort keys are ASCII, so nothing with this prefix lies behind a tilde.
            condition += " AND sk BETWEEN :low AND :high"
            values |= {":low": f"{after}\x01", ":high": f"{prefix}~"}
        elif prefix:
            condition += " AND begins_with(sk, :prefix)"
            values[":prefix"] = prefix
        pages = self.client.get_paginator("query").paginate(
            TableName=self.name,
            KeyConditionExpression=condition,
            ExpressionAttributeValues=pack(values),
            ConsistentRead=True,
        )
        for page in pages:
            yield from map(unpack, page["Items"])

    def query_index(self, index: str, condition: str, **options: Any) -> dict[str, Any]:
        """One page of an index as DynamoDB gives it, items unpacked; `values` and other options as boto3 names them."""
        options["ExpressionAttributeValues"] = pack(options["ExpressionAttributeValues"])
        answer = self.client.query(TableName=self.name, IndexName=index, KeyConditionExpression=condition, **options)
        answer["Items"] = [unpack(item) for item in answer["Items"]]
        return dict(answer)

    def index_items(self, index: str, condition: str, values: dict[str, Any]) -> Iterator[Item]:
        """Every item of an index that fits, page after page."""
        start: dict[str, Any] = {}
        while True:
            page = self.query_index(index, condition, ExpressionAttributeValues=values, **start)
            yield from page["Items"]
            if "LastEvaluatedKey" not in page:
                return
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}

    def transact(self, writes: list[dict[str, Any]]) -> None:
        """All of the writes (made with `put_write`, `update_write`, `delete_write`) or none; raises Refused."""
        items = [{kind: {"TableName": self.name, **write}} for w in writes for kind, write in w.items()]
        for pause in (0.02, 0.05, 0.1, 0.2, 0.4, None):
            try:
                self.client.transact_write_items(TransactItems=items)
            except ClientError as error:
                if error.response["Error"]["Code"] != "TransactionCanceledException":
                    raise
                codes = [reason.get("Code") for reason in error.response.get("CancellationReasons", [])]
                refused = [place for place, code in enumerate(codes) if code == "ConditionalCheckFailed"]
                if refused or pause is None:
                    raise Refused(refused) from error
                # Only met another transaction on its way: that one is over in a moment.
                threading.Event().wait(pause * random.uniform(0.5, 1.5))  # noqa: S311  (not a secret)
            else:
                return

    def _write(self, operation: str, **arguments: Any) -> bool:
        try:
            getattr(self.client, operation)(TableName=self.name, **arguments)
        except ClientError as error:
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                return False
            raise
        return True


def put_write(item: Item, condition: str | None = None, **values: Any) -> dict[str, Any]:
    return {"Put": {"Item": pack(item), **_conditioned(condition, values)}}


def update_write(pk: str, sk: str, expression: str, condition: str | None = None, **values: Any) -> dict[str, Any]:
    return {
        "Update": {
            "Key": pack({"pk": pk, "sk": sk}),
            "UpdateExpression": expression,
            **_conditioned(condition, values),
        }
    }


def delete_write(pk: str, sk: str, condition: str | None = None, **values: Any) -> dict[str, Any]:
    return {"Delete": {"Key": pack({"pk": pk, "sk": sk}), **_conditioned(condition, values)}}


def _conditioned(condition: str | None, values: dict[str, Any]) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    if condition:
        arguments["ConditionExpression"] = condition
    if values:
        arguments["ExpressionAttributeValues"] = {f":{name}": _pack(value) for name, value in values.items()}
    return arguments
