"""Reads a prompt: where, when, who, what, how near and in which manner."""

from dataclasses import dataclass

from gpu_containers.text_to_image.card import words
from gpu_containers.text_to_image.card.meanings import all_of, first_of, split, with_pairs
from gpu_containers.text_to_image.card.phrases import Phrase, find_people, find_things


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
    def indoors(self) -> bool:
        return self.place in words.INDOORS


def read(prompt: str, style: str) -> Scene:
    text = split(prompt)
    people = find_people(text)
    return Scene(
        text=text,
        places=_places(text),
        time=first_of("TIMES", with_pairs(text)),
        weather=first_of("WEATHERS", text),
        shot=first_of("SHOTS", with_pairs(text)),
        style=first_of("STYLES", with_pairs(split(style))) or first_of("STYLES", with_pairs(text)) or "cinematic",
        mood=first_of("MOODS", (*text, *split(style))),
        pose=first_of("POSES", text),
        people=people,
        crowd=bool(all_of("GROUPS", text)),
        things=find_things(text),
    )


def _places(text: tuple[str, ...]) -> tuple[str, ...]:
    """What is named first is where we are, but a room's kind says more than a room, and a lake more than its shore."""
    found = all_of("PLACES", text)
    for vague, telling in (("room", words.INDOORS), ("mountain", {"lake"}), ("forest", {"lake"})):
        if found[:1] == (vague,):
            found = tuple(sorted(found, key=lambda place: place not in telling or place == vague))
    return found
