"""What the sub-commands do: `worker` takes jobs from a queue until it is told to stop, `run` does one from a file."""

import json
import logging
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from queue import SimpleQueue
from types import FrameType

import boto3
from botocore.config import Config

from gpu_containers.runtime.attempt import Attempt
from gpu_containers.runtime.folder_storage import FolderStorage
from gpu_containers.runtime.logs import log_as_json
from gpu_containers.runtime.queues import Queues
from gpu_containers.runtime.registry import Registry, engines_module
from gpu_containers.runtime.reporting import Reporter, utc_now
from gpu_containers.runtime.s3_storage import S3Storage
from gpu_containers.runtime.settings import WorkerSettings
from gpu_containers.runtime.worker import Worker
from gpu_containers.runtime.workspace import Workspace
from greenlight.contracts import Job, Progress, Task

log = logging.getLogger(__name__)

_CLIENT = Config(connect_timeout=5, read_timeout=60, retries={"mode": "standard", "max_attempts": 3})
_STOP, _HANGS, _DIED = "stop", "hangs", "died"


def work(task: str, engines: str | None) -> int:
    """Works until SIGTERM or SIGINT; 1 when the worker died or an engine hangs, for a supervisor to start it anew."""
    log_as_json()
    settings = WorkerSettings.from_environment(os.environ)
    registry = Registry.from_module(engines or engines_module(task), os.environ)
    workspace = Workspace(settings.work_dir)
    # Unlike an Event, a SimpleQueue may be put to from a signal handler at any moment.
    events: SimpleQueue[str] = SimpleQueue()
    worker = Worker(
        task=Task(task),
        registry=registry,
        queues=Queues(boto3.client("sqs", config=_CLIENT), settings),
        storage=S3Storage(boto3.client("s3", config=_CLIENT)),
        workspace=workspace,
        settings=settings,
        on_hang=lambda: events.put(_HANGS),
    )
    _listen_to_signals(events)
    threading.Thread(target=_guarded, args=(worker.run, events), name="worker", daemon=True).start()
    log.info("worker ready", extra={"task": task})
    reason = events.get()
    engine_has_ended = worker.drain()
    workspace.close()
    code = 0 if reason == _STOP else 1
    log.info("worker stopped: %s", reason, extra={"task": task})
    if not engine_has_ended:
        # A thread inside native code can abort the interpreter's orderly end; there is nothing left to put in order.
        sys.stderr.flush()
        os._exit(code)
    return code


def _listen_to_signals(events: SimpleQueue[str]) -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        events.put(_STOP)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def _guarded(serve: Callable[[], None], events: SimpleQueue[str]) -> None:
    try:
        serve()
    except BaseException:
        log.critical("the worker died", exc_info=True)
    finally:
        events.put(_DIED)


def run_file(path: Path, output: Path, engines: str | None) -> int:
    """Does the job in a JSON file with local inputs, prints its result as JSON; 1 when it failed."""
    sample = json.loads(path.read_text())
    defaults = {"job_id": path.stem, "cache_key": path.stem}
    fixed = {"output_prefix": f"{output.resolve()}/", "deadline": utc_now() + timedelta(hours=1)}
    job = Job.model_validate(defaults | sample | fixed)
    registry = Registry.from_module(engines or engines_module(job.task), os.environ)
    with tempfile.TemporaryDirectory() as scratch:
        workspace = Workspace(Path(scratch))
        reporter = Reporter(job, _print_progress, cancelled=lambda: False)
        result = Attempt(job, FolderStorage(path.parent), workspace, reporter).run(registry)
        workspace.close()
    print(result.model_dump_json(indent=2))
    return 0 if result.outcome == "succeeded" else 1


def _print_progress(progress: Progress) -> None:
    print(f"{progress.fraction:4.0%} {progress.message}", file=sys.stderr)
