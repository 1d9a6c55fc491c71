"""`./dev key`: makes a service key on the running stack, or on a deployed stage; it is shown this once."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from local import deploy
from local import session as embedded
from local.environment import ROOT
from local.stages import STAGES, stack_name

FUNCTION = "CreateServiceKeyFunction"
_DEPLOYED = ", or name a deployed one with --stage"


def kept(state: Path, make: Callable[[], str], opens: Callable[[str], bool]) -> str:
    """The stack's own service key: made at the first start, then read from the state folder, for its owner alone."""
    file = state / "service_key"
    if file.exists() and opens(key := file.read_text()):
        return key
    key = make()
    file.touch(mode=0o600)
    file.write_text(key)
    return key


def make(session: boto3.Session, stack: str, name: str, endpoint: str | None) -> str:
    """A new key of the deployed `stack`; `endpoint` is the embedded cloud's, or None for AWS."""
    cloudformation = session.client("cloudformation", endpoint_url=endpoint)
    found = cloudformation.describe_stack_resource(StackName=stack, LogicalResourceId=FUNCTION)
    function = found["StackResourceDetail"]["PhysicalResourceId"]
    payload = json.dumps({"name": name}).encode()
    functions = session.client("lambda", endpoint_url=endpoint)
    answer: dict[str, Any] = functions.invoke(FunctionName=function, Payload=payload)
    body = json.loads(answer["Payload"].read())
    if answer.get("FunctionError"):
        raise SystemExit(f"No key was made: {body.get('errorMessage', body)}")
    return str(body["key"])


def local_endpoint(state: Path, otherwise: str = "") -> str:
    """`otherwise` is what else a person might have meant."""
    ports = state / "ports.json"
    if not ports.exists():
        sys.exit(f"No stack has run on {state}: start one with ./dev up{otherwise}.")
    return f"http://127.0.0.1:{json.loads(ports.read_text())['gateway_port']}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev key", description=__doc__)
    parser.add_argument("--name", default="operator", help="what the key is called in lists")
    parser.add_argument("--state", type=Path, default=ROOT / ".state", help="of the running stack")
    parser.add_argument("--stage", choices=STAGES, help="a stage on AWS instead")
    parser.add_argument("--region", help="of that stage; default: that of the AWS profile")
    options = parser.parse_args()
    try:
        if options.stage:
            print(make(boto3.Session(region_name=options.region), stack_name(options.stage), options.name, None))
        else:
            print(make(embedded.session(), deploy.STACK, options.name, local_endpoint(options.state, _DEPLOYED)))
    except (BotoCoreError, ClientError) as problem:
        sys.exit(f"No key was made: {problem}")


if __name__ == "__main__":
    main()
