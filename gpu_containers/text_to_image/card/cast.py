"""The subjects of a scene: people with what they hold, animals, vehicles and things, each on the ground it needs."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from gpu_containers.text_to_image.card import animals, keepsake, people, things, vehicles
from gpu_containers.text_to_image.card.backdrops import Backdrop
from gpu_containers.text_to_image.card.canvas import Canvas, soft
from gpu_containers.text_to_image.card.colours import Colour, hexed, mix, scaled, times
from gpu_containers.text_to_image.card.light import Light
from gpu_containers.text_to_image.card.noise import Random
from gpu_containers.text_to_image.card.people_look import CLOTHES, Look, look_of
from gpu_containers.text_to_image.card.reading import Phrase, Scene, number_of
from gpu_containers.text_to_image.card.sketch import Setting, Shine, Sketch, place
from gpu_containers.text_to_image.card.staging import Frame, standing, stature
from gpu_containers.text_to_image.card.words import COLOURS, PRODUCTS

Draw = Callable[[Sketch, Colour], None]


@dataclass(frozen=True)
class Prop:
    """`tall` is its height against a man's, `wide` half its width in its own heights."""

    draw: Draw
    tall: float
    wide: float
    colours: tuple[str, ...]
    flies: bool = False
    lights: tuple[tuple[float, float], ...] = ()


_COATS = ("a9743f", "3a302b", "d9c3a0", "7d5a3c", "8d8a86")
PROPS = {
    "dog": Prop(animals.dog, 0.36, 1.0, _COATS),
    "cat": Prop(animals.cat, 0.22, 0.75, ("d08a45", "3a3536", "a9a59e", "e8e0d4")),
    "bird": Prop(animals.bird, 0.16, 1.1, ("39404d", "eef0f2"), True),
    "horse": Prop(animals.horse, 1.15, 0.75, ("7d4f31", "4a3226", "b58a5e")),
    "car": Prop(vehicles.car, 0.82, 1.65, ("c8372d", "2f6fb4", "e8e4dc", "3f7f74", "e0a83a"), False, ((1.45, 0.45),)),
    "bus": Prop(vehicles.bus, 1.45, 1.35, ("d9862f", "3a7ca8", "4f8f6a")),
    "bicycle": Prop(vehicles.bicycle, 0.58, 1.0, ("c8372d", "22848a", "eebb3a")),
    "boat": Prop(vehicles.boat, 1.7, 0.7, ("c8372d", "31507a", "eef0f2")),
    "plane": Prop(vehicles.plane, 0.5, 1.85, ("c8372d", "2f6fb4"), True),
    "balloon": Prop(vehicles.balloon, 1.3, 0.45, ("d5483c", "e2902f", "3a7ca8"), True),
    "rocket": Prop(vehicles.rocket, 1.9, 0.32, ("d5483c", "e2772b")),
    "tree": Prop(things.tree, 2.2, 0.5, ("5f8a48", "7a9a4b", "c98a3a")),
    "house": Prop(things.house, 1.9, 0.75, ("efe3c8", "c9d3d6", "d9a878"), False, ((-0.32, 0.3), (0.32, 0.3))),
    "lighthouse": Prop(things.lighthouse, 3.2, 0.42, ("c8372d", "2f6fb4"), False, ((0.0, 0.83),)),
    "tent": Prop(things.tent, 0.95, 1.0, ("d9862f", "3f7f74", "c8372d"), False, ((-0.1, 0.3),)),
    "fish": Prop(animals.fish, 0.5, 1.35, ("3d5f7c", "4a6b74"), True),
    "robot": Prop(things.robot, 0.9, 0.4, ("3ab0ad", "e2772b")),
    "bottle": Prop(things.bottle, 0.19, 0.3, ("2f7f6f", "c98a3a", "31507a", "a8433a", "8f6bb0")),
    "phone": Prop(things.phone, 0.1, 0.35, ("2f6fb4", "8f6bff", "22848a")),
    "cup": Prop(things.cup, 0.075, 0.9, ("efe9df", "c96f4a", "31507a", "5f8a6a")),
    "box": Prop(things.parcel, 0.22, 0.75, ("c49a6c", "d9b48a")),
    "laptop": Prop(things.laptop, 0.17, 0.95, ("2f6fb4", "22848a")),
    "shoe": Prop(things.shoe, 0.13, 1.1, ("c8372d", "2f6fb4", "4b8a4f", "2b2d33")),
    "watch": Prop(things.watch, 0.12, 0.35, ("7a5136", "26262b", "31507a")),
    "headphones": Prop(things.headphones, 0.15, 0.65, ("26262b", "efe9df", "c8372d")),
    "can": Prop(things.can, 0.1, 0.35, ("c8372d", "2f6fb4", "4b8a4f")),
    "book": Prop(things.book, 0.13, 0.5, ("a8433a", "2f6478", "4e7053")),
    "lamp": Prop(things.lantern, 0.2, 0.4, ("8a5f3b",), False, ((0.0, 0.36),)),
    "flower": Prop(things.flower, 0.32, 0.5, ("d5486a", "eebb3a", "e8e4dc", "8f6bb0")),
    "cake": Prop(things.cake, 0.14, 1.05, ("e9a7b5", "a5673f", "f0d9a8")),
    "camera": Prop(things.camera, 0.1, 0.8, ("26262b", "7a5136")),
    "guitar": Prop(things.guitar, 0.55, 0.3, ("c98a4b", "a8433a")),
    "ball": Prop(things.ball, 0.13, 0.55, ("e2772b", "efe9df", "c8372d")),
}
HANDY = frozenset(
    ["phone", "cup", "book", "camera", "bottle", "can", "flower", "box", "watch", "headphones", "lamp", "ball"]
)
_EXTRAS = ("walk", "stand", "stand", "walk", "hold", "phone")


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
        dim = (1 - 0.3 * light.backlit * self.backdrop.open_air) * (1.3 if light.night else 1.0)
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


