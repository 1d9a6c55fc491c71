"""Things in the scene: heroes on a table, companions beside people, and what flies."""

import numpy as np
from PIL import Image

from gpu_containers.text_to_image.card import keepsake
from gpu_containers.text_to_image.card.colours import Colour, hexed, mix, scaled, times
from gpu_containers.text_to_image.card.phrases import Phrase
from gpu_containers.text_to_image.card.placing import place
from gpu_containers.text_to_image.card.props import PROPS, Prop, colour_of
from gpu_containers.text_to_image.card.shadows import cast_shadow
from gpu_containers.text_to_image.card.sketch import Sketch
from gpu_containers.text_to_image.card.stage import Stage
from gpu_containers.text_to_image.card.staging import standing, stature
from gpu_containers.text_to_image.card.words import BEINGS, PRODUCTS


def prop_in_scene(stage: Stage, thing: Phrase, index: int) -> None:
    canvas, frame, prop = stage.canvas, stage.frame, PROPS[thing.kind]
    alone = not stage.scene.people and not stage.scene.crowd and index == 0
    toward = 1 if frame.x < 0.5 else -1
    base = stature(canvas, frame)
    if prop.flies:
        _flying(stage, prop, thing, alone)
        return
    if alone:
        x, foot, tall = _hero(stage, prop, canvas.width * frame.x, thing.kind in PRODUCTS)
    else:
        x, foot, tall = _beside(stage, thing.kind, index, toward)
    if thing.kind == "boat" and stage.scene.place in ("sea", "lake"):
        foot, tall = (
            canvas.height * (frame.horizon + 0.06),
            max(tall * 0.5, canvas.height * 0.16) * (1.6 if alone else 1),
        )
    elif not alone and frame.person < 1 and thing.kind in PRODUCTS:
        foot = _small_table(stage, x, foot, base)
    stand_alone(stage, prop, colour_of(thing), (x, foot, tall), toward < 0)


def _beside(stage: Stage, kind: str, index: int, toward: int) -> tuple[float, float, float]:
    """With people or another thing: what is large behind them, what is small within the frame of a near shot."""
    canvas, frame, prop = stage.canvas, stage.frame, PROPS[kind]
    tall, foot = (
        stature(canvas, frame) * prop.tall,
        standing(canvas, frame, stage.backdrop.ground, stage.backdrop.floats),
    )
    x, far = canvas.width * (frame.x + toward * (0.2 + 0.14 * index)), canvas.width * (frame.x + toward * 0.36)
    if frame.foot is not None:
        large = prop.tall > 0.6
        return (
            (far, foot - stature(canvas, frame) * 0.12, min(tall, canvas.height * 0.78)) if large else (x, foot, tall)
        )
    if prop.tall > 0.6 and kind not in BEINGS:
        return far, *_behind(stage, prop, tall)
    if kind in BEINGS and prop.tall < 0.6:
        return x, canvas.height * 0.98, min(tall, canvas.height * 0.42)
    return x, canvas.height * 1.02 if kind in PRODUCTS and frame.person > 1 else foot, tall


def _small_table(stage: Stage, x: float, foot: float, base: float) -> float:
    """A table for what stands beside people; returns the height of its top."""
    canvas, top, wide = stage.canvas, foot - base * 0.4, base * 0.24
    wood = times(hexed("a97f59"), stage.backdrop.ambient)
    for leg in (-0.88, 0.8):
        x0 = x + leg * wide
        canvas.polygons(
            [[(x0, top), (x0 + wide * 0.08, top), (x0 + wide * 0.08, foot), (x0, foot)]], scaled(wood, 0.55)
        )
    board = [(x - wide, top), (x + wide, top), (x + wide, top + base * 0.03), (x - wide, top + base * 0.03)]
    canvas.polygons([board], wood)
    return top + base * 0.006


def _hero(stage: Stage, prop: Prop, x: float, product: bool) -> tuple[float, float, float]:
    """A thing without people: products close on a plinth, big things on the ground."""
    canvas, frame = stage.canvas, stage.frame
    near = (0.62 if frame.person > 1 else 0.54) if product else 0.0
    if near:
        tall = canvas.height * (near if frame.person < 1 else 0.62)
        tall = min(tall, canvas.width * 0.62 / (2 * prop.wide))
        foot = canvas.height * 0.84
        table(stage, x, foot)
        return x, foot, tall * (0.8 if frame.person < 0.5 else 1)
    if frame.person > 2 and prop.tall > 0.6:
        return _crown(stage, prop, x)
    share = 0.3 + 0.24 * min(1.0, frame.person) if prop.tall > 0.3 or frame.person > 2 else 0.34
    tall = min(canvas.height * share, canvas.width * 0.6 / (2 * prop.wide))
    return x, canvas.height * min(0.93, max(stage.backdrop.ground + 0.06, 0.8)), tall


