"""Many people: rows of them, an audience, and the back of one who listens."""

from dataclasses import replace

import numpy as np

from gpu_containers.text_to_image.card import people
from gpu_containers.text_to_image.card.colours import hexed
from gpu_containers.text_to_image.card.figures import figure
from gpu_containers.text_to_image.card.people_look import CLOTHES, HAIR_STYLES, Look, look_of
from gpu_containers.text_to_image.card.phrases import Phrase
from gpu_containers.text_to_image.card.placing import place
from gpu_containers.text_to_image.card.sketch import Sketch
from gpu_containers.text_to_image.card.stage import Stage, scaled3
from gpu_containers.text_to_image.card.staging import standing, stature
from gpu_containers.text_to_image.card.words import COLOURS

_EXTRAS = ("walk", "stand", "stand", "walk", "hold", "phone")


def crowd(stage: Stage) -> None:
    """Two rows of people of all kinds, the farther one smaller and paler."""
    canvas, frame, random = stage.canvas, stage.frame, stage.random
    foot = standing(canvas, frame, stage.backdrop.ground, stage.backdrop.floats)
    alone = not stage.scene.people
    for row, count in enumerate((6, 7) if frame.person < 0.8 else (5,)):
        size = (0.66, 0.86)[row] if frame.person < 0.8 else 0.8
        for along in np.linspace(0.06, 0.94, count) + random.uniform(-0.045, 0.045, count):
            if row and not alone and abs(along - frame.x) < 0.14:
                continue
            look = _extra(stage)
            tall = stature(canvas, frame) * look.tall * size * random.uniform(0.94, 1.06)
            base = foot - stature(canvas, frame) * (0.16 - 0.12 * row if frame.foot is not None else (1 - size) * 0.9)
            if frame.foot is None:
                base -= stature(canvas, frame) * size * (1 - look.tall) * 0.8
            pose = "cheer" if stage.scene.pose == "cheer" and random.random() < 0.7 else str(random.choice(_EXTRAS))
            figure(
                stage,
                look,
                pose,
                (along * canvas.width, base, tall),
                bool(random.random() < 0.5),
                distance=0.24 - 0.16 * row,
            )
    if stage.scene.place == "stage":
        _audience(stage)


_YOUNG = frozenset(("children", "kids", "pupils"))


def _extra(stage: Stage) -> Look:
    kinds = ("child",) if _YOUNG & set(stage.scene.text) else ("man", "woman")
    words = str(stage.random.choice(list(HAIR_STYLES)[:-1])), str(stage.random.choice(list(COLOURS)))
    look = look_of(Phrase(str(stage.random.choice(kinds)), words, 0))
    outfits = ("shirt", "coat", "sport", "dress" if look.woman else "suit")
    return replace(look, top=hexed(str(stage.random.choice(CLOTHES))), outfit=str(stage.random.choice(outfits)))


def _audience(stage: Stage) -> None:
    """Dark heads and raised arms along the lower edge; in the dark, four people look like twelve."""
    canvas, random = stage.canvas, stage.random
    setting = replace(stage.setting(), ambient=(0.05, 0.05, 0.08), rim_strength=0.35)
    sheets = [_from_behind(stage, canvas.height * tall, pose) for tall, pose in _BACKS]
    for along in np.arange(0.02, 1.0, 0.085) + random.uniform(-0.02, 0.02, 12):
        sheet = sheets[random.integers(len(sheets))]
        foot = canvas.height * random.uniform(0.79, 0.82) + sheet.height * 0.93
        place(canvas, sheet, along * canvas.width, foot, setting, bool(random.random() < 0.5))


_BACKS = ((0.74, "cheer"), (0.8, "stand"), (0.84, "cheer"), (0.77, "point"))


def _from_behind(stage: Stage, tall: float, pose: str) -> Sketch:
    sketch = Sketch(tall, (-0.28, 0.6, 0.28, 1.1), stage.shine(False))
    people.person(sketch, _extra(stage), pose, True)
    return sketch


def foreground_shoulder(stage: Stage) -> None:
    """Someone's back at the edge of the frame, dark and out of focus."""
    canvas = stage.canvas
    look = look_of(stage.scene.people[1] if len(stage.scene.people) > 1 else Phrase("man", ("listener",), 0))
    side = 1 if stage.frame.x < 0.5 else -1
    tall = canvas.height * 3.1
    x, foot = canvas.width * (0.5 + side * 0.4), canvas.height * 0.2 + tall * 0.985
    sketch = Sketch(tall, (-0.2, 0.72, 0.2, 1.06), stage.shine(False))
    people.person(sketch, look, "stand", True)
    setting = stage.setting()
    place(canvas, sketch, x, foot, replace(setting, ambient=scaled3(setting.ambient, 0.34)), False)