def perform(stage: Stage) -> None:
    """Everything that stands, walks, drives or flies in the scene, from far to near."""
    scene = stage.scene
    if stage.keepsake:
        _keepsake(stage, stage.keepsake)
    held = next((thing for thing in scene.things if thing.kind in HANDY), None) if scene.people or scene.crowd else None
    free = [thing for thing in scene.things if thing is not held and not (thing.kind == "tree" and scene.places)]
    for index, thing in enumerate(free):
        if PROPS[thing.kind].tall > 0.6 or PROPS[thing.kind].flies:
            _prop(stage, thing, index)
    if scene.crowd:
        _crowd(stage)
    for index, phrase in reversed(list(enumerate(scene.people[:3]))):
        _person(stage, phrase, index, held if index == 0 else None)
    for index, thing in enumerate(free):
        if not (PROPS[thing.kind].tall > 0.6 or PROPS[thing.kind].flies):
            _prop(stage, thing, index)


def colour_of(thing: Phrase) -> Colour:
    named = next((COLOURS[word] for word in reversed(thing.words) if word in COLOURS), "")
    choices = PROPS[thing.kind].colours
    return hexed(named or choices[number_of(thing.kind, *sorted(thing.words)) % len(choices)])


_OFFSETS = (0.0, 0.2, -0.2)


def _person(stage: Stage, phrase: Phrase, index: int, held: Phrase | None) -> None:
    canvas, frame = stage.canvas, stage.frame
    look = look_of(phrase)
    toward = 1 if frame.x < 0.5 else -1
    spread = max(0.2, 0.115 * frame.person * canvas.height / canvas.width * 2.2)
    x = canvas.width * (frame.x + toward * _OFFSETS[index] / 0.2 * spread)
    flip = (toward < 0) != (index == 1)
    tall = stature(canvas, frame) * look.tall
    foot = standing(canvas, frame, stage.backdrop.ground, stage.backdrop.floats)
    if frame.foot is None:
        foot -= (stature(canvas, frame) - tall) * 0.55
    pose = _pose(stage, index, held)
    figure(stage, look, pose, (x, foot, tall), flip, _back(stage.scene), held)


