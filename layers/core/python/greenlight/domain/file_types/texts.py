"""Text, by being UTF-8 without control characters; captions and HTML by how they begin."""

import codecs
import re

from greenlight.domain.file_types.content import Content, Recognised, not_taken

PIECE = 1 << 20
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
CAPTIONS = re.compile(r"\s*\d+[ \t]*\r?\n\d{1,2}:\d\d:\d\d[,.]\d{1,3}[ \t]*-->")
HTML = re.compile(r"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|script|svg|iframe)\b", re.I | re.S)


def text(content: Content) -> Recognised:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    beginning = ""
    for offset in range(0, content.size, PIECE):
        piece = content.at(offset, PIECE)
        try:
            decoded = decoder.decode(piece, final=offset + PIECE >= content.size)
        except UnicodeDecodeError:
            raise not_taken("neither UTF-8 text nor of a type that is known here") from None
        if CONTROL.search(decoded):
            raise not_taken("neither plain text nor of a type that is known here")
        beginning = beginning or decoded
    return Recognised(_kind(beginning), content.size)


def _kind(beginning: str) -> str:
    if re.match(r"WEBVTT([ \t\r\n]|$)", beginning):
        return "text/vtt"
    if CAPTIONS.match(beginning):
        return "application/x-subrip"
    return "text/html" if HTML.match(beginning) else "text/plain"
