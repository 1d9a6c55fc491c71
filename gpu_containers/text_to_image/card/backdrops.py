"""The place of a scene, painted from far to near up to where its subjects stand."""

from dataclasses import dataclass

import numpy as np

from gpu_containers.text_to_image.card import (
    aerial,
    furniture,
    lands,
    mountain_ranges,
    rooms,
    skies,
    skylines,
    streets,
    windows,
    worlds,
)
from gpu_containers.text_to_image.card.canvas import Canvas
from gpu_containers.text_to_image.card.colours import WHITE, Colour, hexed, mix
from gpu_containers.text_to_image.card.light import Light
from gpu_containers.text_to_image.card.noise import Random
from gpu_containers.text_to_image.card.outdoors import OUTDOORS
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
    "lamp": "room", "fox": "forest", "wolf": "forest", "bear": "forest",
}  # fmt: skip


_WORKPLACES = {
    "fisherman": "sea", "sailor": "sea", "surfer": "sea", "farmer": "field", "gardener": "field", "hiker": "mountain",
    "baker": "kitchen", "barista": "cafe", "waiter": "cafe", "teacher": "class", "doctor": "lab", "nurse": "lab",
    "scientist": "lab", "carpenter": "hall", "mechanic": "hall", "keeper": "sea",
}  # fmt: skip


def usual_place(scene: Scene, random: Random) -> str:
    """Where a subject usually is, when the words name no place."""
    if "home" in scene.text:
        return "room"
    trade = next((place for word, place in _WORKPLACES.items() if word in _who(scene)), "")
    if trade:
        return trade
    if scene.things:
        kinds = [thing.kind for thing in scene.things]
        return _USUAL.get(next((kind for kind in kinds if kind in OUTDOORS), kinds[0]), "studio")
    if scene.people:
        return str(random.choice(("studio", "street", "field", "room")))
    return str(random.choice(("field", "mountain", "sea"))) if scene.time or scene.weather else ""


def _who(scene: Scene) -> tuple[str, ...]:
    return scene.people[0].words if scene.people else ()


def _room(canvas: Canvas, scene: Scene, light: Light, random: Random) -> Backdrop:
    view = Canvas(max(64, int(canvas.width * 0.6)), max(64, int(canvas.height * 0.9)))
    outside = next(
        (place for place in scene.places[1:] if place in ("city", "sea", "mountain", "forest", "field", "snow")), ""
    )
    _outdoors(view, scene, outside or ("city" if random.random() < 0.5 else "field"), light, 0.62, 0.5, random)
    view.blurred(canvas.unit / 200)
    room = rooms.build(canvas, light, scene.place, random)
    windows.window(room, view)
    furniture.furnish(room)
    windows.lamps(room)
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
        mountain_ranges.mountains(canvas, light, horizon, random, 0.7)
    elif behind == "city" and place not in ("city", "street"):
        skylines.skyline(canvas, light, horizon, random, 0.6)
    elif place in ("sea", "lake") and random.random() < 0.55:
        line = (
            horizon * canvas.height
            - np.clip(mountain_ranges.peaks(random, canvas.width, 1.5) - 0.3, 0, 1) * canvas.height * 0.14
        )
        tone = light.on(hexed("53687f"), 0.62)
        canvas.ridge(line.astype(np.float32) + 2, tone, mix(tone, light.haze, 0.5), canvas.height * 0.1)
