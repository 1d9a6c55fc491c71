"""A head: skull, hair, hat, and the few lines of a face."""

from gpu_containers.text_to_image.card.colours import Colour, hexed, mix, scaled
from gpu_containers.text_to_image.card.people_look import Look
from gpu_containers.text_to_image.card.sketch import Sketch

RX, RY = 0.044, 0.058
_FACE_FROM = 230  # pixels of a whole figure, below which a face is but a tone
Joint = tuple[float, float]


def head(sketch: Sketch, look: Look, centre: Joint, turn: float, back: bool) -> None:
    """Set at `centre`; `turn` from 0 (towards us) to 1 (to the right)."""
    draw = _head(sketch, look, centre, turn)
    draw.skull()
    if back:
        draw.hair_behind()
        draw.back_of_head()
    else:
        if look.hair_style in ("bun", "curly"):
            draw.hair_behind()
            draw.skull()
        if sketch.height > _FACE_FROM:
            draw.face()
        draw.hair_in_front()
    draw.hat()


def hair_on_the_back(sketch: Sketch, look: Look, centre: Joint, turn: float) -> None:
    """What falls behind the shoulders, and so comes before them."""
    if look.hair_style in ("long", "bob"):
        _head(sketch, look, centre, turn).hair_behind()


def _head(sketch: Sketch, look: Look, centre: Joint, turn: float) -> "_Head":
    size, lift = (1.7, 0.038) if look.child else (1.06, 0.003)
    return _Head(sketch, look, centre[0], centre[1] + lift, size, turn)


