"""Any text as plain prose that can be spoken: no emoji, markdown, shouting or invisible characters."""

import re
import unicodedata

from greenlight.writers.rules_text import word_set

_PICTURES = re.compile(r"\s*[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]+\s*")


def clean(text: str) -> str:
    """Plain prose: no emoji, markdown, control or invisible characters; line breaks kept as single newlines."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"!?\[([^\]\n]*)\]\([^)\n]*\)", r"\1", text)
    text = re.sub(r"(?m)^\s*(?:#{1,6}\s+|>\s*|[-*•–]\s+|={3,}$|-{3,}$)", "", text)
    if len(re.findall(r"(?m)^\s*\d{1,2}[.)]\s+\S", text)) > 1:
        text = re.sub(r"(?m)^\s*\d{1,2}[.)]\s+(?=\S)", "", text)
    text = re.sub(r"\*{1,3}(?=\S)([^*\n]+)(?<=\S)\*{1,3}|(?<!\w)__([^_\n]+)__(?!\w)|`+([^`\n]*)`+", _inner, text)
    text = _PICTURES.sub(_pause, text)
    text = "".join(" " if c in "\t\v\f\u2028\u2029\u00a0" else c for c in text if c in "\n\t" or _speakable(c))
    text = re.sub(r"(?<![\w'’.@/-])i(?=[ ,]|['’](?:m|ll|ve|d)\b)", "I", text)
    text = re.sub(r"[ ]+", " ", re.sub(r"\s*\n\s*", "\n", text)).strip()
    return _calm_capitals(text)


def _inner(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group is not None)


def _pause(match: re.Match[str]) -> str:
    """Emoji between two sentences that have no full stop part them; elsewhere they leave a space."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    parts = len(before.split("\n")[-1].split()) > 1 and before[-1:].isalnum() and after[:1].isupper()
    return "\n" if parts or "\n" in match.group() else " "


def _speakable(c: str) -> bool:
    category = unicodedata.category(c)
    if category in {"Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk", "Me"} or 0xFE00 <= ord(c) <= 0xFE0F:
        return c in "°©®™"
    return c not in "*_~`|<>{}\\^"


def _calm_capitals(text: str) -> str:
    """Shouted text as ordinary sentences; short words without a vowel and known acronyms stay as they are."""
    letters = [c for c in text if c.isalpha()]
    if len(text.split()) < 4 or sum(c.isupper() for c in letters) < 0.8 * len(letters):
        return text
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)?", _small, text)


_ACRONYMS = word_set("AI API AWS CEO CTO CFO USA UK EU UN TV PC HR FAQ DIY NASA VIP OK ID LED USB")
_ALWAYS_CAPITAL = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february april june july august september "
    "october november december christmas easter english american i i'm i'll i've i'd"
)


def _small(match: re.Match[str]) -> str:
    word = match.group()
    lower = word.lower().replace("’", "'")
    if word in _ACRONYMS or (1 < len(word) < 6 and not set(lower) & set("aeiouy")):
        return word
    return word.capitalize() if lower in _ALWAYS_CAPITAL else word.lower()
