"""Where sentences end, decided on the written words so that both engines cut at the same places."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

CLOSING = "\"'”’)]}»"
CLAUSE_END = (",", ";", ":", "—", "–")
_ABBREVIATIONS = (
    "mr mrs ms dr prof sr jr st gen col lt capt sgt rev hon gov sen rep vs etc eg ie approx dept est inc ltd co "
    "corp no nos fig vol ch pp ed jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun"
)
_NOT_AN_END = frozenset(_ABBREVIATIONS.split())


@dataclass(frozen=True)
class Word:
    """One written word as captions show it, and what a voice should read for it (several words, or its own text)."""

    text: str
    spoken: str
    ends_line: bool = False
    ends_paragraph: bool = False


def _ends_sentence(word: Word, following: Word) -> bool:
    bare = word.text.rstrip(CLOSING)
    if bare.endswith(("!", "?", "\u3002", "\u061f", "\u0964")):  # also the Chinese, Arabic and Devanagari marks
        return not following.text[0].islower()
    if not bare.endswith((".", "…")) or following.text[0].islower():
        return False
    stem = bare.rstrip(".…").lstrip("\"'“‘([").lower()
    initial = len(stem) == 1 and stem.isalpha() and stem != "i"
    return not (initial or stem.replace(".", "") in _NOT_AN_END)


def _new_line_ends(word: Word, following: Word) -> bool:
    """A line that stops in mid-sentence and goes on in lower case is only wrapped."""
    wrapped = following.text[0].islower() and not word.text.endswith((".", "!", "?", "…", ":"))
    return word.ends_paragraph or (word.ends_line and not wrapped)


def split_sentences(words: Sequence[Word]) -> list[list[Word]]:
    sentences: list[list[Word]] = []
    current: list[Word] = []
    for index, word in enumerate(words):
        current.append(word)
        following = words[index + 1] if index + 1 < len(words) else None
        if following is None or _new_line_ends(word, following) or _ends_sentence(word, following):
            sentences.append(current)
            current = []
    return sentences


def split_long(words: list[Word], fits: Callable[[list[Word]], bool]) -> list[list[Word]]:
    """Halves a sentence that is too long for one breath, at the clause mark nearest its middle if it has one."""
    if len(words) == 1 or fits(words):
        return [words]
    middle = len(words) / 2
    cuts = [i + 1 for i, word in enumerate(words[:-1]) if word.text.rstrip(CLOSING).endswith(CLAUSE_END)]
    usable = [cut for cut in cuts if 0.15 <= cut / len(words) <= 0.85]
    cut = min(usable, key=lambda at: abs(at - middle)) if usable else int(middle)
    return split_long(words[:cut], fits) + split_long(words[cut:], fits)