def _crown(stage: Stage, prop: Prop, x: float) -> tuple[float, float, float]:
    """Near, of something large: its upper part, by which it is known."""
    canvas = stage.canvas
    tall = min(canvas.height * 1.3, canvas.width * 0.85 / (2 * prop.wide))
    return x, max(canvas.height * 0.92, canvas.height * 0.08 + tall), tall


def _behind(stage: Stage, prop: Prop, tall: float) -> tuple[float, float]:
    """However near the people are, what is large stays whole behind them."""
    canvas = stage.canvas
    tall = min(tall, canvas.height * 0.78, canvas.width * 0.7 / (2 * prop.wide))
    return canvas.height * min(0.9, stage.backdrop.ground + 0.14), tall


def table(stage: Stage, x: float, foot: float) -> None:
    """The surface that a product stands on, across the picture, a little glossy."""
    canvas, light = stage.canvas, stage.light
    top = foot - canvas.height * 0.1
    wood = (
        hexed("b98d62")
        if stage.scene.place not in ("studio", "")
        else mix(hexed("d9d5cf"), stage.backdrop.ambient, 0.4)
    )
    tone = times(wood, stage.backdrop.ambient)
    canvas.ridge(
        np.full(canvas.width, top, np.float32), mix(tone, light.haze, 0.2), scaled(tone, 0.62), canvas.height * 0.24
    )
    canvas.glow(x + light.side * canvas.unit * 0.3, foot, canvas.unit * 0.7, light.sun, 0.3, 0.3)


def _flying(stage: Stage, prop: Prop, thing: Phrase, alone: bool) -> None:
    canvas, random = stage.canvas, stage.random
    many = 7 if thing.kind == "bird" else 3 if thing.kind == "balloon" and alone else 1
    size = canvas.height * (0.42 if alone and many < 7 else 0.2 if many < 7 else 0.05)
    x, y = canvas.width * (1 - stage.frame.x if not alone else stage.frame.x), canvas.height * (0.6 if alone else 0.34)
    for index in range(many):
        shrink = 1.0 if index == 0 else random.uniform(0.3, 0.65)
        dx, dy = (
            (0.0, 0.0)
            if index == 0
            else (random.uniform(-0.26, 0.26) * canvas.width, random.uniform(-0.2, 0.06) * canvas.height)
        )
        stand_alone(
            stage,
            prop,
            colour_of(thing),
            (x + dx, y + dy, size * shrink),
            stage.frame.x > 0.5,
            False,
            0.35 * (1 - shrink),
        )


def stand_alone(
    stage: Stage,
    prop: Prop,
    colour: Colour,
    at: tuple[float, float, float],
    flip: bool,
    shadow: bool = True,
    distance: float = 0.0,
) -> None:
    x, foot, tall = at
    sketch = Sketch(tall, (-prop.wide - 0.05, -0.15, prop.wide + 0.05, 1.08), stage.shine(flip))
    prop.draw(sketch, colour)
    if shadow:
        cast_shadow(stage, sketch, x, foot, flip)
    place(stage.canvas, sketch, x, foot, stage.setting(distance), flip)
    if stage.light.night or stage.light.backlit > 0.8:
        for dx, dy in prop.lights:
            lamp = x + dx * tall * (-1 if flip else 1), foot - dy * tall
            stage.canvas.glow(*lamp, tall * 0.16, hexed("ffd890"), 1.0)
            stage.canvas.glow(*lamp, tall * 0.6, hexed("ffb860"), 0.5)


def keepsake_in_scene(stage: Stage, picture: Image.Image) -> None:
    """The product that was given, alone on a table: the hero."""
    canvas = stage.canvas
    x, foot = canvas.width * stage.frame.x, canvas.height * 0.88
    table(stage, x, foot)
    keepsake.set_down(canvas, picture, x, foot, (canvas.width * 0.5, canvas.height * 0.6), stage.backdrop.ambient)


def keepsake_in_front(stage: Stage, picture: Image.Image) -> None:
    """The product on a plinth, nearer to us than the people and across from them."""
    canvas = stage.canvas
    x, top = canvas.width * (1 - stage.frame.x), canvas.height * 0.82
    wide = min(canvas.width * 0.19, canvas.height * 0.26)
    stone = times(hexed("d8d2c8"), stage.backdrop.ambient)
    front = [(x - wide, top), (x + wide, top), (x + wide, canvas.height + 1.0), (x - wide, canvas.height + 1.0)]
    lid = [(x - wide, top), (x + wide, top), (x + wide * 0.86, top - wide * 0.13), (x - wide * 0.86, top - wide * 0.13)]
    shade = [(x + wide * 0.1 * stage.light.side, top), *front[1:3], (x + wide * 0.1, canvas.height + 1.0)]
    canvas.polygons([front], scaled(stone, 0.72))
    canvas.polygons([shade], scaled(stone, 0.8 if stage.light.side > 0 else 0.64), 0.6, wide * 0.2)
    canvas.polygons([lid], mix(stone, stage.light.sun, 0.2))
    room = wide * 1.7, canvas.height * 0.46
    keepsake.set_down(canvas, picture, x, top - wide * 0.05, room, stage.backdrop.ambient)
