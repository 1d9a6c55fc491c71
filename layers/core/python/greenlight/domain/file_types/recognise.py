"""Looks at a file's beginning for what it may be, at its structure for whether it is, and behind its end for more."""

import re
from collections.abc import Callable
from typing import BinaryIO

from greenlight.domain.errors import Invalid
from greenlight.domain.file_types.archives import archive, directory
from greenlight.domain.file_types.content import Content, Recognised, not_taken, truncated, two_in_one
from greenlight.domain.file_types.pictures import jpeg, png, webp
from greenlight.domain.file_types.sound import flac, mpeg, ogg, wav
from greenlight.domain.file_types.taken import ALSO, OCTETS
from greenlight.domain.file_types.texts import text
from greenlight.domain.file_types.video import mp4, webm


def pdf(content: Content) -> Recognised:
    start, tail = content.tail(2048)
    end = tail.rfind(b"%%EOF")
    if end < 0 or b"startxref" not in tail:
        raise truncated("a PDF ends with %%EOF, and this one does not")
    return Recognised("application/pdf", start + end + 5)


def riff(content: Content) -> Recognised:
    kinds = {b"WAVE": wav, b"WEBP": webp}
    form = content.at(8, 4)
    if form not in kinds:
        raise not_taken("a RIFF file that is neither WAV nor WebP")
    return kinds[form](content)


Look = Callable[[Content], Recognised]
# Where, what, and who looks closer.
BEGINNINGS: tuple[tuple[int, bytes, Look], ...] = (
    (0, b"\xff\xd8\xff", jpeg),
    (0, b"\x89PNG\r\n\x1a\n", png),
    (0, b"RIFF", riff),
    (0, b"ID3", mpeg),
    (0, b"fLaC", flac),
    (0, b"OggS", ogg),
    (0, b"\x1a\x45\xdf\xa3", webm),
    (0, b"PK\x03\x04", archive),
    *((4, box, mp4) for box in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")),
)
OTHERS = (
    (b"GIF8", "a GIF"),
    (b"BM", "a BMP"),
    (b"II*\0", "a TIFF"),
    (b"MM\0*", "a TIFF"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
)
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
PAGE = re.compile(rb"<(!doctype\s+html|html|head|body|script|svg|iframe|\?php)\b|<\?php", re.I)
# What readers of PDF and browsers look through for a beginning.
SNIFFED = 1024
BEHIND = 1 << 16


def real_type(file: BinaryIO, size: int, declared: str) -> str:
    """The type of a whole and unambiguous file, under its declared name where that fits; raises Invalid."""
    if size == 0:
        raise Invalid("The file is empty; upload one with content.", code="file_empty")
    content = Content(file, size)
    head = content.at(0, SNIFFED)
    look = _look(head)
    found = look(content)
    if look is not text:
        _refuse_two_in_one(content, head, found)
    if declared in {OCTETS, found.content_type}:
        return found.content_type
    if declared in ALSO.get(found.content_type, ()):
        return declared
    raise Invalid(
        f"The file was declared as {declared}, but its content is {found.content_type}; declare what it is.",
        code="content_type_mismatch",
    )


def _look(head: bytes) -> Look:
    if head.startswith(b"%PDF-"):
        return pdf
    # "Get free" is a sentence and not a film, "BMW" no picture.
    if not CONTROL.search(head):
        return text
    for offset, beginning, look in BEGINNINGS:
        if head.startswith(beginning, offset):
            return look
    if head[:1] == b"\xff" and head[1:2] >= b"\xe0" and head[:2] != b"\xff\xfe":
        return mpeg
    for beginning, name in OTHERS:
        if head.startswith(beginning):
            raise not_taken(name)
    return text


def _refuse_two_in_one(content: Content, head: bytes, found: Recognised) -> None:
    kind = found.content_type
    if kind != "application/pdf" and b"%PDF-" in head:
        raise two_in_one(kind, "a PDF")
    if PAGE.search(head):
        raise two_in_one(kind, "a web page")
    if not head.startswith(b"PK") and directory(content):
        raise two_in_one(kind, "a ZIP")
    behind = content.at(found.end, BEHIND) + content.tail(min(BEHIND, max(0, content.size - found.end)))[1]
    if PAGE.search(behind):
        raise two_in_one(kind, "a web page")
    if b"%PDF-" in behind and kind != "application/pdf":
        raise two_in_one(kind, "a PDF")
    if b"PK\x03\x04" in behind:
        raise two_in_one(kind, "a ZIP")
