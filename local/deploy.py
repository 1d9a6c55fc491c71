"""Deploys template.yaml into the embedded cloud by a CloudFormation change set."""

import contextlib
import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError, WaiterError

from local import templates

STACK = "greenlight-local"
ARTIFACTS = "greenlight-local-artifacts"
CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
PAGE_PORTS = (3000, 4200, 5173, 8000, 8080)
# What differs from a deployed stage.
PARAMETERS = {
    "Stage": "local",
    "AnonymousUser": "demo",
    "StartingCredits": "1000000000",
    "ConcurrentProductions": "1000",
    "RateLimitPerSecond": "1000",
    "RateLimitBurst": "5000",
    "WebhookAllowLoopback": "true",
    # Pages under development, as the usual tools serve them; a page of the internet must not act for the demo user.
    "AllowedOrigins": ",".join(f"http://{host}:{port}" for host in ("localhost", "127.0.0.1") for port in PAGE_PORTS),
}
# What the environment of `./dev` may choose.
CHOICES = {
    "AllowedOrigins": "ALLOWED_ORIGINS",
    "ApprovalDays": "APPROVAL_DAYS",
    "ImageEngine": "IMAGE_ENGINE",
    "ConcurrentProductions": "CONCURRENT_PRODUCTIONS",
    "LogLevel": "LOG_LEVEL",
    "OpenAiApiKey": "OPENAI_API_KEY",
    "OpenAiBaseUrl": "OPENAI_BASE_URL",
    "OpenAiModel": "OPENAI_MODEL",
    "RateLimitBurst": "RATE_LIMIT_BURST",
    "RateLimitPerSecond": "RATE_LIMIT_PER_SECOND",
    "SpeechEngine": "SPEECH_ENGINE",
    "TalkingHeadEngine": "TALKING_HEAD_ENGINE",
    "Writer": "WRITER",
}
QUICKLY = {"Delay": 0.1, "MaxAttempts": 1200}


@dataclass(frozen=True)
class Deployed:
    """Outputs by name and physical ids by logical id (a queue's is its URL)."""

    outputs: dict[str, str]
    resources: dict[str, str]


def deploy(session: boto3.Session, endpoint: str, template: Path, state: Path) -> Deployed:
    """Brings the stack to what the template and the code say; does nothing when it is there already."""
    s3 = session.client("s3", endpoint_url=endpoint)
    pending: dict[str, bytes] = {}
    packaged = templates.package(templates.load(template), template.parent, ARTIFACTS, pending.__setitem__)
    body = json.dumps(packaged, default=str).encode()
    parameters = _parameters(packaged.get("Parameters", {}), state)
    digest = hashlib.sha256(body + json.dumps(parameters).encode()).hexdigest()
    cloudformation = session.client("cloudformation", endpoint_url=endpoint)
    stamp = state / "deployed"
    exists = _exists(cloudformation)
    if not (exists and stamp.exists() and stamp.read_text() == digest):
        with contextlib.suppress(s3.exceptions.BucketAlreadyOwnedByYou):
            s3.create_bucket(Bucket=ARTIFACTS)
        for key, content in {**pending, "template.json": body}.items():
            s3.put_object(Bucket=ARTIFACTS, Key=key, Body=content)
        _apply(cloudformation, f"{endpoint}/{ARTIFACTS}/template.json", parameters, "UPDATE" if exists else "CREATE")
        stamp.write_text(digest)
    deployed = describe(cloudformation)
    api_id = _api_id(cloudformation)
    _allow_origins(session.client("apigatewayv2", endpoint_url=endpoint), api_id, packaged, parameters)
    (state / "api_id").write_text(api_id)
    return deployed


