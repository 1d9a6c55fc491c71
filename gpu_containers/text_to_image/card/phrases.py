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
        elif (
            kind and word not in ("he", "she", "people") and not _same(found, index) and not _again(text, index, found)
        ):
            found.append(Phrase(kind, _described(text, index), index))
    return tuple(found[:4])


@cache
def _plurals() -> frozenset[str]:
    """Words for many, who are no one in particular."""
    return frozenset(words.GROUPS["crowd"].split())


def _same(found: list[Phrase], index: int) -> bool:
    """Two nouns in a row are one person: the woman chef."""
    return bool(found) and index - found[-1].at <= 1


def _again(text: tuple[str, ...], index: int, found: list[Phrase]) -> bool:
    """“The woman” after “a woman” is no second one."""
    nearest = next((word for word in reversed(text[max(0, index - 4) : index]) if word in _ARTICLES), "")
    return nearest in ("the", "same", "this") and any(text[one.at] == text[index] for one in found)


_ARTICLES = frozenset(("a", "an", "the", "same", "this", "another", "other", "second"))


def find_things(text: tuple[str, ...]) -> tuple[Phrase, ...]:
    found: dict[str, Phrase] = {}
    for index, word in enumerate(text):
        kind = meaning("THINGS", word)
        if kind and _is_noun(text, index):
            found.setdefault(kind, Phrase(kind, _described(text, index, _HAVING), index))
    if len(found) > 1 and {"product", "packaging"} & set(text):
        found.pop("box", None)
    return tuple(found.values())[:_MOST_THINGS]


def _is_noun(text: tuple[str, ...], index: int) -> bool:
    """Neither a verb (can), nor a colour (cream walls), nor a kind of light (lamp light)."""
    word, before, after = text[index], text[index - 1] if index else "", text[index + 1 : index + 2]
    if word in words.COLOURS:
        return before in _SPREAD_ON
    return after not in (("light",), ("lights",)) and (word not in _ALSO_VERBS or before in _BEFORE_NOUNS)


_SPREAD_ON = frozenset(("skin", "face", "hand", "body", "eye", "night", "day"))


_ENDS = frozenset(
    [
        "a", "an", "the", "of", "to", "at", "on", "by", "into", "over", "under", "is", "are", "as", "while", "who",
        "that", "then", "and", "for", "near", "along", "across", "through", "behind", "her", "his", "their", "its",
        "our", "your", "from", "up", "down", "out", "off", "looks", "stands", "against", "beside",
    ]
)  # fmt: skip


_WEARING = frozenset(["in", "with", "wearing", "dressed"])
_HAVING = frozenset(["with"])


_ALSO_VERBS = frozenset(("watch", "can", "book", "boot", "box", "shoe"))
_BEFORE_NOUNS = frozenset(
    [
        "a", "an", "the", "his", "her", "their", "my", "our", "this", "that", "one", "new", "luxury", "gold",
        "silver", "smart", "soda", "beer", "tin", "open", "cardboard", "gift", "old",
    ]
)  # fmt: skip


def _described(text: tuple[str, ...], index: int, joined_by: frozenset[str] = _WEARING) -> tuple[str, ...]:
    start = index
    while start > 0 and index - start < 3 and text[start - 1] not in _ENDS | _WEARING and not _does(text[start - 1]):
        start -= 1
    end = index + 1
    if end < len(text) and text[end] in joined_by:
        end = _end_of_clothes(text, end + 1)
    return text[start:end]


def _does(word: str) -> bool:
    return bool(meaning("POSES", word))


def _end_of_clothes(text: tuple[str, ...], end: int) -> int:
    last = min(len(text), end + 7)
    while end < last and not _does(text[end]) and text[end] not in _ENDS - {"a", "an", "the", "and"}:
        end += 1
    return end
