"""A Step Functions service in a process of its own, with actors for the functions of a journey."""

import io
import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import boto3
import yaml

from local.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]
ACTOR = Path(__file__).with_name("actor.py")
BUCKET = "theatre"
ROLE_ARN = "arn:aws:iam::000000000000:role/theatre"


@dataclass(frozen=True)
class Play:
    """One execution of a journey."""

    theatre: "Theatre"
    production_id: str
    arn: str

    def ended(self) -> dict[str, Any]:
        """The execution's description, once it no longer runs."""
        wait_until(lambda: self.now()["status"] != "RUNNING", 240, what=f"{self.arn} to end")
        return self.now()

    def now(self) -> dict[str, Any]:
        answer: dict[str, Any] = self.theatre.client("stepfunctions").describe_execution(executionArn=self.arn)
        return answer

    def calls(self) -> list[tuple[str, dict[str, Any]]]:
        """(role, event) of every call, in the order of time."""
        s3, prefix = self.theatre.client("s3"), f"calls/{self.production_id}/"
        keys = [entry["Key"] for entry in s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", [])]
        bodies = {key: s3.get_object(Bucket=BUCKET, Key=key)["Body"].read() for key in keys}
        ordered = sorted(keys, key=lambda key: key.rsplit("/", 1)[1])
        return [(key.split("/")[2], json.loads(bodies[key])) for key in ordered]

    def roles(self) -> list[str]:
        return [role for role, _ in self.calls()]

    def event_of(self, role: str) -> dict[str, Any]:
        """The event of the last call in that role; waits for it."""

        def made() -> list[dict[str, Any]]:
            return [event for name, event in self.calls() if name == role]

        return wait_until(made, 240, what=f"a call of {role}")[-1]

    def answer(self, role: str) -> None:
        """What another process does when the work that a step began is finished."""
        token = self.event_of(role)["token"]
        self.theatre.client("stepfunctions").send_task_success(taskToken=token, output="{}")


@dataclass(frozen=True)
class Theatre:
    endpoint: str

    @cache  # noqa: B019 - lives as long as the process that it talks to
    def client(self, service: str) -> Any:
        return boto3.Session("test", "test", region_name="us-east-1").client(service, endpoint_url=self.endpoint)

    def stage(self, journey: Path, roles: dict[str, str]) -> str:
        """Creates the state machine of an ASL file, its substitutions bound to actors; gives its ARN."""
        self.client("s3").create_bucket(Bucket=BUCKET)
        functions = {name: self._actor(role) for name, role in roles.items()}
        definition = yaml.safe_load(re.sub(r"\$\{(\w+)\}", lambda name: functions[name[1]], journey.read_text()))
        answer = self.client("stepfunctions").create_state_machine(
            name=journey.name.split(".")[0], definition=json.dumps(definition), roleArn=ROLE_ARN
        )
        return str(answer["stateMachineArn"])

    def play(self, machine: str, production_id: str, script: Mapping[str, Any]) -> Play:
        self.client("s3").put_object(Bucket=BUCKET, Key=f"scripts/{production_id}", Body=json.dumps(script).encode())
        started = self.client("stepfunctions").start_execution(
            stateMachineArn=machine, name=production_id, input=json.dumps({"production_id": production_id})
        )
        return Play(self, production_id, started["executionArn"])

    def _actor(self, role: str) -> str:
        code = io.BytesIO()
        with zipfile.ZipFile(code, "w") as archive:
            archive.write(ACTOR, "actor.py")
        answer = self.client("lambda").create_function(
            FunctionName=role,
            Runtime="python3.13",
            Handler="actor.handler",
            Role=ROLE_ARN,
            Timeout=30,
            Code={"ZipFile": code.getvalue()},
            Environment={"Variables": {"ROLE": role}},
        )
        return str(answer["FunctionArn"])


@contextmanager
def open_theatre(state: Path) -> Iterator[Theatre]:
    command = [sys.executable, "-m", "local.cloud", "--state", str(state)]
    cloud = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, start_new_session=True)
    try:
        ports = state / "ports.json"
        wait_until(lambda: ports.exists() and ports.read_text(), 240, what="the embedded cloud's ports")
        endpoint = f"http://127.0.0.1:{json.loads(ports.read_text())['gateway_port']}"
        wait_until(lambda: _is_healthy(endpoint), 240, what="the embedded cloud")
        yield Theatre(endpoint)
    finally:
        cloud.terminate()
        cloud.wait(120)


def _is_healthy(endpoint: str) -> bool:
    try:
        with urllib.request.urlopen(f"{endpoint}/_ministack/health", timeout=30) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
