"""From which side a scene is seen, and the words for it that an image engine gets."""

import re

from greenlight.domain.storyboard_faults import asks_for_lettering

SHOTS = ("medium", "close-up", "wide", "over the shoulder", "low angle", "aerial")
# The order in which events are looked at; an aerial view suits few of them.
_FOR_EVENTS = ("medium", "wide", "close-up", "low angle", "medium", "over the shoulder")
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


def event_shot(number: int, *neighbours: str | None) -> str:
    """For the event of this number: none of its neighbours' shots."""
    order = [_FOR_EVENTS[(number + i) % len(_FOR_EVENTS)] for i in range(len(_FOR_EVENTS))]
    return next(shot for shot in order if shot not in neighbours)


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
