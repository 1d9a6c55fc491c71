"""How a shot frames its subjects: where the horizon is, how tall people stand, and how soft the distance is."""

from dataclasses import dataclass

from gpu_containers.text_to_image.card.canvas import Canvas
from gpu_containers.text_to_image.card.noise import Random
from gpu_containers.text_to_image.card.reading import Scene
from gpu_containers.text_to_image.card.words import PRODUCTS


@dataclass(frozen=True)
class Frame:
    """`person` is a grown man's height as a share of the frame's, `foot` where he stands, `x` the subject's place."""

    horizon: float
    person: float
    foot: float | None
    x: float
    blur: float


SHOTS = {
    "closeup": (0.56, 2.75, 1 / 40),
    "medium": (0.56, 1.5, 1 / 110),
    "full": (0.56, 0.66, 0.0),
    "wide": (0.6, 0.36, 0.0),
    "crowd": (0.56, 0.5, 0.0),
    "aerial": (0.14, 0.12, 0.0),
    "shoulder": (0.56, 1.15, 1 / 90),
    "low": (0.8, 0.92, 0.0),
}


def frame_of(scene: Scene, random: Random) -> Frame:
    shot = scene.shot or _usual_shot(scene, random)
    horizon, person, blur = SHOTS[shot]
    if scene.indoors and shot == "wide":
        person = 0.54  # a room is not as wide as a land
    thirds = random.choice((0.34, 0.66)) + random.uniform(-0.03, 0.03)
    x = 0.5 + (thirds - 0.5) * (0.55 if shot in ("closeup", "medium") else 1.0)
    foot = None if shot in ("closeup", "medium", "shoulder", "low") else min(0.97, horizon + 0.14 + 0.4 * person)
    return Frame(horizon + random.uniform(-0.025, 0.025), person * random.uniform(0.94, 1.06), foot, float(x), blur)


def _usual_shot(scene: Scene, random: Random) -> str:
    if scene.people and any(thing.kind not in PRODUCTS for thing in scene.things):
        return "full"
    if scene.people and not scene.crowd:
        return str(random.choice(("full", "medium", "full"))) if scene.pose not in ("walk", "run", "cheer") else "full"
    if scene.things and not scene.people:
        return "full"
    return "crowd" if scene.crowd else "wide"


def stature(canvas: Canvas, frame: Frame) -> float:
    """A grown man's height in pixels."""
    return frame.person * min(canvas.height, canvas.width * 1.35)


def standing(canvas: Canvas, frame: Frame, ground: float, floats: bool) -> float:
    """The y of the subject's feet, in pixels; near shots hang from the head instead."""
    tall = stature(canvas, frame)
    if frame.foot is None:
        share = 0.2 if frame.person > 2 else 0.13 if frame.person > 1 else 0.12
        return canvas.height * share + tall * 0.985
    if floats:
        return canvas.height * 0.86
    return canvas.height * max(frame.foot, min(0.96, ground + 0.05 + 0.12 * frame.person))
