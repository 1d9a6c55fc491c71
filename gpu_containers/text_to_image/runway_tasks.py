"""RunwayML's text-to-image tasks: created, asked after until they end, cancelled when nobody wants them any more."""

import base64
import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import runwayml
from PIL import Image

from gpu_containers.runtime.engine import JobCancelled, JobFailed
from gpu_containers.runtime.pictures import BadPicture, Size, decode, flattened
from gpu_containers.text_to_image.download import Downloader, DownloadError
from gpu_containers.text_to_image.refusals import Service

# What gen4_image and gen4_image_turbo draw.
SIZES: tuple[Size, ...] = (
    *((1024, 1024), (1168, 880), (1360, 768), (1440, 1080), (1080, 1440), (1808, 768)),
    *((1920, 1080), (1080, 1920), (2112, 912), (1080, 1080)),
)
LONGEST_PROMPT = 1_000  # UTF-16 code units
_TAG = "product"
_LARGEST_SEED = 2**32


@dataclass(frozen=True)
class RunwayTasks:
    """`pause` waits between two questions; `seconds` is how long a task may take."""

    client: runwayml.RunwayML
    service: Service
    downloader: Downloader
    pause: Callable[[], None]
    seconds: float

    def make(
        self, prompt: str, size: Size, seed: int, reference: Image.Image | None, report: Callable[[float], None]
    ) -> Image.Image:
        """Raises `JobFailed`, and `JobCancelled` when `report` does, after it cancelled the task."""
        asked: dict[str, Any] = {"prompt_text": prompt, "seed": seed % _LARGEST_SEED}
        if reference is not None:
            asked["reference_images"] = [{"uri": _data_uri(reference), "tag": _TAG}]
            asked["prompt_text"] = shortened(f"{shortened(prompt, LONGEST_PROMPT - 20)} Show @{_TAG}.")
        task = self._call(
            lambda: self.client.text_to_image.create(
                model=self.service.model,  # type: ignore[call-overload]
                ratio=f"{size[0]}:{size[1]}",
                **asked,
            )
        )
        try:
            done = self._wait(task.id, report)
        except (JobCancelled, _TooLong) as stopped:
            self._drop(task.id)
            if isinstance(stopped, JobCancelled):
                raise
            message = f"{self.service.who} did not finish the picture within {self.seconds:g} s."
            raise JobFailed("engine_unavailable", message, retryable=True) from stopped
        return self._fetched(done)

    def check(self) -> str:
        """Whether the key is known; asks for no picture. Raises `JobFailed`."""
        self._call(self.client.organization.retrieve)
        return f"{self.service.who} knows the key."

    def _call(self, request: Callable[[], Any]) -> Any:
        try:
            return request()
        except runwayml.RunwayMLError as error:
            raise self.service.refusal(error) from error
        except AttributeError as error:  # what the SDK makes of an answer that is no JSON
            raise self.service.bad_picture("there is none in the answer") from error

    def _wait(self, task_id: str, report: Callable[[float], None]) -> Any:
        ends = time.monotonic() + self.seconds
        while True:
            task = self._call(lambda: self.client.tasks.retrieve(task_id))
            match getattr(task, "status", None):
                case "SUCCEEDED":
                    return task
                case "FAILED":
                    raise self._failure(task)
                case "CANCELLED":
                    raise JobFailed("engine_unavailable", "RunwayML cancelled the picture.", retryable=True)
                case "PENDING" | "THROTTLED" | "RUNNING":
                    report(getattr(task, "progress", 0.0))
                case _:
                    raise self.service.bad_picture("it says nothing of the task")
            if time.monotonic() > ends:
                raise _TooLong
            self.pause()

    def _failure(self, task: Any) -> JobFailed:
        code = str(getattr(task, "failure_code", None) or "")
        if code.startswith(("SAFETY", "INPUT_PREPROCESSING.SAFETY")):
            return JobFailed("engine_refused", "RunwayML refused the picture: its content is not allowed.")
        if code.startswith("ASSET"):
            return JobFailed("engine_refused", "RunwayML cannot use the reference picture; give another one.")
        return JobFailed("engine_unavailable", "RunwayML could not make the picture; try again later.", retryable=True)

    def _fetched(self, task: Any) -> Image.Image:
        output = getattr(task, "output", None)
        if not isinstance(output, list) or not output:
            raise self.service.bad_picture("there is none in the answer")
        try:
            return decode(self.downloader.fetch(str(output[0])))
        except (DownloadError, BadPicture) as error:
            raise self.service.bad_picture(error) from error

    def _drop(self, task_id: str) -> None:
        """Best effort: a task that cannot be cancelled only costs."""
        try:
            self.client.with_options(max_retries=0, timeout=5).tasks.delete(task_id)
        except runwayml.RunwayMLError:
            return


class _TooLong(Exception):
    pass


def shortened(text: str, most: int = LONGEST_PROMPT) -> str:
    """Whole words of at most so many UTF-16 code units."""
    while len(text.encode("utf-16-le")) // 2 > most:
        cut = text[: max(1, min(len(text) - 1, most))]
        text = cut.rpartition(" ")[0] or cut
    return text


def _data_uri(picture: Image.Image) -> str:
    """A JPEG, since a data URI may have 5 MB."""
    content = io.BytesIO()
    flattened(picture).save(content, "JPEG", quality=90)
    return f"data:image/jpeg;base64,{base64.b64encode(content.getvalue()).decode()}"
