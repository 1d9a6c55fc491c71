"""Takes off what is on the page but is not read aloud: markdown, HTML, emoji, invisible and foreign characters."""

import re
import unicodedata

_CODE_FENCE = re.compile(r"^(```|~~~).*$", re.M)
# Every repeat below is bounded or runs over a class that its neighbours do not share, so that no text takes long.
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,1000}\)")
_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.{0,1000}?-->", re.S)
_RULE = re.compile(r"^(?:[-*_=] ?){3,}$", re.M)
_HEADING = re.compile(r"^#{1,6} (.*)$", re.M)
_QUOTE_MARK = re.compile(r"^(?:> ?)+", re.M)
_LIST_MARK = re.compile(r"^[-*+•▪◦·] ", re.M)
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3}|~~|`+)(?=\S)(.{1,200}?)(?<=\S)\1(?![\w*])")
_TABLE = re.compile(r" ?\| ?")
_SPACES, _LINE_ENDS, _BLANK_LINES = re.compile(r"[ \t]+"), re.compile(r" ?\n ?"), re.compile(r"\n{3,}")
_PLAIN_SYMBOLS = frozenset("°™®©№")
_READ_AS_THEY_ARE = frozenset("¹²³½¼¾")
_INVISIBLE = frozenset("\ufeff\u200b\u200c\u200d\u2060\u00ad")


def without_markdown(text: str) -> str:
    """The same words; headings and list items become paragraphs of their own."""
    text = _BLANK_LINES.sub("\n\n", _LINE_ENDS.sub("\n", _SPACES.sub(" ", text)))
    text = _RULE.sub("", _CODE_FENCE.sub("", text))
    text = _HTML.sub(" ", _LINK.sub(r"\1", text))
    text = _HEADING.sub(r"\n\1\n", _QUOTE_MARK.sub("", text))
    text = _LIST_MARK.sub("\n", text)
    for _ in range(3):  # nested marks: ***one*** in **another**
        text = _EMPHASIS.sub(r"\2", text)
    return _TABLE.sub(" ", text)


def plain_characters(text: str) -> str:
    """NFC, with typographic variants of Latin letters and digits (full width, mathematical) as the plain ones."""
    return "".join(_plain(character) for character in unicodedata.normalize("NFC", text))


def _plain(character: str) -> str:
    code, category = ord(character), unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if (category in ("Nl", "No") and character not in _READ_AS_THEY_ARE) or 0xFB00 <= code <= 0xFB06:
        return unicodedata.normalize("NFKC", character).replace("\u2044", "/")
    if 0xFF01 <= code <= 0xFF5E or 0x1D400 <= code <= 0x1D7FF:
        return unicodedata.normalize("NFKC", character)
    if character in "\u2018\u2019\u02bc\u2032":
        return "'"
    if character.isspace():
        return "\n" if character in "\n\r\v\f\x85\u2028\u2029" else " "
    return "" if character in _INVISIBLE else character


def is_pictograph(character: str) -> bool:
    """Emoji, dingbats, arrows and their modifiers: nothing that a voice reads."""
    category, code = unicodedata.category(character), ord(character)
    if character in _PLAIN_SYMBOLS:
        return False
    return (
        category in ("So", "Cs", "Co", "Cn", "Cc", "Cf", "Me")
        or 0x1F3FB <= code <= 0x1F3FF
        or 0xFE00 <= code <= 0xFE0F
        or 0x2190 <= code <= 0x21FF
    )


def is_foreign(character: str) -> bool:
    """A letter or a mark outside the Latin alphabet."""
    if unicodedata.category(character)[0] not in "LM" or ord(character) < 0x250 or character in "ªº":
        return False
    if unicodedata.category(character)[0] == "M":
        return ord(character) > 0x036F
    return not unicodedata.name(character, "").startswith(("LATIN", "MODIFIER", "SUPERSCRIPT", "FEMININE", "MASCULINE"))
