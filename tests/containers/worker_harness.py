"""A local cloud for the worker's tests: real S3 and SQS protocols on loopback, and workers as threads and processes."""

import os
import secrets
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import boto3

from gpu_containers.runtime.machine import Machine
from gpu_containers.runtime.queues import Queues
from gpu_containers.runtime.registry import Registry
from gpu_containers.runtime.s3_storage import S3Storage
from gpu_containers.runtime.settings import WorkerSettings
from gpu_containers.runtime.worker import Worker
from gpu_containers.runtime.workspace import Workspace
from greenlight.contracts import Job, JobResult, Progress, Task
from tests.containers.sample_task.engines import ENGINES

REPOSITORY = Path(__file__).parents[2]
_PATIENCE = 40
_CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}


@contextmanager
def local_cloud(folder: Path) -> Iterator[str]:
    """The endpoint of an embedded S3 and SQS in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "SERVICES": "s3,sqs",
        "STATE_DIR": str(folder),
        "S3_DATA_DIR": str(folder / "s3"),
        "TMPDIR": str(folder),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "ministack"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=folder,
    )
    assert process.stdout is not None
    output = process.stdout
    try:
        assert any("Running on http" in line for line in output), "the local cloud did not start"
        threading.Thread(target=output.read, daemon=True).start()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


@lru_cache
def clients(endpoint: str) -> tuple[Any, Any]:
    """S3 and SQS."""
    session = boto3.Session("test", "test", region_name="us-east-1")
    return session.client("s3", endpoint_url=endpoint), session.client("sqs", endpoint_url=endpoint)


@dataclass(frozen=True)
class Plane:
    """A bucket, the three queues and the dead letters of one test."""

    endpoint: str
    folder: Path
    s3: Any
    sqs: Any
    bucket: str
    urls: Mapping[str, str]

    @classmethod
    def create(cls, endpoint: str, folder: Path, *, visibility: int = 3, receives: int = 5) -> "Plane":
        s3, sqs = clients(endpoint)
        name = f"plane-{secrets.token_hex(4)}"
        s3.create_bucket(Bucket=name)
        urls = cls._create_queues(sqs, name, visibility, receives)
        return cls(endpoint, folder, s3, sqs, name, urls)

    def with_new_queues(self) -> "Plane":
        """The same bucket with queues from which no worker ever took anything."""
        name = f"plane-{secrets.token_hex(4)}"
        return replace(self, urls=self._create_queues(self.sqs, name, int(self.urls["visibility"]), receives=5))

    @staticmethod
    def _create_queues(sqs: Any, name: str, visibility: int, receives: int) -> dict[str, str]:
        names = ("dead", "results", "progress", "jobs")
        urls = {each: sqs.create_queue(QueueName=f"{name}-{each}")["QueueUrl"] for each in names}
        dead = sqs.get_queue_attributes(QueueUrl=urls["dead"], AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        redrive = f'{{"deadLetterTargetArn": "{dead}", "maxReceiveCount": {receives}}}'
        sqs.set_queue_attributes(
            QueueUrl=urls["jobs"], Attributes={"RedrivePolicy": redrive, "VisibilityTimeout": str(visibility)}
        )
        return urls | {"visibility": str(visibility)}

    @property
    def environment(self) -> dict[str, str]:
        return _CREDENTIALS | {
            "AWS_ENDPOINT_URL": self.endpoint,
            "JOB_QUEUE_URL": self.urls["jobs"],
            "RESULT_QUEUE_URL": self.urls["results"],
            "PROGRESS_QUEUE_URL": self.urls["progress"],
            "WORK_DIR": str(self.folder / "work"),
            "VISIBILITY_SECONDS": self.urls["visibility"],
            "GRACE_SECONDS": "0",
            "WAIT_SECONDS": "1",
        }

    def job(self, engine: str = "shout", *, seconds: float = 600, **changes: Any) -> Job:
        """A job with a text as its input, and `seconds` until its deadline."""
        job_id = f"job-{secrets.token_hex(4)}"
        self.put(f"{job_id}.txt", "a whisper")
        fields: dict[str, Any] = {
            "job_id": job_id,
            "task": Task.MEDIA,
            "engine": engine,
            "inputs": {"text": f"s3://{self.bucket}/{job_id}.txt"},
            "output_prefix": f"s3://{self.bucket}/jobs/{job_id}/",
            "cache_key": job_id,
            "deadline": datetime.now(UTC) + timedelta(seconds=seconds),
        }
        return Job.model_validate(fields | changes)

    def gated_job(self, **params: Any) -> tuple[Job, Path]:
        """A job that does not end before its gate, a file, is there."""
        gate = self.folder / f"gate-{secrets.token_hex(4)}"
        return self.job("gated", params={"gate": str(gate), "reached": f"{gate}.reached"} | params), gate

    def submit(self, job: Job) -> None:
        self.submit_text(job.model_dump_json())

    def submit_text(self, text: str) -> None:
        self.sqs.send_message(QueueUrl=self.urls["jobs"], MessageBody=text)

    def result(self, patience: int = _PATIENCE) -> JobResult:
        return JobResult.model_validate_json(self.receive("results", patience))

    def do(self, job: Job) -> JobResult:
        self.submit(job)
        return self.result()

    def progress(self) -> Progress:
        return Progress.model_validate_json(self.receive("progress"))

    def wait_until_engine_works(self) -> None:
        while self.progress().message != "waiting":
            pass

    def receive(self, queue: str, patience: int = _PATIENCE) -> str:
        """The next message; fails when none comes within `patience` seconds."""
        for _ in range(patience // 20):
            text = self._receive(queue, 20)
            if text is not None:
                return text
        raise AssertionError(f"nothing came to the queue of {queue} in {patience} s")

    def waiting(self, queue: str) -> list[str]:
        """All messages that lie in the queue now."""
        return list(iter(lambda: self._receive(queue, 0), None))

    def _receive(self, queue: str, seconds: int) -> str | None:
        url = self.urls[queue]
        answer = self.sqs.receive_message(QueueUrl=url, WaitTimeSeconds=seconds, MaxNumberOfMessages=1)
        for message in answer.get("Messages", []):
            self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            return str(message["Body"])
        return None

    def unfinished(self) -> int:
        """Jobs that are in the queue or in some worker's hands."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        counts = self.sqs.get_queue_attributes(QueueUrl=self.urls["jobs"], AttributeNames=names)["Attributes"]
        return sum(int(counts[name]) for name in names)

    def put(self, key: str, text: str) -> None:
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=text.encode())

    def cancel(self, job: Job) -> None:
        self.put(f"jobs/{job.job_id}/cancel", "")

    def text(self, uri: str) -> str:
        body: bytes = self.s3.get_object(Bucket=self.bucket, Key=uri.removeprefix(f"s3://{self.bucket}/"))[
            "Body"
        ].read()
        return body.decode()

    def made(self, job: Job) -> list[str]:
        """Keys under the job's prefix, without the prefix and the cancel flag."""
        prefix = f"jobs/{job.job_id}/"
        listing = self.s3.list_objects_v2(Bucket=self.bucket, Prefix=prefix).get("Contents", [])
        return sorted(each["Key"].removeprefix(prefix) for each in listing if not each["Key"].endswith("/cancel"))

    @contextmanager
    def worker(self, **settings: str) -> Iterator[Worker]:
        """A worker on a thread; at the end it has no job in hand and takes no other."""
        chosen = WorkerSettings.from_environment(self.environment | settings)
        workspace = Workspace(chosen.work_dir)
        worker = Worker(
            machine=Machine(Task.MEDIA, Registry(ENGINES, settings), S3Storage(self.s3), workspace),
            queues=Queues(self.sqs, chosen),
            settings=chosen,
            on_hang=threading.Event().set,
        )
        threading.Thread(target=worker.run, daemon=True).start()
        try:
            yield worker
        finally:
            ended = worker.drain()
            workspace.close()
        assert ended

    def start_process(self, **settings: str) -> "subprocess.Popen[str]":
        """A worker as a process; its log comes on stderr."""
        return subprocess.Popen(
            [*RUNTIME, "worker", "--task", "media", "--engines", "tests.containers.sample_task.engines"],
            env=process_environment() | self.environment | settings,
            stderr=subprocess.PIPE,
            text=True,
        )


RUNTIME = [sys.executable, "-m", "gpu_containers.runtime"]


def process_environment() -> dict[str, str]:
    folders = ("", "layers/core/python", "layers/vision/python")
    path = os.pathsep.join(str(REPOSITORY / folder) for folder in folders)
    return {"PATH": os.environ["PATH"], "PYTHONPATH": path}
