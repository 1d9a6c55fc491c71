"""A job as an engine gets it, without a worker."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gpu_containers.runtime.engine import Work
from greenlight.contracts import Job, Task


def work(
    folder: Path,
    task: Task,
    engine: str,
    inputs: dict[str, Path],
    report: Callable[[float, str], None] = lambda fraction, message: None,
    **params: Any,
) -> Work:
    """A job in a new folder within `folder`."""
    job = Job(
        job_id="j",
        task=task,
        engine=engine,
        params=params,
        output_prefix="s3://media/jobs/j/",
        cache_key="k",
        deadline=datetime(2030, 1, 1, tzinfo=UTC),
    )
    made = folder / f"made-{len(list(folder.iterdir()))}"
    made.mkdir()
    return Work(job, made, inputs, report)
