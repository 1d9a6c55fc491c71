"""The picture engine behind a RunwayML key: a task is created, watched and downloaded."""

import os
import threading
import time
from collections.abc import Mapping

from gpu_containers.runtime.engine import JobFailed, Needs, Produced, Work
from gpu_containers.runtime.pictures import fitted, nearest_shape, write_png
from gpu_containers.text_to_image.download import Downloader
from gpu_containers.text_to_image.params import read_params
from gpu_containers.text_to_image.pictures import facts_of, open_reference
from gpu_containers.text_to_image.refusals import Service
from gpu_containers.text_to_image.runway_tasks import SIZES, RunwayTasks, shortened

DEFAULT_MODEL = "gen4_image"
DEFAULT_URL = "https://api.dev.runwayml.com"


class RunwayMLEngine:
    """Settings: RUNWAYML_API_SECRET; if wanted RUNWAYML_BASE_URL, RUNWAYML_MODEL, RUNWAYML_REQUEST_SECONDS (60),
    RUNWAYML_TASK_SECONDS (300), RUNWAYML_POLL_SECONDS (5, which the service asks for), RUNWAYML_RETRIES (2).
    """

    name = "runwayml"
    version = "1"
    needs = Needs(settings=("RUNWAYML_API_SECRET",), licence="RunwayML terms of use")

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._environment = environment
        self._tasks: RunwayTasks | None = None

    def load(self) -> None:
        import runwayml

        settings = self._environment
        key = settings.get("RUNWAYML_API_SECRET", "").strip()
        if not key:
            message = "The picture engine `runwayml` needs a key: set RUNWAYML_API_SECRET."
            raise JobFailed("engine_not_configured", message)
        url, seconds = settings.get("RUNWAYML_BASE_URL") or DEFAULT_URL, self._number("RUNWAYML_REQUEST_SECONDS", 60)
        client = runwayml.RunwayML(
            api_key=key, base_url=url, timeout=seconds, max_retries=int(self._number("RUNWAYML_RETRIES", 2))
        )
        model = settings.get("RUNWAYML_MODEL") or DEFAULT_MODEL
        service = Service(runwayml, "RunwayML", "RUNWAYML_API_SECRET", "RUNWAYML_MODEL", model)
        never, between = threading.Event(), self._number("RUNWAYML_POLL_SECONDS", 5)

        def pause() -> None:
            never.wait(between)

        self._tasks = RunwayTasks(
            client,
            service,
            Downloader(url, seconds=seconds),
            pause,
            self._number("RUNWAYML_TASK_SECONDS", 300),
        )

    def _number(self, name: str, default: float) -> float:
        return float(self._environment.get(name) or default)

    def check(self) -> str:
        return self._loaded().check()

    def _loaded(self) -> RunwayTasks:
        if self._tasks is None:
            self.load()
        assert self._tasks is not None  # noqa: S101  (load() sets it or raises)
        return self._tasks

    def run(self, work: Work) -> Produced:
        began = time.perf_counter()
        params = read_params(work.job.params)
        tasks = self._loaded()
        given = work.inputs.get("reference")
        reference = open_reference(given) if given else None
        size = nearest_shape(params.size, SIZES)
        work.report(0.05, "Asking for the picture")
        prompt = shortened(params.styled_prompt)
        picture = tasks.make(
            prompt,
            size,
            params.seed,
            reference,
            lambda share: work.report(0.1 + 0.75 * share, "Waiting for the picture"),
        )
        work.report(0.9, "Fitting the picture")
        path = write_png(fitted(picture, params.size), work.folder / "picture.png")
        facts = facts_of(self.name, params.size, size, began, draft=False)
        return Produced({"picture": path}, {**facts, "device": "remote", "model": tasks.service.model})
