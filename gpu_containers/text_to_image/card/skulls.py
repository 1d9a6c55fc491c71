"""The shape of a head, and where on a sheet its parts are."""

from dataclasses import dataclass

from gpu_containers.text_to_image.card.colours import Colour, scaled
from gpu_containers.text_to_image.card.people_look import Look
from gpu_containers.text_to_image.card.sketch import Sketch

RX, RY = 0.044, 0.058
Joint = tuple[float, float]


@dataclass(frozen=True)
class Head:
    """`size` against a grown head; `turn` from 0 (towards us) to 1 (to the right)."""

    sketch: Sketch
    look: Look
    x: float
    y: float
    size: float
    turn: float

    def at(self, points: list[Joint]) -> list[Joint]:
        """From shares of the head's half width and half height."""
        return [(self.x + u * RX * self.size, self.y + v * RY * self.size) for u, v in points]

    def oval(
        self, u: float, v: float, ru: float, rv: float, colour: Colour, form: float = 0.0, tilt: float = 0.0
    ) -> None:
        ((x, y),) = self.at([(u, v)])
        self.sketch.oval(x, y, ru * RX * self.size, rv * RY * self.size, colour, form, tilt)

    def stroke(self, points: list[Joint], width: float, colour: Colour) -> None:
        self.sketch.line(self.at(points), width * RX * self.size, colour)

    def skull(self) -> None:
        t = self.turn * 0.12
        jaw = [
            (-0.92, 0.35),
            (-0.98 + t, -0.1),
            (-0.72 + t, -0.62),
            (-0.28 + 2 * t, -1.0),
            (0.28 + 2 * t, -1.0),
            (0.74 + t, -0.62),
            (0.97, -0.1),
            (0.95, 0.4),
            (0.6, 0.9),
            (0.0, 1.06),
            (-0.62, 0.9),
        ]
        if self.turn < 0.75:
            self.oval(-0.96 + self.turn * 0.5, -0.12, 0.16, 0.24, scaled(self.look.skin, 0.9), 0.2)
        self.sketch.blob(self.at(jaw), self.look.skin, 0.2)
        if self.turn < 0.25:
            self.oval(0.97, -0.12, 0.14, 0.22, scaled(self.look.skin, 0.92), 0.2)
