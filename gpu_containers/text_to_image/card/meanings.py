"""What single words mean, in singular and plural."""

import hashlib
import re
from collections.abc import Mapping
from functools import cache

from gpu_containers.text_to_image.card import words

_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*[\w])?|[\d]+[a-z]+", re.UNICODE)


def number_of(*parts: object) -> int:
    """A number that depends on all parts and on nothing else."""
    text = "\x1f".join(str(part) for part in parts)
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8], "big")


def split(text: str) -> tuple[str, ...]:
    return tuple(word.lower().replace("’", "'") for word in _WORD.findall(text))


@cache
def _meanings(group: str) -> dict[str, str]:
    table: Mapping[str, str] = getattr(words, group)
    return {word: meaning for meaning, listed in reversed(list(table.items())) for word in listed.split()}


def meaning(group: str, word: str) -> str:
    table = _meanings(group)
    stems = (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("'s"))
    return next((table[stem] for stem in stems if stem in table), "")


def with_pairs(text: tuple[str, ...]) -> tuple[str, ...]:
    """Also two and three words in a row as one, so that “golden hour” is found as `golden-hour`."""
    runs = [zip(*(text[start:] for start in range(length)), strict=False) for length in (3, 2)]
    return (*("-".join(run) for found in runs for run in found), *text)


def all_of(group: str, text: tuple[str, ...]) -> tuple[str, ...]:
    found = [means for word in text if (means := meaning(group, word))]
    return tuple(dict.fromkeys(found))


def first_of(group: str, text: tuple[str, ...]) -> str:
    return next(iter(all_of(group, text)), "")
