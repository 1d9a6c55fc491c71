"""The embedded picture engine: composes a scene from the words of its prompt, without any model."""

import time
from pathlib import Path

from PIL import Image

from gpu_containers.runtime.engine import Needs, Produced, Work
from gpu_containers.runtime.pictures import write_png
from gpu_containers.text_to_image.card.compose import compose
from gpu_containers.text_to_image.params import read_params
from gpu_containers.text_to_image.pictures import facts_of, open_reference


class StoryboardCardEngine:
    """Draws on the CPU and needs nothing; the same params give the same picture."""

    name = "storyboard_card"
    version = "1"
    needs = Needs(licence="Apache-2.0")

    def load(self) -> None:
        """Nothing is loaded."""

    def run(self, work: Work) -> Produced:
        began = time.perf_counter()
        params = read_params(work.job.params)
        reference = _reference(work.inputs.get("reference"))
        work.report(0.05, "Drawing the scene")
        picture = compose(params.prompt, params.style, params.size, params.seed, params.scene_number, reference)
        path = write_png(picture, work.folder / "picture.png")
        facts = facts_of(self.name, params.size, params.size, began, draft=True)
        return Produced({"picture": path}, {**facts, "device": "cpu"})


def _reference(path: Path | None) -> Image.Image | None:
    return open_reference(path) if path else None