_BEHIND = frozenset(("behind", "overlooking", "gazes", "gazing", "watches", "watching", "faces"))


def _back(scene: Scene) -> bool:
    """Seen from behind: the one who looks into a wide land."""
    return not scene.indoors and scene.shot in ("wide", "aerial") and bool(_BEHIND & set(scene.text))


def _pose(stage: Stage, index: int, held: Phrase | None) -> str:
    scene = stage.scene
    if index:
        return "stand" if scene.pose not in ("walk", "run", "cheer") else scene.pose
    if held:
        return "hold" if scene.pose not in ("walk", "phone") else "phone" if held.kind == "phone" else "hold"
    return scene.pose or "stand"


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
        _shadow(stage, sketch, x, foot, flip)
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


def _crowd(stage: Stage) -> None:
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


def _extra(stage: Stage) -> Look:
    look = look_of(Phrase("person", (str(stage.random.integers(1 << 30)),), 0))
    outfits = ("shirt", "coat", "sport", "dress" if look.woman else "suit")
    return replace(look, top=hexed(str(stage.random.choice(CLOTHES))), outfit=str(stage.random.choice(outfits)))


def _audience(stage: Stage) -> None:
    """Dark heads and raised arms along the lower edge."""
    canvas, random = stage.canvas, stage.random
    setting = replace(stage.setting(), ambient=(0.05, 0.05, 0.08), rim_strength=0.35)
    for along in np.arange(0.02, 1.0, 0.085) + random.uniform(-0.02, 0.02, 12):
        tall = canvas.height * random.uniform(0.72, 0.85)
        pose = "cheer" if random.random() < 0.55 else "stand"
        sketch = Sketch(tall, (-0.28, 0.6, 0.28, 1.1), stage.shine(False))
        people.person(sketch, _extra(stage), pose, True)
        place(canvas, sketch, along * canvas.width, canvas.height * 0.8 + tall * 0.93, setting)


def _prop(stage: Stage, thing: Phrase, index: int) -> None:
    canvas, frame, prop = stage.canvas, stage.frame, PROPS[thing.kind]
    alone = not stage.scene.people and not stage.scene.crowd and index == 0
    toward = 1 if frame.x < 0.5 else -1
    base = stature(canvas, frame)
    tall = base * prop.tall
    foot = standing(canvas, frame, stage.backdrop.ground, stage.backdrop.floats)
    x = canvas.width * (frame.x if alone else frame.x + toward * (0.2 + 0.14 * index))
    if prop.flies:
        _flying(stage, prop, thing, alone)
        return
    if alone:
        x, foot, tall = _hero(stage, prop, x, thing.kind in PRODUCTS)
    elif frame.foot is None:
        foot, tall = canvas.height * 1.02 if prop.tall < 0.6 else foot, tall * (1 if prop.tall < 0.6 else 0.8)
    elif prop.tall > 0.6:
        x, foot = canvas.width * (frame.x + toward * 0.36), foot - base * 0.12
    if thing.kind == "boat" and stage.scene.place in ("sea", "lake"):
        foot, tall = (
            canvas.height * (frame.horizon + 0.06),
            max(tall * 0.5, canvas.height * 0.16) * (1.6 if alone else 1),
        )
    elif not alone and frame.foot is not None and thing.kind in PRODUCTS:
        foot = _small_table(stage, x, foot, base)
    stand_alone(stage, prop, colour_of(thing), (x, foot, tall), toward < 0)


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
        _table(stage, x, foot)
        return x, foot, tall * (0.8 if frame.person < 0.5 else 1)
    share = 0.3 + 0.24 * min(1.0, frame.person) if prop.tall > 0.3 else 0.34
    tall = min(canvas.height * share, canvas.width * 0.6 / (2 * prop.wide))
    return x, canvas.height * min(0.93, max(stage.backdrop.ground + 0.06, 0.8)), tall


