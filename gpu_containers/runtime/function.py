"""The container as a Lambda function: `handler` does the job that it is invoked with and sends its result itself."""

import logging
import os
import tempfile
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from gpu_containers.runtime import cloud
from gpu_containers.runtime.machine import Machine, ending_by
from gpu_containers.runtime.registry import Registry, engines_module
from gpu_containers.runtime.reporting import utc_now
from gpu_containers.runtime.workspace import Workspace
from greenlight.contracts import Job, Task

logging.getLogger().setLevel(logging.INFO)

# A job that is too long for Lambda has these seconds to end as a failure of its own, before it is killed.
TO_TELL = timedelta(seconds=10)


class Context(Protocol):
    """What is asked of Lambda's context."""

    def get_remaining_time_in_millis(self) -> int: ...


@cache
def machine() -> Machine:
    """Of this execution environment, which does one job at a time and keeps its engines loaded."""
    task = Task(os.environ["TASK"])
    module = os.environ.get("ENGINES") or engines_module(task)
    workspace = Workspace(Path(os.environ.get("WORK_DIR") or tempfile.gettempdir()))
    return Machine(task, Registry.from_module(module, os.environ), cloud.storage(), workspace)


def handler(event: dict[str, Any], context: Context | None) -> None:
    """Raises what is no answer of the job's own, so that Lambda tries again and then tells its failure destination."""
    job = Job.model_validate(event)
    if context:
        job = ending_by(job, utc_now() + timedelta(milliseconds=context.get_remaining_time_in_millis()) - TO_TELL)
    in_hand = machine().take(job, cloud.progress_sender(os.environ))
    result = machine().result_of(in_hand)
    cloud.send(cloud.client("sqs"), os.environ["RESULT_QUEUE_URL"], result)
