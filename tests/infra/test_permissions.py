"""What the adapters call is what the roles allow: no call without a permission, no permission without a call."""

import ast
import re
from functools import cache
from typing import Any

import botocore.session
from botocore import xform_name

from tests.infra.expanded import ROOT, as_list, functions, statements

SERVICES = ("batch", "dynamodb", "events", "lambda", "s3", "sagemaker-runtime", "sqs", "stepfunctions")
NEEDS = {
    "list_jobs": {"batch:ListJobs"},
    "submit_job": {"batch:SubmitJob"},
    "terminate_job": {"batch:TerminateJob"},
    "delete_item": {"dynamodb:DeleteItem"},
    "get_item": {"dynamodb:GetItem"},
    "put_item": {"dynamodb:PutItem"},
    "query": {"dynamodb:Query"},
    "transact_write_items": {"dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"},
    "update_item": {"dynamodb:UpdateItem"},
    "put_events": {"events:PutEvents"},
    "invoke": {"lambda:InvokeFunction"},
    "invoke_endpoint_async": {"sagemaker:InvokeEndpointAsync"},
    "abort_multipart_upload": {"s3:AbortMultipartUpload"},
    "complete_multipart_upload": {"s3:PutObject"},
    "copy_object": {"s3:GetObject", "s3:PutObject"},
    "create_multipart_upload": {"s3:PutObject"},
    "delete_object": {"s3:DeleteObject"},
    "delete_objects": {"s3:DeleteObject"},
    "get_object": {"s3:GetObject"},
    "head_bucket": {"s3:ListBucket"},
    # Of a key that is not there, S3 says so only to those who may list.
    "head_object": {"s3:GetObject", "s3:ListBucket"},
    "list_objects_v2": {"s3:ListBucket"},
    "list_parts": {"s3:ListMultipartUploadParts"},
    "put_object": {"s3:PutObject"},
    "upload_part": {"s3:PutObject"},
    "get_queue_attributes": {"sqs:GetQueueAttributes"},
    "send_message": {"sqs:SendMessage"},
    "describe_state_machine": {"states:DescribeStateMachine"},
    "describe_execution": {"states:DescribeExecution"},
    "send_task_failure": {"states:SendTaskFailure"},
    "send_task_success": {"states:SendTaskSuccess"},
    "start_execution": {"states:StartExecution"},
    "stop_execution": {"states:StopExecution"},
}
# Called by Lambda for a function that a queue or a stream sets off, by Step Functions for its logs, and by
# Powertools for a secret.
BY_AWS = {
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
    "secretsmanager:GetSecretValue",
    "sqs:DeleteMessage",
    "sqs:ReceiveMessage",
}


@cache
def operations() -> set[str]:
    """Every operation of the services, as boto3 names its methods."""
    session = botocore.session.get_session()
    models = [session.get_service_model(service) for service in SERVICES]
    return {xform_name(operation) for model in models for operation in model.operation_names}


def called() -> set[str]:
    """The operations that the adapters name, as a method or, for paginators and links, as a text."""
    names: set[str] = set()
    for path in ROOT.glob("layers/core/python/greenlight/aws/*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute):
                names.add(node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                names.add(node.value)
    return names & operations()


def test_every_call_is_known_here() -> None:
    assert called() <= set(NEEDS)


def test_every_call_is_allowed_to_somebody_and_nothing_else_is() -> None:
    allowed = {action for _, statement in statements() for action in as_list(statement["Action"])}
    needed = set().union(*(NEEDS[operation] for operation in called()))
    assert {action for action in allowed if not action.startswith("logs:")} - BY_AWS == needed


def test_whoever_takes_the_end_of_a_job_may_send_its_next_attempt() -> None:
    taking = {
        name: function
        for name, function in functions().items()
        if {"plane.finished(", "plane.dead(", "plane.submit("} & _calls(function)
    }
    assert len(taking) == 3
    assert [name for name, function in taking.items() if {"Ref": "SubmitJobs"} not in function["Policies"]] == []


def _calls(function: dict[str, Any]) -> set[str]:
    code = (ROOT / function["CodeUri"] / "app.py").read_text()
    return set(re.findall(r"plane\.\w+\(", code))
