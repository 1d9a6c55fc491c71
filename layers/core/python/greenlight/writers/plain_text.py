"""Any text, in any language, as plain prose that can be spoken."""

import re
import unicodedata

_PICTURE = "[\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff]"
# Joiners and variation selectors belong to a picture; alone they belong to Persian and Hindi.
_PICTURES = re.compile(rf"\s*{_PICTURE}(?:{_PICTURE}|[\ufe0f\u200d\s])*\s*")

_SILENT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk", "Me"})
# Marks of markup and tags; inside a link or between two letters or digits they belong to a name and stay.
_MARKS = re.compile(r"((?:https?://|www\.)\S+)|</?[A-Za-z][^<>]{0,200}>|(?<!\w)[*_~`|{}\\^]+|[*_~`|{}\\^]+(?!\w)")


def plain(text: str) -> str:
    """Plain prose: no emoji, markdown, control or invisible characters; line breaks kept as single newlines."""
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"\r\n?|[\v\f\x85\u2028\u2029]", "\n", text)
    text = re.sub(r"!?\[([^\]\n]*)\]\([^)\n]*\)", r"\1", text)
    text = re.sub(r"(?m)^\s*(?:#{1,6}\s+|>\s*|[-*•–]\s+|={3,}$|-{3,}$)", "", text)
    if len(re.findall(r"(?m)^\s*\d{1,2}[.)]\s+\S", text)) > 1:
        text = re.sub(r"(?m)^\s*\d{1,2}[.)]\s+(?=\S)", "", text)
    text = re.sub(r"\*{1,3}(?=\S)([^*\n]+)(?<=\S)\*{1,3}|(?<!\w)__([^_\n]+)__(?!\w)|`+([^`\n]*)`+", _inner, text)
    text = _MARKS.sub(lambda m: m[1] or "", text)
    text = _PICTURES.sub(_pause, text)
    text = "".join(" " if c.isspace() and c != "\n" else c for c in text if c.isspace() or _speakable(c))
    return re.sub(r" +", " ", re.sub(r"\s*\n\s*", "\n", text)).strip()


def _inner(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group is not None)


def _pause(match: re.Match[str]) -> str:
    """Emoji between two sentences that have no full stop part them; elsewhere they leave a space."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    parts = len(before.split("\n")[-1].split()) > 1 and before[-1:].isalnum() and after[:1].isupper()
    return "\n" if parts or "\n" in match.group() else " "


def _speakable(c: str) -> bool:
    if c in "\u200c\u200d°©®™":
        return True
    return unicodedata.category(c) not in _SILENT and not 0xFE00 <= ord(c) <= 0xFE0F
