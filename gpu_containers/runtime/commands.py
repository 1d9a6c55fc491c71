"""What `worker` and `run` do: take jobs from a queue until told to stop, or do one from a file."""

import json
import logging
import os
import sys
import tempfile
import threading
from datetime import timedelta
from pathlib import Path

from gpu_containers.runtime import cloud, signals
from gpu_containers.runtime.attempt import Attempt
from gpu_containers.runtime.folder_storage import FolderStorage
from gpu_containers.runtime.logs import log_as_json
from gpu_containers.runtime.machine import Machine
from gpu_containers.runtime.queues import Queues
from gpu_containers.runtime.registry import Registry, engines_module
from gpu_containers.runtime.reporting import Reporter, utc_now
from gpu_containers.runtime.settings import WorkerSettings
from gpu_containers.runtime.worker import Worker
from gpu_containers.runtime.workspace import Workspace
from greenlight.contracts import Job, Progress, Task

log = logging.getLogger(__name__)


def work(task: str, engines: str | None) -> int:
    """Works until SIGTERM or SIGINT; 1 when the worker died or an engine hangs, for a supervisor to start it anew."""
    log_as_json()
    settings = WorkerSettings.from_environment(os.environ)
    registry = Registry.from_module(engines or engines_module(task), os.environ)
    workspace = Workspace(settings.work_dir)
    endings = signals.Endings()
    worker = Worker(
        machine=Machine(Task(task), registry, cloud.storage(), workspace),
        queues=Queues(cloud.client("sqs"), settings),
        settings=settings,
        on_hang=lambda: endings.put(signals.HANGS),
    )
    signals.listen(endings)
    threading.Thread(target=signals.guarded, args=(worker.run, endings), name="worker", daemon=True).start()
    log.info("worker ready", extra={"task": task})
    reason = endings.get()
    engine_has_ended = worker.drain()
    workspace.close()
    log.info("worker stopped: %s", reason, extra={"task": task})
    return signals.leave(0 if reason == signals.STOP else 1, engine_has_ended=engine_has_ended)


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
