"""The embedded picture engine: composes a scene from the words of its prompt, without any model."""

import time

import numpy as np
from PIL import Image

from gpu_containers.runtime.engine import Needs, Produced, Work
from gpu_containers.text_to_image.params import ImageParams, read_params


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
        picture = work.folder / "picture.png"
        draw(params).save(picture)
        seconds = time.perf_counter() - began
        width, height = params.size
        facts = {
            "width": width,
            "height": height,
            "requested_size": f"{width}x{height}",
            "engine": self.name,
            "draft": True,
            "device": "cpu",
            "seconds": round(seconds, 3),
        }
        return Produced({"picture": picture}, facts)


def draw(params: ImageParams) -> Image.Image:
    random = np.random.default_rng([params.seed, *params.prompt.encode()])
    above, below = random.uniform(20, 230, (2, 3))
    share = np.linspace(0, 1, params.height)[:, None, None]
    column = above * (1 - share) + below * share
    return Image.fromarray(np.repeat(column, params.width, axis=1).astype(np.uint8))
