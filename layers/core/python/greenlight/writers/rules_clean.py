"""Plain English prose for the rules writer: nothing shouted, a lone i written large."""

import re

from greenlight.writers.plain_text import plain
from greenlight.writers.rules_text import word_set


def clean(text: str) -> str:
    text = plain(re.sub(r"(?<!\S)~(?=\d)", "about ", text))
    return _calm_capitals(re.sub(r"(?<![\w'’.@/-])i(?=[ ,]|['’](?:m|ll|ve|d)\b)", "I", text))


def _calm_capitals(text: str) -> str:
    """Shouted text as ordinary sentences; short words without a vowel and known acronyms stay as they are."""
    letters = [c for c in text if c.isalpha()]
    if len(text.split()) < 4 or sum(c.isupper() for c in letters) < 0.8 * len(letters):
        return text
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)?", _small, text)


_ACRONYMS = word_set("AI API AWS CEO CTO CFO USA UK EU UN TV PC HR FAQ DIY NASA VIP OK ID LED USB")
ALWAYS_CAPITAL = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february april june july august september "
    "october november december christmas easter english american i i'm i'll i've i'd"
)


def _small(match: re.Match[str]) -> str:
    word = match.group()
    lower = word.lower().replace("’", "'")
    if word in _ACRONYMS or (1 < len(word) < 6 and not set(lower) & set("aeiouy")):
        return word
    return word.capitalize() if lower in ALWAYS_CAPITAL else word.lower()
