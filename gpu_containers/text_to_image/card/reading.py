"""Reads a prompt: where, when, who, what, how near and in which manner."""

from dataclasses import dataclass

from gpu_containers.text_to_image.card import words
from gpu_containers.text_to_image.card.meanings import all_of, first_of, split
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
        time=first_of("TIMES", text),
        weather=first_of("WEATHERS", text),
        shot=first_of("SHOTS", text),
        style=first_of("STYLES", split(style)) or first_of("STYLES", text) or "cinematic",
        mood=first_of("MOODS", (*text, *split(style))),
        pose=first_of("POSES", text),
        people=people,
        crowd=bool(all_of("GROUPS", text)),
        things=find_things(text),
    )


def _places(text: tuple[str, ...]) -> tuple[str, ...]:
    """Outdoors words next to a picture or a window are a view; what is named first is where we are."""
    found = all_of("PLACES", text)
    strong = [place for place in found if place != "room"]
    return tuple(strong if strong and found[0] == "room" and strong[0] in words.INDOORS else found)