class _Head:
    def __init__(self, sketch: Sketch, look: Look, x: float, y: float, size: float, turn: float) -> None:
        self.sketch, self.look, self.x, self.y, self.size, self.turn = sketch, look, x, y, size, turn

    def at(self, points: list[Joint]) -> list[Joint]:
        """From shares of the head's half width and half height."""
        return [(self.x + u * RX * self.size, self.y + v * RY * self.size) for u, v in points]

    def oval(
        self, u: float, v: float, ru: float, rv: float, colour: Colour, form: float = 0.0, tilt: float = 0.0
    ) -> None:
        ((x, y),) = self.at([(u, v)])
        self.sketch.oval(x, y, ru * RX * self.size, rv * RY * self.size, colour, form, tilt)

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

    def face(self) -> None:
        look, shift = self.look, self.turn * 0.34
        dark = mix(look.hair, hexed("1d1513"), 0.6)
        shade = scaled(look.skin, 0.8)
        for side in (-1, 1):
            u = shift + side * (0.38 - 0.06 * self.turn)
            self.oval(u, -0.08, 0.125, 0.075, hexed("f4efe9"))
            self.oval(u + 0.03 * self.turn, -0.085, 0.072, 0.078, hexed("2a1f1b"))
            self.oval(u + 0.05, -0.06, 0.02, 0.018, hexed("ffffff"))
            self.stroke([(u - 0.17, 0.02), (u, 0.055), (u + 0.16, 0.01)], 0.035, dark)
            self.stroke([(u - 0.19, 0.17 - side * 0.01), (u, 0.225), (u + 0.19, 0.18 + side * 0.01)], 0.062, dark)
        self.stroke([(shift + 0.08, -0.02), (shift + 0.17, -0.31), (shift + 0.02, -0.35)], 0.04, shade)
        lips = mix(look.skin, hexed("a33c3c"), 0.55 if look.woman else 0.35)
        self.sketch.blob(
            self.at([(shift - 0.24, -0.56), (shift, -0.53), (shift + 0.24, -0.55), (shift + 0.02, -0.67)]), lips, 0
        )
        self.stroke([(shift - 0.26, -0.55), (shift, -0.595), (shift + 0.26, -0.54)], 0.022, scaled(lips, 0.62))
        if look.beard:
            self.beard(shift)
        if look.glasses:
            self.glasses(shift, dark)

    def stroke(self, points: list[Joint], width: float, colour: Colour) -> None:
        self.sketch.line(self.at(points), width * RX * self.size, colour)

    def beard(self, shift: float) -> None:
        t = self.turn * 0.12
        edge = [
            (-0.96, -0.05),
            (-0.8 + t, -0.7),
            (-0.3 + 2 * t, -1.12),
            (0.3 + 2 * t, -1.12),
            (0.8 + t, -0.7),
            (0.96, -0.05),
            (0.72, -0.42),
            (shift + 0.3, -0.44),
            (shift, -0.4),
            (shift - 0.3, -0.44),
            (-0.72, -0.42),
        ]
        self.sketch.blob(self.at(edge), self.look.hair, 0.12)
        self.sketch.blob(
            self.at([(shift - 0.2, -0.56), (shift, -0.52), (shift + 0.2, -0.56), (shift, -0.66)]),
            mix(self.look.skin, hexed("a33c3c"), 0.4),
            0,
        )

    def glasses(self, shift: float, dark: Colour) -> None:
        for side in (-1, 1):
            u = shift + side * 0.38
            ring = [(u - 0.25, 0.08), (u + 0.25, 0.08), (u + 0.23, -0.24), (u - 0.23, -0.24), (u - 0.25, 0.08)]
            self.stroke(ring, 0.05, dark)
        self.stroke([(shift - 0.14, -0.02), (shift + 0.14, -0.02)], 0.05, dark)

    def hair_behind(self) -> None:
        hair = scaled(self.look.hair, 0.86)
        match self.look.hair_style:
            case "long":
                self.sketch.blob(
                    self.at(
                        [
                            (-1.05, 0.5),
                            (-1.22, -0.6),
                            (-1.35, -1.7),
                            (-0.7, -2.3),
                            (0.3, -2.1),
                            (1.05, -1.9),
                            (1.15, -0.8),
                            (1.05, 0.5),
                            (0.0, 1.2),
                        ]
                    ),
                    hair,
                    0.2,
                )
            case "bob":
                self.sketch.blob(
                    self.at(
                        [
                            (-1.1, 0.5),
                            (-1.28, -0.5),
                            (-1.12, -1.15),
                            (-0.3, -1.0),
                            (0.6, -1.0),
                            (1.12, -1.1),
                            (1.2, -0.4),
                            (1.05, 0.5),
                            (0.0, 1.2),
                        ]
                    ),
                    hair,
                    0.2,
                )
            case "bun":
                self.oval(-0.55 - 0.35 * self.turn, 1.12, 0.5, 0.42, self.look.hair, 0.25)
            case "curly":
                for u, v, r in (
                    (-0.95, 0.2, 0.55),
                    (0.9, 0.25, 0.5),
                    (-0.75, 0.75, 0.6),
                    (0.7, 0.8, 0.55),
                    (0.0, 1.02, 0.66),
                    (-1.05, -0.3, 0.45),
                    (-0.4, 1.0, 0.6),
                    (0.4, 1.0, 0.55),
                ):
                    self.oval(u, v, r, r * 0.82, hair, 0.25)

    def hair_in_front(self) -> None:
        style, hair = self.look.hair_style, self.look.hair
        if style == "bald":
            return
        t = self.turn * 0.3
        if style in ("long", "bob", "bun"):
            part = -0.25 + t
            left = [
                (part, 1.12),
                (-0.7, 0.98),
                (-1.12, 0.42),
                (-1.1, -0.25 if style != "bun" else 0.0),
                (-0.92, 0.02),
                (-0.72 + t, 0.42),
                (part + 0.05, 0.72),
            ]
            right = [
                (part - 0.1, 1.12),
                (0.55, 1.06),
                (1.08, 0.5),
                (1.08, -0.2 if style != "bun" else 0.1),
                (0.94, 0.1),
                (0.78, 0.46),
                (0.3 + t, 0.66),
                (part, 0.74),
            ]
            self.sketch.blob(self.at(right), hair, 0.16)
            self.sketch.blob(self.at(left), hair, 0.16)
            return
        top = [
            (-1.02, -0.05),
            (-1.1, 0.5),
            (-0.72, 1.05),
            (0.0, 1.22),
            (0.74, 1.06),
            (1.06, 0.55),
            (1.0, 0.02),
            (0.9, 0.3),
            (0.7 + t * 0.4, 0.52),
            (0.1 + t, 0.62),
            (-0.5 + t, 0.52),
            (-0.84 + t * 0.5, 0.25),
        ]
        if style == "side":
            top = [
                (-1.02, -0.05),
                (-1.12, 0.5),
                (-0.8, 1.1),
                (0.1, 1.32),
                (0.95, 1.12),
                (1.1, 0.6),
                (0.98, 0.1),
                (0.86, 0.36),
                (0.5, 0.72),
                (-0.3 + t, 0.5),
                (-0.84 + t * 0.5, 0.3),
            ]
        self.sketch.blob(self.at(top), hair, 0.16)

    def back_of_head(self) -> None:
        if self.look.hair_style == "bald":
            return
        low = {"long": -1.7, "bob": -1.0}.get(self.look.hair_style, -0.72)
        shape = [
            (-1.05, 0.4),
            (-1.08, -0.3),
            (-0.85, low),
            (0.0, low - 0.12),
            (0.85, low),
            (1.08, -0.3),
            (1.05, 0.4),
            (0.65, 1.0),
            (0.0, 1.2),
            (-0.65, 1.0),
        ]
        self.sketch.blob(self.at(shape), self.look.hair, 0.22)

    def hat(self) -> None:
        match self.look.hat:
            case "hat":
                self.sketch.blob(
                    self.at([(-0.85, 0.55), (-0.75, 1.3), (-0.2, 1.52), (0.35, 1.48), (0.8, 1.25), (0.88, 0.55)]),
                    self.look.bottom,
                    0.2,
                )
                self.oval(0.05, 0.56, 1.6, 0.2, scaled(self.look.bottom, 0.9), 0.2, -0.04)
            case "cap" | "beanie":
                self.sketch.blob(
                    self.at([(-1.06, 0.35), (-0.98, 0.95), (0.0, 1.32), (0.98, 0.95), (1.06, 0.38), (0.0, 0.5)]),
                    self.look.bottom,
                    0.2,
                )
                if self.look.hat == "cap":
                    self.sketch.limb(
                        [(*self.at([(0.6, 0.42)])[0], 0.006), (*self.at([(1.75, 0.3)])[0], 0.004)],
                        scaled(self.look.bottom, 0.8),
                    )
            case "toque":
                white = hexed("f5f4f0")
                for u, v, r in ((-0.6, 1.75, 0.62), (0.6, 1.75, 0.62), (0.0, 1.95, 0.7)):
                    self.oval(u, v, r, r * 0.75, white, 0.22)
                self.sketch.poly(self.at([(-0.98, 0.5), (-0.92, 1.5), (0.92, 1.5), (0.98, 0.5)]), white, 0.16)
            case "helmet":
                if self.look.outfit == "space":
                    self.oval(0.0, 0.1, 1.75, 1.6, hexed("e8ecf0"), 0.2)
                    self.oval(0.18 + 0.2 * self.turn, 0.08, 1.25, 1.08, hexed("2b3c5c"), 0.3)
                    self.oval(0.5, 0.45, 0.4, 0.22, hexed("9fc0e8"), 0.0, -0.5)
                else:
                    self.sketch.blob(
                        self.at([(-1.15, 0.3), (-1.0, 1.0), (0.0, 1.42), (1.0, 1.05), (1.18, 0.35), (0.0, 0.48)]),
                        hexed("d9b13b"),
                        0.2,
                    )
