"""The API's handler over a stage in memory, or over AWS as moto plays it."""

import contextlib
import importlib
import sys
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

import greenlight
from greenlight import bootstrap
from greenlight.domain.keys import KeyKind
from greenlight.memory import MemoryCredits
from tests.functions.calls import Api
from tests.functions.stage.services import MemoryStage
from tests.functions.stage.twins import RunningClock, Twins
from tests.support.aws import BUCKET, CREDENTIALS, TABLE, aws

MEMORY, AWS = "memory", "aws"
ENVIRONMENT = {
    **CREDENTIALS,
    "TABLE_NAME": TABLE,
    "MEDIA_BUCKET": BUCKET,
    "KEY_PEPPER": "pepper",
    "RATE_LIMIT_PER_SECOND": "1000",
    "RATE_LIMIT_BURST": "5000",
    "JOB_QUEUE_URL_TEXT_TO_SPEECH": "https://sqs.us-east-1.amazonaws.com/123456789012/speech",
    "JOB_QUEUE_URL_TALKING_HEAD": "https://sqs.us-east-1.amazonaws.com/123456789012/head",
    "JOB_QUEUE_URL_TEXT_TO_IMAGE": "https://sqs.us-east-1.amazonaws.com/123456789012/image",
    "JOB_QUEUE_URL_IMAGE_TO_VIDEO": "https://sqs.us-east-1.amazonaws.com/123456789012/video",
    "JOB_QUEUE_URL_MEDIA": "https://sqs.us-east-1.amazonaws.com/123456789012/media",
    "MAKE_REEL_STATE_MACHINE_ARN": "arn:aws:states:us-east-1:123456789012:stateMachine:make-reel",
    "MAKE_STORYBOARD_STATE_MACHINE_ARN": "arn:aws:states:us-east-1:123456789012:stateMachine:make-storyboard",
    "WRITE_SCRIPT_STATE_MACHINE_ARN": "arn:aws:states:us-east-1:123456789012:stateMachine:write-script",
    "WRITE_SCENARIO_STATE_MACHINE_ARN": "arn:aws:states:us-east-1:123456789012:stateMachine:write-scenario",
    "INSPECT_PORTRAIT_FUNCTION": "api_inspect_portrait",
    "CHECK_UPLOAD_FUNCTION": "api_check_upload",
    "WEBHOOK_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/webhooks",
}


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the functions read from their environment: the same wherever their services are."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def api(request: pytest.FixtureRequest, settings: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """The API with two tenants, each with a service key, and one user key; nobody is let in without a key.

    Its stage is in memory, which takes a twentieth of the time, unless the test is marked `on_aws` or `on_both`.
    """
    over = getattr(request, "param", MEMORY)
    with aws() if over == AWS else contextlib.nullcontext():
        forget_services()
        stage: Any = bootstrap
        if over == MEMORY:
            # The time of day, as tests compare it with theirs.
            stage = MemoryStage(Twins(clock=RunningClock(), credits=MemoryCredits()))
            monkeypatch.setattr(greenlight, "bootstrap", stage)
        app = importlib.import_module("app")
        service = stage.keys()
        keys = {
            "acme": service.create("acme", "ci", KeyKind.SERVICE)[1],
            "rivals": service.create("rivals", "ci", KeyKind.SERVICE)[1],
            "alice": service.create("acme", "phone", KeyKind.USER, "alice")[1],
        }
        yield Api(app.handler, keys, stage)
        forget_services()


@pytest.fixture
def webhook_queue(api: Api) -> str | None:
    """Where the settings say that deliveries are sent to; a stage in memory has it from the beginning."""
    if api.stage is not bootstrap:
        return None
    made: str = boto3.client("sqs").create_queue(QueueName="webhooks")["QueueUrl"]
    assert made == bootstrap.settings.webhook_queue_url
    return made


def forget_services() -> None:
    """What a warm process keeps was made for one environment; importing everything anew would take longer by far."""
    for module in (bootstrap, sys.modules.get("chalicelib.services")):
        for kept in vars(module).values() if module else ():
            if hasattr(kept, "cache_clear"):
                kept.cache_clear()
