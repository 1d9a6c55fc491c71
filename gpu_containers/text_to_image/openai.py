"""The picture engine behind an OpenAI key: OpenAI's images API, or any server that speaks it."""

import os
import time
from collections.abc import Mapping

from gpu_containers.runtime.engine import JobFailed, Needs, Produced, Work
from gpu_containers.runtime.pictures import fitted, nearest_shape, write_png
from gpu_containers.text_to_image.openai_pictures import SIZES, OpenAIPictures
from gpu_containers.text_to_image.params import read_params
from gpu_containers.text_to_image.pictures import facts_of, open_reference
from gpu_containers.text_to_image.refusals import Service

DEFAULT_MODEL = "gpt-image-2.5-flare"


class OpenAIImageEngine:
    """Settings: OPENAI_API_KEY; if wanted OPENAI_BASE_URL, OPENAI_IMAGE_MODEL, OPENAI_IMAGE_QUALITY (medium),
    OPENAI_IMAGE_TIMEOUT_SECONDS (180), OPENAI_RETRIES (2).
    """

    name = "openai"
    version = "1"
    needs = Needs(settings=("OPENAI_API_KEY",), licence="OpenAI terms of use")

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._environment = environment
        self._pictures: OpenAIPictures | None = None

    def load(self) -> None:
        import openai

        settings = self._environment
        key = settings.get("OPENAI_API_KEY", "").strip()
        if not key:
            raise JobFailed("engine_not_configured", "The picture engine `openai` needs a key: set OPENAI_API_KEY.")
        client = openai.OpenAI(
            api_key=key,
            base_url=settings.get("OPENAI_BASE_URL") or None,
            timeout=float(settings.get("OPENAI_IMAGE_TIMEOUT_SECONDS") or 180),
            max_retries=int(settings.get("OPENAI_RETRIES") or 2),
        )
        model = settings.get("OPENAI_IMAGE_MODEL") or DEFAULT_MODEL
        service = Service(openai, "OpenAI", "OPENAI_API_KEY", "OPENAI_IMAGE_MODEL", model)
        self._pictures = OpenAIPictures(client, service, settings.get("OPENAI_IMAGE_QUALITY") or "medium")

    def check(self) -> str:
        return self._loaded().check()

    def _loaded(self) -> OpenAIPictures:
        if self._pictures is None:
            self.load()
        assert self._pictures is not None  # noqa: S101  (load() sets it or raises)
        return self._pictures

    def run(self, work: Work) -> Produced:
        began = time.perf_counter()
        params = read_params(work.job.params)
        pictures = self._loaded()
        given = work.inputs.get("reference")
        reference = open_reference(given) if given else None
        size = nearest_shape(params.size, SIZES)
        work.report(0.1, "Asking for the picture")
        picture = pictures.make(params.styled_prompt, size, reference)
        work.report(0.9, "Fitting the picture")
        path = write_png(fitted(picture, params.size), work.folder / "picture.png")
        facts = facts_of(self.name, params.size, size, began, draft=False)
        return Produced({"picture": path}, {**facts, "device": "remote", "model": pictures.service.model})
