"""What every subject of a scene is drawn with: the picture, the light on it, the frame, the chance."""

from dataclasses import dataclass

from PIL import Image

from gpu_containers.text_to_image.card.backdrops import Backdrop
from gpu_containers.text_to_image.card.canvas import Canvas
from gpu_containers.text_to_image.card.colours import Colour, hexed, mix
from gpu_containers.text_to_image.card.light import Light
from gpu_containers.text_to_image.card.noise import Random
from gpu_containers.text_to_image.card.placing import Setting
from gpu_containers.text_to_image.card.reading import Scene
from gpu_containers.text_to_image.card.sketch import Shine
from gpu_containers.text_to_image.card.staging import Frame


@dataclass(frozen=True)
class Stage:
    canvas: Canvas
    scene: Scene
    light: Light
    frame: Frame
    backdrop: Backdrop
    random: Random
    keepsake: Image.Image | None = None

    def setting(self, distance: float = 0.0) -> Setting:
        light = self.light
        dim = (1 - 0.22 * light.backlit * self.backdrop.open_air) * (1.3 if light.night else 1.0)
        rim = (0.22 + 0.6 * light.backlit + 0.25 * light.night) * (1 - 0.5 * light.overcast) * (not self.flat)
        return Setting(
            scaled3(self.backdrop.ambient, dim),
            light.haze,
            distance,
            mix(light.sun, hexed("ffffff"), 0.15),
            rim,
            light.side,
        )

    @property
    def flat(self) -> bool:
        """Whether the manner is one of plain areas and lines."""
        return self.scene.style in ("cartoon", "anime", "minimal", "sketch")

    def shine(self, flip: bool) -> Shine:
        return Shine(self.light.side * (-1 if flip else 1), self.light.sun, 0.66, self.flat)


def scaled3(colour: Colour, by: float) -> Colour:
    return colour[0] * by, colour[1] * by, colour[2] * by
