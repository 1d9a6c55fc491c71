"""Health over HTTP: needs no key, names what is down, and says no more than that."""

import json

import boto3
import pytest

from chalicelib import services
from tests.functions.calls import on_aws
from tests.support.aws import TABLE

pytestmark = on_aws

MACHINES = ("make-reel", "make-storyboard", "write-script", "write-scenario")


@pytest.fixture
def stage(api):
    """All that the API depends on."""
    for name in ("speech", "head", "image", "video", "media"):
        boto3.client("sqs").create_queue(QueueName=name)
    role = "arn:aws:iam::123456789012:role/runs"
    definition = json.dumps({"StartAt": "End", "States": {"End": {"Type": "Succeed"}}})
    for name in MACHINES:
        boto3.client("stepfunctions").create_state_machine(name=name, definition=definition, roleArn=role)
    # AWS as moto plays it shares this machine with other tests.
    services.health().patience = 30
    return api


def test_a_stage_whose_parts_answer_is_healthy(stage):
    status, body, _ = stage("GET", "/health")
    assert (status, body["status"], body["version"]) == (200, "healthy", "0.1.0")
    assert [check["name"] for check in body["checks"]] == ["table", "media", "queues", "workflows"]
    assert all(check["ok"] for check in body["checks"])


def test_a_stage_without_its_table_is_not_and_says_so(stage):
    boto3.client("dynamodb").delete_table(TableName=TABLE)
    status, body, _ = stage("GET", "/health")
    assert (status, body["status"]) == (503, "unhealthy")
    assert [check["name"] for check in body["checks"] if not check["ok"]] == ["table"]
    assert not {"arn:", "123456789012", TABLE} & set(json.dumps(body).split('"'))
    assert stage("HEAD", "/health")[0] == 503


def test_the_first_page_says_what_this_is_and_where_more_is(stage):
    assert stage("GET", "/")[1] == {
        "name": "Greenlight",
        "version": "0.1.0",
        "documentation": "/docs",
        "openapi": "/openapi.json",
        "health": "/health",
    }
