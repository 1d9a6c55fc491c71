"""The place of a scene, painted from far to near up to where its subjects stand."""

from dataclasses import dataclass

import numpy as np

from gpu_containers.text_to_image.card import aerial, furniture, lands, rooms, skies, skylines, streets, woods, worlds
from gpu_containers.text_to_image.card.canvas import Canvas
from gpu_containers.text_to_image.card.colours import WHITE, Colour, hexed, mix
from gpu_containers.text_to_image.card.light import Light
from gpu_containers.text_to_image.card.noise import Random
from gpu_containers.text_to_image.card.reading import Scene


@dataclass(frozen=True)
class Backdrop:
    """`ground` is how high the ground reaches behind the subjects, a share of the height; `floor` its colour."""

    ground: float
    ambient: Colour
    open_air: bool = True
    floats: bool = False


def paint(canvas: Canvas, scene: Scene, light: Light, horizon: float, subject_x: float, random: Random) -> Backdrop:
    place = scene.place
    if place == "space":
        worlds.space(canvas, light, random)
        return Backdrop(0.9, hexed("b9c4e4"), False, True)
    if place == "underwater":
        worlds.deep(canvas, random)
        return Backdrop(0.85, hexed("8fc6dc"), False, True)
    if place == "":
        worlds.abstract(canvas, random)
        return Backdrop(0.8, hexed("e9e2dc"), False)
    if scene.indoors:
        return _room(canvas, scene, light, random)
    return _outdoors(canvas, scene, place, light, horizon, subject_x, random)


_USUAL = {
    "boat": "sea", "horse": "field", "bird": "sky", "house": "field", "tree": "field", "flower": "field",
    "car": "street", "bus": "street", "bicycle": "street", "plane": "sky", "balloon": "sky", "rocket": "space",
    "cat": "room", "dog": "field", "cup": "cafe", "cake": "kitchen", "laptop": "office", "book": "room",
    "lighthouse": "sea", "tent": "mountain", "fish": "underwater", "guitar": "stage", "camera": "studio",
    "lamp": "room",
}  # fmt: skip


def usual_place(scene: Scene, random: Random) -> str:
    """Where a subject usually is, when the words name no place."""
    if scene.things:
        return _USUAL.get(scene.things[0].kind, "studio")
    if scene.people:
        return str(random.choice(("studio", "street", "field", "room")))
    return str(random.choice(("field", "mountain", "sea"))) if scene.time or scene.weather else ""


def _room(canvas: Canvas, scene: Scene, light: Light, random: Random) -> Backdrop:
    view = Canvas(max(64, int(canvas.width * 0.6)), max(64, int(canvas.height * 0.9)))
    outside = next(
        (place for place in scene.places[1:] if place in ("city", "sea", "mountain", "forest", "field", "snow")), ""
    )
    _outdoors(view, scene, outside or ("city" if random.random() < 0.5 else "field"), light, 0.62, 0.5, random)
    view.blurred(canvas.unit / 200)
    room = rooms.build(canvas, light, scene.place, random)
    rooms.window(room, view)
    furniture.furnish(room)
    rooms.lamps(room)
    return Backdrop(room.floor + 0.02, mix(room.ambient, WHITE, 0.15), False)


def _outdoors(
    canvas: Canvas, scene: Scene, place: str, light: Light, horizon: float, subject_x: float, random: Random
) -> Backdrop:
    sun_x = (1 - subject_x) * 0.8 + 0.1 + random.uniform(-0.06, 0.06)
    sun = skies.paint_sky(canvas, light, horizon, sun_x, random)
    if scene.shot == "aerial" and place != "sky":
        aerial.paint(canvas, light, place, horizon, random)
        return Backdrop(0.6, light.ambient)
    behind = scene.places[1] if len(scene.places) > 1 else ""
    _behind(canvas, light, place, behind, horizon, random)
    ground = OUTDOORS[place](canvas, light, horizon, sun, random)
    if scene.weather == "snow" and place not in ("sea", "lake"):
        lands.ground(canvas, light, ground, hexed("eef3fa"), random, 0.2)
    if scene.weather in ("rain", "storm"):
        streets.wet(canvas, ground + 0.02, random, 0.4 if place in ("street", "city") else 0.2)
    if scene.weather == "fog":
        skies.fog(canvas, light, horizon, 0.75, random)
    if light.overcast < 0.5 and not light.night:
        skies.beams(canvas, *sun, light.sun, 0.4 if light.altitude < 0.4 else 0.16, random)
    return Backdrop(ground, light.ambient)


def _behind(canvas: Canvas, light: Light, place: str, behind: str, horizon: float, random: Random) -> None:
    if behind in ("mountain", "snow") and place not in ("mountain", "snow", "city", "street", "forest"):
        lands.mountains(canvas, light, horizon, random, 0.7)
    elif behind == "city" and place not in ("city", "street"):
        skylines.skyline(canvas, light, horizon, random, 0.6)
    elif place in ("sea", "lake") and random.random() < 0.55:
        line = (
            horizon * canvas.height
            - np.clip(lands._peaks(random, canvas.width, 1.5) - 0.3, 0, 1) * canvas.height * 0.14
        )
        tone = light.on(hexed("53687f"), 0.62)
        canvas.ridge(line.astype(np.float32) + 2, tone, mix(tone, light.haze, 0.5), canvas.height * 0.1)


