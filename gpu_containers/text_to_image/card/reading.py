"""Reads a prompt: where, when, who, what, how near and in which manner."""

from dataclasses import dataclass

from gpu_containers.text_to_image.card import words
from gpu_containers.text_to_image.card.look_sentence import parted
from gpu_containers.text_to_image.card.meanings import all_of, first_of, split, with_pairs
from gpu_containers.text_to_image.card.phrases import Phrase
from gpu_containers.text_to_image.card.who_is_meant import cast_of


@dataclass(frozen=True)
class Scene:
    """`places` as they were named, nearest first; empty strings where the words say nothing."""

    text: tuple[str, ...]
    places: tuple[str, ...]
    time: str
    weather: str
    shot: str
    style: str
    mood: str
    pose: str
    people: tuple[Phrase, ...]
    crowd: bool
    things: tuple[Phrase, ...]

    @property
    def place(self) -> str:
        return self.places[0] if self.places else ""

    @property
    def empty(self) -> bool:
        return not (self.people or self.things or self.crowd)

    @property
    def indoors(self) -> bool:
        return self.place in words.INDOORS


def read(prompt: str, style: str) -> Scene:
    """What the scene itself says comes first; its look fills in what it leaves open."""
    text, light, look = parted(prompt)
    people, things = cast_of(text, look)
    return Scene(
        text=text,
        places=_places(text) or _places_of_look(look, things),
        time=first_of("TIMES", (*with_pairs(text), *with_pairs(light), *with_pairs(look))),
        weather=first_of("WEATHERS", (*text, *look, *light)),
        shot=first_of("SHOTS", with_pairs(text)),
        style=_style(style) or _style(prompt) or "cinematic",
        mood=first_of("MOODS", (*text, *light, *look, *split(style))),
        pose=first_of("POSES", text),
        people=people,
        crowd=bool(all_of("GROUPS", text)),
        things=tuple(thing for thing in things if not (thing.kind in words.ROOTED and _indoors(text))),
    )


def _indoors(text: tuple[str, ...]) -> bool:
    """A farmhouse kitchen has no house in it."""
    return bool(words.INDOORS & set(_places(text)[:1]))


def _style(named: str) -> str:
    return first_of("STYLES", with_pairs(split(named)))


def _places_of_look(look: tuple[str, ...], things: tuple[Phrase, ...]) -> tuple[str, ...]:
    """A car stands in no room."""
    outside = bool(things) and things[0].kind in words.OUTDOORS
    return tuple(place for place in _places(look) if not (outside and place in words.INDOORS | {"underwater"}))


def _places(text: tuple[str, ...]) -> tuple[str, ...]:
    """What is named first is where we are, but a room's kind says more than a room, and a lake more than its shore."""
    found = all_of("PLACES", text)
    for vague, telling in (
        ("room", words.INDOORS),
        ("snow", words.PLACES),
        ("bedroom", words.PLACES.keys() - {"room"}),
        ("mountain", {"lake"}),
        ("forest", {"lake"}),
    ):
        if found[:1] == (vague,):
            found = tuple(sorted(found, key=lambda place: place not in telling or place == vague))
    return found
