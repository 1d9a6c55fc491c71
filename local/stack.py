"""The whole stack on this machine: the embedded cloud, the deployed template, the workers; started and ended as one."""

import contextlib
import json
import os
import signal
import subprocess
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import boto3
from botocore.config import Config

from local import deploy, keys, leash
from local import session as embedded
from local.asking import answer_to
from local.environment import ROOT, environment
from local.waiting import wait_until
from local.workers import Supervisor

LOOPBACK = "127.0.0.1"
SAVE_PATIENCE, API_PATIENCE = 8.0, 30.0


@dataclass
class Stack:
    """A context manager; port 0 takes a free port. `say` is told what is going on, a sentence at a time."""

    state: Path
    port: int = 0
    template: Path = ROOT / "template.yaml"
    say: Callable[[str], None] = lambda _: None
    base_url: str = ""
    endpoint: str = ""
    service_key: str = ""
    deployed: deploy.Deployed = field(default_factory=lambda: deploy.Deployed({}, {}))
    workers: Supervisor | None = None
    _cloud: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Stack":
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    @property
    def session(self) -> boto3.Session:
        return embedded.session()

    def client(self, service: str) -> Any:
        """A boto3 client of the embedded cloud."""
        return self.session.client(service, endpoint_url=self.endpoint, config=Config(read_timeout=70))

    def invoke(self, logical_id: str, payload: dict[str, Any]) -> Any:
        """What a deployed function answers."""
        answer = self.client("lambda").invoke(
            FunctionName=self.deployed.resources[logical_id], Payload=json.dumps(payload).encode()
        )
        body = json.loads(answer["Payload"].read() or b"null")
        if answer.get("FunctionError"):
            raise SystemExit(f"{logical_id} failed: {body.get('errorMessage', body)}")
        return body

    def running(self) -> bool:
        return self._cloud is not None and self._cloud.poll() is None

    def stop(self) -> None:
        """Workers first, so that they can hand back what they hold; then the cloud, which saves its state."""
        if self.workers is not None:
            self.workers.stop()
            self.workers = None
        if self._cloud is not None:
            _end(self._cloud)
            self._cloud = None

    def _start(self) -> None:
        self.state = self.state.resolve()
        self._start_cloud()
        self.say("deploying template.yaml")
        self.deployed = deploy.deploy(self.session, self.endpoint, self.template, self.state)
        self.workers = Supervisor(self.deployed, self._environment(), self.state)
        self.workers.start()
        try:
            wait_until(self._api_answers, API_PATIENCE)
        except TimeoutError:
            raise SystemExit(f"The API does not start: {answer_to(self.base_url)[1][:2000]}") from None
        self.service_key = keys.kept(self.state, self._make_key, self._key_opens)
        self.invoke("OnScheduleReconcileFunction", {"everything": True})

    def _make_key(self) -> str:
        return str(self.invoke("CreateServiceKeyFunction", {"name": "local"})["key"])

    def _key_opens(self, key: str) -> bool:
        request = urllib.request.Request(f"{self.base_url}/api/reels/", headers={"Authorization": f"Bearer {key}"})
        return answer_to(request)[0] != 401

    def _start_cloud(self) -> None:
        self.state.mkdir(parents=True, exist_ok=True)
        ports = self.state / "ports.json"
        earlier = json.loads(ports.read_text())["gateway_port"] if ports.exists() else 0
        ports.unlink(missing_ok=True)
        arguments = ["--state", str(self.state), "--port", str(self.port), "--gateway-port", str(earlier)]
        self.say("starting the embedded cloud")
        self._cloud = leash.start("local.cloud", arguments, self._environment(), self.state / "logs" / "cloud.log")
        wait_until(self._ports_are_known, what="the embedded cloud's ports")
        found = json.loads(ports.read_text())
        self.base_url = f"http://{LOOPBACK}:{found['port']}"
        self.endpoint = f"http://{LOOPBACK}:{found['gateway_port']}"
        wait_until(self._cloud_answers, what="the embedded cloud")

    def _environment(self) -> dict[str, str]:
        return embedded.isolated(environment(), self.endpoint)

    def _ports_are_known(self) -> bool:
        self._require_cloud()
        return (self.state / "ports.json").exists()

    def _cloud_answers(self) -> bool:
        self._require_cloud()
        return answer_to(f"{self.endpoint}/_ministack/health")[0] == 200

    def _api_answers(self) -> bool:
        self._require_cloud()
        return 0 < answer_to(f"{self.base_url}/")[0] < 500

    def _require_cloud(self) -> None:
        if not self.running():
            log = self.state / "logs" / "cloud.log"
            last = log.read_text().strip().splitlines()[-1:] if log.exists() else []
            raise SystemExit(f"The embedded cloud ended: {(last or ['it said nothing'])[0]} (more in {log})")


def _end(cloud: subprocess.Popen[bytes]) -> None:
    cloud.terminate()
    try:
        cloud.wait(SAVE_PATIENCE)
    except subprocess.TimeoutExpired:
        print(f"The embedded cloud did not stop within {SAVE_PATIENCE:g} s and is ended; its last changes are lost.")
    with contextlib.suppress(ProcessLookupError):
        os.killpg(cloud.pid, signal.SIGKILL)
    cloud.wait()
