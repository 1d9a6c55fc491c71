"""Who and what a prompt speaks of, each with the words that describe it."""

from dataclasses import dataclass
from functools import cache

from gpu_containers.text_to_image.card import words
from gpu_containers.text_to_image.card.meanings import meaning

_MOST_THINGS = 3


@dataclass(frozen=True)
class Phrase:
    """A subject and the words that describe it, from its article to the end of its clothes."""

    kind: str
    words: tuple[str, ...]
    at: int


def find_people(text: tuple[str, ...]) -> tuple[Phrase, ...]:
    found: list[Phrase] = []
    for index, word in enumerate(text):
        kind = meaning("PEOPLE", word) if word not in _plurals() else ""
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


def find_things(text: tuple[str, ...]) -> tuple[Phrase, ...]:
    found: dict[str, Phrase] = {}
    for index, word in enumerate(text):
        kind = meaning("THINGS", word)
        if kind and (word not in _ALSO_VERBS or (index and text[index - 1] in _BEFORE_NOUNS)):
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


_ALSO_VERBS = frozenset(("watch", "can", "book", "boot", "box", "shoe"))
_BEFORE_NOUNS = frozenset(
    [
        "a",
        "an",
        "the",
        "his",
        "her",
        "their",
        "my",
        "our",
        "this",
        "that",
        "one",
        "new",
        "luxury",
        "gold",
        "silver",
        "smart",
        "soda",
        "beer",
        "tin",
        "open",
        "cardboard",
        "gift",
        "old",
    ]
)


def _described(text: tuple[str, ...], index: int) -> tuple[str, ...]:
    start = index
    while start > 0 and index - start < 3 and text[start - 1] not in _ENDS | _WEARING and not _does(text[start - 1]):
        start -= 1
    end = index + 1
    if end < len(text) and text[end] in _WEARING:
        end = _end_of_clothes(text, end + 1)
    return text[start:end]


def _does(word: str) -> bool:
    return bool(meaning("POSES", word))


def _end_of_clothes(text: tuple[str, ...], end: int) -> int:
    last = min(len(text), end + 7)
    while end < last and not _does(text[end]) and text[end] not in _ENDS - {"a", "an", "the", "and"}:
        end += 1
    return end
