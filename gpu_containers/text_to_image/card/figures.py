"""One person in the scene: sheet, shadow, seat, and what is in the hand."""

from gpu_containers.text_to_image.card import people
from gpu_containers.text_to_image.card.colours import hexed, scaled
from gpu_containers.text_to_image.card.people_look import Look
from gpu_containers.text_to_image.card.phrases import Phrase
from gpu_containers.text_to_image.card.placing import place
from gpu_containers.text_to_image.card.props import PROPS, colour_of
from gpu_containers.text_to_image.card.shadows import cast_shadow
from gpu_containers.text_to_image.card.sketch import Sketch
from gpu_containers.text_to_image.card.stage import Stage


def figure(
    stage: Stage,
    look: Look,
    pose: str,
    at: tuple[float, float, float],
    flip: bool,
    back: bool = False,
    held: Phrase | None = None,
    distance: float = 0.0,
) -> None:
    x, foot, tall = at
    visible = (stage.canvas.height - (foot - tall * 1.13)) / tall
    left, bottom, right, top = people.EXTENT
    bottom = max(bottom, top - visible - 0.02)
    if bottom >= top - 0.05:
        return
    sketch = Sketch(tall, (left, bottom, right, top), stage.shine(flip))
    hand = people.person(sketch, look, pose, back)
    if bottom < 0:
        cast_shadow(stage, sketch, x, foot, flip)
    if pose == "sit" and bottom < 0.2:
        _seat(stage, x, foot, tall, flip)
    place(stage.canvas, sketch, x, foot, stage.setting(distance), flip)
    if held and hand:
        _in_hand(stage, held, (x + hand[0] * tall * (-1 if flip else 1), foot - hand[1] * tall), tall, flip)


def _in_hand(stage: Stage, held: Phrase, at: tuple[float, float], tall: float, flip: bool) -> None:
    prop = PROPS[held.kind]
    size = tall * min(0.15, prop.tall) * 0.95
    sketch = Sketch(size, (-prop.wide, -0.05, prop.wide, 1.1), stage.shine(flip))
    prop.draw(sketch, colour_of(held))
    place(stage.canvas, sketch, at[0], at[1] + size * 0.4, stage.setting(), flip)


def _seat(stage: Stage, x: float, foot: float, tall: float, flip: bool) -> None:
    way = -1 if flip else 1
    top, wide = foot - tall * 0.245, tall * 0.14
    middle = x + way * tall * 0.01
    wood = stage.light.on(hexed("7a5a42" if stage.scene.indoors else "8f8a84"))
    canvas = stage.canvas
    canvas.polygons(
        [[(middle - wide, top), (middle + wide, top), (middle + wide * 0.95, foot), (middle - wide * 0.95, foot)]],
        scaled(wood, 0.62),
    )
    canvas.polygons(
        [
            [
                (middle - wide * 1.06, top),
                (middle + wide * 1.06, top),
                (middle + wide * 1.06, top + tall * 0.03),
                (middle - wide * 1.06, top + tall * 0.03),
            ]
        ],
        wood,
    )