def _sea(canvas: Canvas, light: Light, horizon: float, sun: tuple[float, float], random: Random) -> float:
    lands.water(canvas, light, horizon, sun, random)
    shore = min(0.9, horizon + 0.24)
    line = canvas.height * shore + canvas.height * 0.02 * np.sin(
        canvas.x / canvas.width * random.uniform(3, 6) + random.uniform(0, 6)
    )
    foam = light.on(WHITE, 0.1)
    canvas.ridge(line.astype(np.float32) - canvas.height * 0.012, foam, foam, 10)
    canvas.ridge(
        line.astype(np.float32), light.on(hexed("a88d6b"), 0.05), light.on(hexed("e2c9a0")), canvas.height * 0.07
    )
    return shore + 0.03


def _lake(canvas: Canvas, light: Light, horizon: float, sun: tuple[float, float], random: Random) -> float:
    lands.mountains(canvas, light, horizon, random, 0.75)
    woods.treeline(canvas, light, horizon + 0.005, hexed("2f4a3a"), 0.3, 0.07, random, True)
    lands.water(canvas, light, horizon, sun, random)
    lands.ground(canvas, light, 0.84, hexed("5f7040"), random)
    lands.grass(canvas, light, 0.84, hexed("5f7040"), random)
    return 0.84


def _mountain(canvas: Canvas, light: Light, horizon: float, _: tuple[float, float], random: Random) -> float:
    lands.mountains(canvas, light, horizon, random)
    woods.treeline(canvas, light, horizon + 0.05, hexed("35523f"), 0.35, 0.1, random, True)
    lands.ground(canvas, light, horizon + 0.045, hexed("7c9358"), random)
    lands.grass(canvas, light, horizon + 0.16, hexed("6b7f45"), random, 0.035)
    return horizon + 0.05


def _forest(canvas: Canvas, light: Light, horizon: float, sun: tuple[float, float], random: Random) -> float:
    canvas.cover(
        np.full((canvas.height, 1), 0.45, np.float32) * np.ones((1, canvas.width), np.float32),
        light.on(hexed("9db58a"), 0.55),
    )
    canvas.glow(sun[0], canvas.height * 0.34, canvas.unit * 0.9, light.sun, 0.65 * (1 - light.overcast))
    woods.trunks(canvas, light, horizon, random)
    skies.beams(canvas, sun[0], -canvas.height * 0.1, light.sun, 0.55 * (1 - light.overcast), random)
    lands.ground(canvas, light, horizon + 0.22, hexed("5a6a3a"), random)
    return horizon + 0.2


def _field(canvas: Canvas, light: Light, horizon: float, _: tuple[float, float], random: Random) -> float:
    colour = hexed(str(random.choice(("8fae4e", "b7a24d", "79a256"))))
    lands.hills(canvas, light, horizon, random, colour)
    woods.treeline(canvas, light, horizon + 0.055, hexed("41603a"), 0.34, 0.06, random, False)
    lands.ground(canvas, light, horizon + 0.13, colour, random)
    lands.grass(canvas, light, horizon + 0.17, colour, random, 0.06)
    return horizon + 0.15


def _desert(canvas: Canvas, light: Light, horizon: float, _: tuple[float, float], random: Random) -> float:
    lands.dunes(canvas, light, horizon, random)
    return min(0.88, horizon + 0.22)


def _snow(canvas: Canvas, light: Light, horizon: float, _: tuple[float, float], random: Random) -> float:
    lands.mountains(canvas, light, horizon, random, 0.9)
    woods.treeline(canvas, light, horizon + 0.03, hexed("3a5262"), 0.4, 0.08, random, True)
    lands.ground(canvas, light, horizon + 0.03, hexed("eef4fb"), random, 0.25)
    return horizon + 0.05


def _city(canvas: Canvas, light: Light, horizon: float, sun: tuple[float, float], random: Random) -> float:
    by_water = random.random() < 0.55
    skylines.skyline(canvas, light, horizon if by_water else 0.82, random, 1.25 if by_water else 1.7)
    if by_water:
        lands.water(canvas, light, horizon + 0.02, sun, random)
        quay = np.full(canvas.width, canvas.height * 0.84, np.float32)
        canvas.ridge(quay - canvas.height * 0.012, light.on(hexed("b5afa6")), light.on(hexed("8e8a86")), 8)
        canvas.ridge(
            quay, light.on(hexed("7d7a78")), mix(light.on(hexed("55545a")), (0, 0, 0), 0.25), canvas.height * 0.16
        )
        return 0.85
    skylines.terrace(canvas, light, random)
    return 0.87


def _street(canvas: Canvas, light: Light, horizon: float, sun: tuple[float, float], random: Random) -> float:
    streets.street(canvas, light, horizon, 0.3 + 0.4 * (sun[0] / canvas.width), random)
    return horizon + 0.14


def _sky(canvas: Canvas, light: Light, horizon: float, _: tuple[float, float], random: Random) -> float:
    lands.hills(canvas, light, max(horizon, 0.8), random, hexed("7f9f60"))
    return 0.95


OUTDOORS = {
    "sea": _sea, "lake": _lake, "mountain": _mountain, "forest": _forest, "field": _field, "desert": _desert,
    "snow": _snow, "city": _city, "street": _street, "sky": _sky,
}  # fmt: skip
