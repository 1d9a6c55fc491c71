"""Every thing that a scene can hold: how it is drawn, how large it is, in which colours."""

from collections.abc import Callable
from dataclasses import dataclass

from gpu_containers.text_to_image.card import animals, animals_wild, gadgets, goods, things, vehicles
from gpu_containers.text_to_image.card.colours import Colour, hexed
from gpu_containers.text_to_image.card.meanings import number_of
from gpu_containers.text_to_image.card.phrases import Phrase
from gpu_containers.text_to_image.card.sketch import Sketch
from gpu_containers.text_to_image.card.words import COLOURS

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
    "fox": Prop(animals_wild.fox, 0.34, 1.0, ("c8652b",)),
    "wolf": Prop(animals_wild.fox, 0.45, 1.0, ("7c8088",)),
    "bear": Prop(animals_wild.bear, 0.95, 0.95, ("6b4630", "4d3628")),
    "bird": Prop(animals.bird, 0.16, 1.1, ("39404d", "eef0f2"), True),
    "horse": Prop(animals.horse, 1.15, 0.75, ("7d4f31", "4a3226", "b58a5e")),
    "car": Prop(vehicles.car, 0.82, 1.65, ("c8372d", "2f6fb4", "e8e4dc", "3f7f74", "e0a83a"), False, ((1.45, 0.45),)),
    "bus": Prop(vehicles.bus, 1.45, 1.35, ("d9862f", "3a7ca8", "4f8f6a")),
    "bicycle": Prop(vehicles.bicycle, 0.61, 1.0, ("c8372d", "22848a", "eebb3a")),
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
    "bottle": Prop(goods.bottle, 0.19, 0.3, ("2f7f6f", "c98a3a", "31507a", "a8433a", "8f6bb0")),
    "phone": Prop(goods.phone, 0.1, 0.35, ("2f6fb4", "8f6bff", "22848a")),
    "cup": Prop(goods.cup, 0.075, 0.9, ("efe9df", "c96f4a", "31507a", "5f8a6a")),
    "box": Prop(goods.parcel, 0.22, 0.75, ("c49a6c", "d9b48a")),
    "laptop": Prop(goods.laptop, 0.17, 0.95, ("2f6fb4", "22848a")),
    "shoe": Prop(goods.shoe, 0.13, 1.1, ("c8372d", "2f6fb4", "4b8a4f", "2b2d33")),
    "watch": Prop(goods.watch, 0.12, 0.35, ("7a5136", "26262b", "31507a")),
    "headphones": Prop(gadgets.headphones, 0.15, 0.65, ("26262b", "efe9df", "c8372d")),
    "can": Prop(gadgets.can, 0.1, 0.35, ("c8372d", "2f6fb4", "4b8a4f")),
    "book": Prop(gadgets.book, 0.13, 0.5, ("a8433a", "2f6478", "4e7053")),
    "lamp": Prop(gadgets.lantern, 0.2, 0.4, ("8a5f3b",), False, ((0.0, 0.36),)),
    "flower": Prop(things.flower, 0.32, 0.5, ("d5486a", "eebb3a", "e8e4dc", "8f6bb0")),
    "cake": Prop(gadgets.cake, 0.14, 1.05, ("e9a7b5", "a5673f", "f0d9a8")),
    "camera": Prop(gadgets.camera, 0.1, 0.8, ("26262b", "7a5136")),
    "guitar": Prop(gadgets.guitar, 0.55, 0.3, ("c98a4b", "a8433a")),
    "ball": Prop(gadgets.ball, 0.13, 0.55, ("e2772b", "efe9df", "c8372d")),
}


HANDY = frozenset(
    ["phone", "cup", "book", "camera", "bottle", "can", "flower", "box", "watch", "headphones", "lamp", "ball"]
)


def colour_of(thing: Phrase) -> Colour:
    named = next((COLOURS[word] for word in reversed(thing.words) if word in COLOURS), "")
    choices = PROPS[thing.kind].colours
    return hexed(named or choices[number_of(thing.kind, *sorted(thing.words)) % len(choices)])