def _table(stage: Stage, x: float, foot: float) -> None:
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
        _shadow(stage, sketch, x, foot, flip)
    place(stage.canvas, sketch, x, foot, stage.setting(distance), flip)
    if stage.light.night or stage.light.backlit > 0.8:
        for dx, dy in prop.lights:
            lamp = x + dx * tall * (-1 if flip else 1), foot - dy * tall
            stage.canvas.glow(*lamp, tall * 0.16, hexed("ffd890"), 1.0)
            stage.canvas.glow(*lamp, tall * 0.6, hexed("ffb860"), 0.5)


def _shadow(stage: Stage, sketch: Sketch, x: float, foot: float, flip: bool) -> None:
    """A contact shadow, and in the sun one that is thrown away from the light along the ground."""
    if stage.backdrop.floats:
        return
    canvas, light, tall = stage.canvas, stage.light, sketch.height
    _, alpha = sketch.sheet(flip)
    columns = np.flatnonzero(alpha[int(len(alpha) * 0.82) :].max(axis=0) > 0.5)
    if not len(columns):
        return
    edge = sketch.right if flip else -sketch.left
    left, right = x - edge * tall + columns[0], x - edge * tall + columns[-1]
    half = float(right - left) / 2 + tall * 0.02
    _ellipse(canvas, (left + right) / 2, foot, half * 1.15, max(2.0, half * 0.16), 0.5)
    if stage.backdrop.open_air and not light.night and light.overcast < 0.55:
        _thrown(stage, alpha, x - edge * tall, foot, tall)


def _ellipse(canvas: Canvas, x: float, y: float, rx: float, ry: float, strength: float) -> None:
    turn = np.linspace(0, 2 * np.pi, 32)
    canvas.polygons(
        [[(x + float(np.cos(a)) * rx, y + float(np.sin(a)) * ry) for a in turn]],
        (0.03, 0.03, 0.07),
        strength,
        max(1.0, ry * 0.6),
    )


def _thrown(
    stage: Stage, alpha: "np.ndarray[tuple[int, int], np.dtype[np.float32]]", left: float, foot: float, tall: float
) -> None:
    canvas, light = stage.canvas, stage.light
    length = tall * (0.3 if light.altitude > 0.4 else 0.42)
    slant = -light.side * (0.35 if light.altitude > 0.4 else 1.3)
    mask = Image.fromarray((alpha * 255).astype(np.uint8))
    high, wide = max(2, int(length)), mask.width
    reach = int(abs(slant) * length) + 2
    flat = mask.resize((wide, high), Image.Resampling.BILINEAR).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    room = Image.new("L", (wide + 2 * reach, high))
    room.paste(flat, (reach, 0))
    sheared = room.transform(room.size, Image.Transform.AFFINE, (1, -slant, 0, 0, 1, 0), Image.Resampling.BILINEAR)
    soft_mask = np.asarray(soft(sheared, max(1.2, tall / 160)), np.float32) / 255
    fade = np.linspace(1, 0.25, high, dtype=np.float32)[:, None]
    canvas.cover(
        soft_mask * fade * 0.42,
        mix((0.03, 0.03, 0.09), light.top, 0.15),
        round(foot - tall * 0.012),
        round(left - reach),
    )


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


def _keepsake(stage: Stage, picture: Image.Image) -> None:
    """The product that was given: the hero where nobody is, and else on a table in front, across from them."""
    canvas = stage.canvas
    people_there = bool(stage.scene.people)
    x = canvas.width * (1 - stage.frame.x if people_there else stage.frame.x)
    share = 0.42 if people_there else 0.58
    foot = canvas.height * 0.88
    _table(stage, x, foot)
    keepsake.set_down(canvas, picture, x, foot, (canvas.width * 0.42, canvas.height * share), stage.backdrop.ambient)
