"""From which side a scene is seen, and the words for it that an image engine gets."""

import re

from greenlight.domain.storyboard_faults import asks_for_lettering
from greenlight.domain.writing import normalised
from greenlight.writers.storyboard_rules_words import BEINGS, PLACES, PLURAL_BEINGS, THINGS, TIMES

SHOTS = ("medium", "close-up", "wide", "over the shoulder", "low angle", "aerial")
# The order in which events are looked at; an aerial view suits few of them.
_FOR_EVENTS = ("wide", "medium", "close-up", "low angle", "wide", "over the shoulder")
_PRONOUNS = frozenset(("he", "she", "they", "i", "we"))
_NAMES = {
    "medium": "Medium shot",
    "close-up": "Close-up",
    "wide": "Wide shot",
    "over the shoulder": "Over-the-shoulder shot",
    "low angle": "Low-angle shot",
    "aerial": "Aerial shot",
}
_LONGEST_PICTURE = 300
_WRITTEN = {
    "text": "message",
    "texts": "messages",
    "caption": "line",
    "captions": "lines",
    "subtitle": "line",
    "subtitles": "lines",
    "headline": "story",
    "headlines": "stories",
    "title card": "card",
    "title cards": "cards",
    "lettering": "shapes",
    "typography": "shapes",
    "watermark": "mark",
    "watermarks": "marks",
}
_WRITTEN_WORD = re.compile(rf"\b(?:{'|'.join(sorted(_WRITTEN, key=len, reverse=True))})\b", re.IGNORECASE)


def named(shot: str) -> str:
    return _NAMES[shot]


def event_shot(number: int, shown: str, *neighbours: str | None) -> str:
    """For the event of this number: one that suits what is shown, and none of its neighbours' shots."""
    words = _singulars(shown)
    unfit = _unfit_for(words)
    first = "medium" if number == 0 and not words & PLACES else _FOR_EVENTS[number % len(_FOR_EVENTS)]
    order = (first, "wide", "medium", "low angle")
    return next(shot for shot in order if shot not in neighbours and shot not in unfit)


def _unfit_for(words: set[str]) -> set[str]:
    """Near shots are of somebody or of a small thing, not of a town or a storm."""
    if words & (BEINGS | PLURAL_BEINGS | _PRONOUNS):
        return set()
    return {"over the shoulder"} if words & (THINGS - PLACES - TIMES) else {"over the shoulder", "close-up"}


def _singulars(text: str) -> set[str]:
    words = set(normalised(text).split())
    return words | {word.removesuffix("s") for word in words}


def other_than(shot: str, previous: str | None) -> str:
    if shot != previous:
        return shot
    return "wide" if shot in {"aerial", "medium"} else "medium"


def drawable(text: str) -> str:
    """What can be drawn of it, no longer than a picture needs."""
    text = without_lettering(text)
    if len(text) > _LONGEST_PICTURE:
        text = text[:_LONGEST_PICTURE].rsplit(" ", 1)[0]
    return text.strip(" .!?,;:")


def without_lettering(text: str) -> str:
    """Without quotation marks and words that bring letters into a picture."""
    text = re.sub(r"[\"“”«»]+|(?<!\w)['‘’]|['‘’](?!\w)", "", text)
    if asks_for_lettering(text):
        text = _WRITTEN_WORD.sub(lambda m: _WRITTEN[m[0].lower()], text)
    return text
