"""`./dev key`: makes a service key on the running stack, or on a deployed stage; it is shown this once."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3


def kept(state: Path, make: Callable[[], str], opens: Callable[[str], bool]) -> str:
    """The stack's own service key: made at the first start, then read from the state folder, for its owner alone."""
    file = state / "service_key"
    if file.exists() and opens(key := file.read_text()):
        return key
    key = make()
    file.touch(mode=0o600)
    file.write_text(key)
    return key


def make(stack: str, name: str, endpoint: str | None) -> str:
    """A new key of the deployed `stack`; `endpoint` is the embedded cloud, or None for AWS."""
    cloudformation = boto3.client("cloudformation", endpoint_url=endpoint)
    resource = cloudformation.describe_stack_resource(StackName=stack, LogicalResourceId="CreateServiceKeyFunction")
    function = resource["StackResourceDetail"]["PhysicalResourceId"]
    payload = json.dumps({"name": name}).encode()
    answer: dict[str, Any] = boto3.client("lambda", endpoint_url=endpoint).invoke(
        FunctionName=function, Payload=payload
    )
    body = json.loads(answer["Payload"].read())
    if answer.get("FunctionError"):
        raise SystemExit(f"No key was made: {body.get('errorMessage', body)}")
    return str(body["key"])