def _allow_origins(gateway: Any, api_id: str, template: Mapping[str, Any], parameters: list[dict[str, str]]) -> None:
    """The embedded cloud's CloudFormation keeps an API's CORS under names that its gateway does not read."""
    chosen = {parameter["ParameterKey"]: parameter["ParameterValue"] for parameter in parameters}
    origins = list(filter(None, chosen.get("AllowedOrigins", "").split(",")))
    for resource in template["Resources"].values():
        cors = resource.get("Properties", {}).get("CorsConfiguration")
        if resource["Type"] == "AWS::ApiGatewayV2::Api" and cors and origins:
            _, configuration, _ = cors["Fn::If"]
            gateway.update_api(ApiId=api_id, CorsConfiguration={**configuration, "AllowOrigins": origins})


def _parameters(declared: Mapping[str, Any], state: Path) -> list[dict[str, str]]:
    chosen = {name: os.environ[variable] for name, variable in CHOICES.items() if os.environ.get(variable)}
    values = {**PARAMETERS, "KeyPepperValue": _pepper(state), **chosen}
    return [{"ParameterKey": name, "ParameterValue": value} for name, value in values.items() if name in declared]


def _pepper(state: Path) -> str:
    """What this stack's keys are hashed with; as lasting as the state folder."""
    file = state / "key_pepper"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(32))
    return file.read_text()


def describe(cloudformation: Any) -> Deployed:
    stack = cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
    return Deployed(outputs, {r["LogicalResourceId"]: r["PhysicalResourceId"] for r in _resources(cloudformation)})


def _resources(cloudformation: Any) -> list[dict[str, Any]]:
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=STACK)
    return [resource for page in pages for resource in page["StackResourceSummaries"]]


def _api_id(cloudformation: Any) -> str:
    found = [
        r["PhysicalResourceId"] for r in _resources(cloudformation) if r["ResourceType"] == "AWS::ApiGatewayV2::Api"
    ]
    if len(found) != 1:
        raise SystemExit(f"The template must declare one AWS::ApiGatewayV2::Api, and it declares {len(found)}.")
    return str(found[0])


def _exists(cloudformation: Any) -> bool:
    try:
        stack = cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]
    except ClientError:
        return False
    if stack["StackStatus"] in ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"):
        return True
    cloudformation.delete_stack(StackName=STACK)
    cloudformation.get_waiter("stack_delete_complete").wait(StackName=STACK, WaiterConfig=QUICKLY)
    return False


def _apply(cloudformation: Any, url: str, parameters: list[dict[str, str]], kind: str) -> None:
    change_set = {"StackName": STACK, "ChangeSetName": f"local-{kind.lower()}"}
    cloudformation.create_change_set(
        **change_set, ChangeSetType=kind, TemplateURL=url, Parameters=parameters, Capabilities=CAPABILITIES
    )
    try:
        cloudformation.get_waiter("change_set_create_complete").wait(**change_set, WaiterConfig=QUICKLY)
    except WaiterError:
        reason = cloudformation.describe_change_set(**change_set).get("StatusReason", "no reason was given")
        cloudformation.delete_change_set(**change_set)
        if "didn't contain changes" in reason or "No updates" in reason:
            return
        raise SystemExit(f"template.yaml was refused: {reason}") from None
    cloudformation.execute_change_set(**change_set)
    try:
        waiter = "stack_create_complete" if kind == "CREATE" else "stack_update_complete"
        cloudformation.get_waiter(waiter).wait(StackName=STACK, WaiterConfig=QUICKLY)
    except WaiterError:
        raise SystemExit(f"template.yaml did not deploy: {_first_failure(cloudformation)}") from None


def _first_failure(cloudformation: Any) -> str:
    events = cloudformation.describe_stack_events(StackName=STACK)["StackEvents"]
    failed = [event for event in events if event["ResourceStatus"].endswith("_FAILED")]
    if not failed:
        return "no resource reported a failure; see cloud.log in the state folder"
    first = min(failed, key=lambda event: event["Timestamp"])
    return f"{first['LogicalResourceId']} ({first['ResourceType']}): {first.get('ResourceStatusReason', 'no reason')}"
