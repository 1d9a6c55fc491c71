"""Reads a prompt: where, when, who, what, how near and in which manner."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from gpu_containers.text_to_image.card import words

_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*[\w])?|[\d]+[a-z]+", re.UNICODE)
_MOST_THINGS = 3


@dataclass(frozen=True)
class Phrase:
    """A subject and the words that describe it, from its article to the end of its clothes."""

    kind: str
    words: tuple[str, ...]
    at: int


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


def number_of(*parts: object) -> int:
    """A number that depends on all parts and on nothing else."""
    text = "\x1f".join(str(part) for part in parts)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def split(text: str) -> tuple[str, ...]:
    return tuple(word.lower().replace("’", "'") for word in _WORD.findall(text))


@cache
def _meanings(group: str) -> dict[str, str]:
    table: Mapping[str, str] = getattr(words, group)
    return {word: meaning for meaning, listed in reversed(list(table.items())) for word in listed.split()}


def _meaning(group: str, word: str) -> str:
    table = _meanings(group)
    stems = (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("'s"))
    return next((table[stem] for stem in stems if stem in table), "")


def _all(group: str, text: tuple[str, ...]) -> tuple[str, ...]:
    found = [meaning for word in text if (meaning := _meaning(group, word))]
    return tuple(dict.fromkeys(found))


def _first(group: str, text: tuple[str, ...]) -> str:
    return next(iter(_all(group, text)), "")


def read(prompt: str, style: str) -> Scene:
    text = split(prompt)
    people = _people(text)
    return Scene(
        text=text,
        places=_places(text),
        time=_first("TIMES", text),
        weather=_first("WEATHERS", text),
        shot=_first("SHOTS", text),
        style=_first("STYLES", split(style)) or _first("STYLES", text) or "cinematic",
        mood=_first("MOODS", (*text, *split(style))),
        pose=_first("POSES", text),
        people=people,
        crowd=bool(_all("GROUPS", text)),
        things=_things(text),
    )


def _places(text: tuple[str, ...]) -> tuple[str, ...]:
    """Outdoors words next to a picture or a window are a view; what is named first is where we are."""
    found = _all("PLACES", text)
    strong = [place for place in found if place != "room"]
    return tuple(strong if strong and found[0] == "room" and strong[0] in words.INDOORS else found)


def _people(text: tuple[str, ...]) -> tuple[Phrase, ...]:
    found: list[Phrase] = []
    for index, word in enumerate(text):
        kind = _meaning("PEOPLE", word) if word not in _plurals() else ""
        if word in words.COMPANIES:
            found += [Phrase(member, (word, member), index) for member in words.COMPANIES[word]]
        elif kind and word not in ("he", "she", "people") and not _same(found, index):
            found.append(Phrase(kind, _described(text, index), index))
    return tuple(found[:4])


@cache
def _plurals() -> frozenset[str]:
    """Words for many, who are no one in particular."""
    return frozenset(words.GROUPS["crowd"].split())


def _same(found: list[Phrase], index: int) -> bool:
    """Two nouns in a row are one person: the woman chef."""
    return bool(found) and index - found[-1].at <= 1


def _things(text: tuple[str, ...]) -> tuple[Phrase, ...]:
    found: dict[str, Phrase] = {}
    for index, word in enumerate(text):
        if kind := _meaning("THINGS", word):
            found.setdefault(kind, Phrase(kind, _described(text, index), index))
    if len(found) > 1 and {"product", "packaging"} & set(text):
        found.pop("box", None)
    return tuple(found.values())[:_MOST_THINGS]


_ENDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "at",
        "on",
        "by",
        "into",
        "over",
        "under",
        "is",
        "are",
        "as",
        "while",
        "who",
        "that",
        "then",
        "and",
        "for",
        "near",
        "along",
        "across",
        "through",
        "behind",
        "her",
        "his",
        "their",
        "its",
        "our",
        "your",
        "from",
        "up",
        "down",
        "out",
        "off",
        "looks",
        "stands",
        "against",
        "beside",
    ]
)
_WEARING = frozenset(["in", "with", "wearing", "dressed"])


def _described(text: tuple[str, ...], index: int) -> tuple[str, ...]:
    start = index
    while start > 0 and index - start < 3 and text[start - 1] not in _ENDS | _WEARING and not _does(text[start - 1]):
        start -= 1
    end = index + 1
    if end < len(text) and text[end] in _WEARING:
        end = _end_of_clothes(text, end + 1)
    return text[start:end]


def _does(word: str) -> bool:
    return bool(_meaning("POSES", word))


def _end_of_clothes(text: tuple[str, ...], end: int) -> int:
    last = min(len(text), end + 7)
    while end < last and not _does(text[end]) and text[end] not in _ENDS - {"a", "an", "the", "and"}:
        end += 1
    return end
