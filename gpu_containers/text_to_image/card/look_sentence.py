"""Parts a prompt into what its scene shows and the look that every scene of the storyboard repeats."""

import re
from typing import NamedTuple

from gpu_containers.text_to_image.card.meanings import first_of, split, with_pairs
from gpu_containers.text_to_image.card.words import COLOURS

Words = tuple[str, ...]
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_REPEATED = re.compile(r"\bin (?:every|each) (?:scene|shot|picture)\b|\bthroughout\b", re.IGNORECASE)
_MANNER = re.compile(
    r"\b(?:still|painting|cartoon|drawing|render|photo|photograph|illustration|sketch|composition|figures|art|style)\b",
    re.IGNORECASE,
)
_NAMES_WHO_OR_WHERE = re.compile(
    r"(?:the|an?|our|my|his|her|their|two|three|at|in|on|by|before|after|during)\b", re.IGNORECASE
)
_LIGHT = re.compile(r"\b(?:\w*light|lights|sun|glow|gleam|shadows|reflections)\b", re.IGNORECASE)


class Parts(NamedTuple):
    """The words of the scene, of the light on it, and of who and where by the look; without a look all is scene."""

    scene: Words
    light: Words = ()
    look: Words = ()


def parted(prompt: str) -> Parts:
    sentences = _SENTENCE_END.split(prompt)
    look = [sentence for sentence in sentences if _is_look(sentence, sentences)]
    clauses = [clause for sentence in sentences if sentence not in look for clause in sentence.split(", ")]
    if not look or not clauses:
        return Parts(split(prompt))
    *scene, last = clauses
    light = [last] if scene and ":" not in last and _LIGHT.search(last) else []
    scene = scene if light else clauses
    return Parts(*(split(", ".join(told)) for told in (scene, light, map(_cast_and_place, look))))


def _is_look(sentence: str, sentences: list[str]) -> bool:
    if _REPEATED.search(sentence):
        return True
    others = " ".join(other for other in sentences if other is not sentence)
    manner, *_ = sentence.split(",", maxsplit=1)
    return bool(_MANNER.search(manner)) and bool(first_of("SHOTS", with_pairs(split(others))))


def _cast_and_place(look: str) -> str:
    """Without the manner, whose “depth of field” is no field, and the palette, whose “cream” is no bottle."""
    first, *clauses = re.split(r"[,;:]\s*", look)
    told = [] if _MANNER.search(first) else [first]
    return ", ".join([*told, *(clause for clause in clauses if not _is_palette(clause))])


def _is_palette(clause: str) -> bool:
    return not _NAMES_WHO_OR_WHERE.match(clause) and any(word in COLOURS for word in split(clause))
