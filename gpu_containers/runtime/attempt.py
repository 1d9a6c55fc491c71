"""One attempt at one job: inputs in, engine, outputs out, and every way it can end as a `JobResult`."""

import hashlib
import logging
import re
import resource
import secrets
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from gpu_containers.runtime.engine import Engine, JobFailed, Produced, Work
from gpu_containers.runtime.failures import BrokenGpu, breaks_gpu, failed, typed
from gpu_containers.runtime.registry import Registry
from gpu_containers.runtime.reporting import HandedBack
from gpu_containers.runtime.storage import CLOUD_ERRORS, NotFoundError, Storage
from gpu_containers.runtime.workspace import Workspace
from greenlight.contracts import Job, JobResult

log = logging.getLogger(__name__)

# A job with this parameter asks whether its engine works, and for nothing else.
CHECK = "check"
_INPUT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_BYTES_PER_MIB = 1024 * 1024


class Attempt:
    """Outputs lie under a prefix of this attempt alone, so two attempts never write over each other."""

    def __init__(self, job: Job, storage: Storage, workspace: Workspace, report: Callable[[float, str], None]) -> None:
        self.job = job
        self._storage = storage
        self._workspace = workspace
        self._report = report
        self._prefix = f"{job.output_prefix}attempt-{job.attempt}-{secrets.token_hex(4)}/"
        self._stored: list[str] = []
        self._discarded = False
        self._lock = threading.Lock()

    def run(self, registry: Registry) -> JobResult:
        """Outputs of a failed attempt are removed; raises `HandedBack` and `BrokenGpu` only."""
        try:
            self._report(0.0, "Starting")
            with self._workspace.job_folder() as folder:
                return self._run(registry, folder)
        except HandedBack:
            self.discard()
            raise
        except Exception as error:
            self.discard()
            if breaks_gpu(error):
                log.critical("the GPU is broken", exc_info=error, extra={"job_id": self.job.job_id})
                raise BrokenGpu from error
            return failed(self.job, typed(error, self.job))

    def discard(self) -> None:
        """Removes what this attempt stored, unless it was sealed; may be called while `run` goes on elsewhere."""
        with self._lock:
            self._discarded = True
            stored, self._stored = self._stored, []
        self.remove(stored)

    def seal(self) -> list[str]:
        """Keeps the outputs from `discard`, as they become a result now; raises `HandedBack` if that came first."""
        with self._lock:
            if self._discarded:
                raise HandedBack
            sealed, self._stored = self._stored, []
        return sealed

    def remove(self, uris: list[str]) -> None:
        """What cannot be removed stays; nothing refers to it."""
        for uri in uris:
            try:
                self._storage.remove(uri)
            except CLOUD_ERRORS:
                log.warning("could not remove a partial output", exc_info=True)

    def _run(self, registry: Registry, folder: Path) -> JobResult:
        engine = registry.get(self.job.engine)
        if CHECK in self.job.params:
            # Nothing is wanted but to know whether it would work: it is loaded, and asked where it can tell more.
            check = getattr(engine, "check", None)
            detail = check() if check else "It is loaded."
            return self._store_outputs(Produced({}), _measured(engine, 0) | {"detail": detail})
        inputs = self._fetch_inputs(folder / "inputs")
        work_folder = folder / "work"
        work_folder.mkdir()
        started = time.monotonic()
        produced = engine.run(Work(self.job, work_folder, inputs, self._report))
        facts = _measured(engine, time.monotonic() - started) | produced.facts
        return self._store_outputs(produced, facts)

    def _fetch_inputs(self, folder: Path) -> dict[str, Path]:
        folder.mkdir()
        return {name: self._fetch(name, uri, folder) for name, uri in self.job.inputs.items()}

    def _fetch(self, name: str, uri: str, folder: Path) -> Path:
        if not _INPUT_NAME.fullmatch(name):
            raise JobFailed("invalid_job", f"'{name[:100]}' cannot be the name of an input: use letters, digits, _ . -")
        target = folder / f"{name}{PurePosixPath(uri).suffix}"
        try:
            self._storage.fetch(uri, target)
        except NotFoundError as missing:
            raise JobFailed("input_missing", f"The input '{name}' is not there: upload it and ask again.") from missing
        return target

    def _store_outputs(self, produced: Produced, facts: dict[str, object]) -> JobResult:
        names = [path.name for path in produced.outputs.values()]
        if len(set(names)) < len(names):
            raise ValueError(f"two outputs have the same file name: {', '.join(sorted(names))}")
        outputs = {name: self._store(path) for name, path in produced.outputs.items()}
        digests = {name: _sha256(path) for name, path in produced.outputs.items()}
        result = JobResult(
            job_id=self.job.job_id,
            attempt=self.job.attempt,
            outcome="succeeded",
            outputs=outputs,
            sha256=digests,
            facts=facts,
        )
        # There and back, so that a fact that is no JSON fails here, and every reader gets the same.
        return JobResult.model_validate_json(result.model_dump_json())

    def _store(self, path: Path) -> str:
        self._report(1.0, "Saving the result")
        uri = f"{self._prefix}{path.name}"
        self._stored.append(uri)
        self._storage.store(path, uri)
        return uri


def _measured(engine: Engine, seconds: float) -> dict[str, object]:
    """`peak_memory` is the process's so far, in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 1 if sys.platform == "darwin" else 1024
    return {
        "engine": engine.name,
        "engine_version": engine.version,
        "seconds": round(seconds, 3),
        "peak_memory": round(peak * unit / _BYTES_PER_MIB),
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
