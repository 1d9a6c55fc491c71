"""JPEG, PNG and WebP: where they end, and how many pixels they hold."""

import re
import struct

from greenlight.domain.file_types.content import (
    MOST_PIECES,
    Content,
    Recognised,
    damaged,
    refuse_many_pixels,
    truncated,
)

# A marker within a scan, which stuffed zeros, restarts and fill bytes are not.
MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
SCAN, END, ALONE = 0xDA, 0xD9, {0x01, *range(0xD0, 0xD8)}
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
WINDOW = 1 << 16


def png(content: Content) -> Recognised:
    if content.at(12, 4) != b"IHDR":
        raise damaged("a PNG begins with its header")
    refuse_many_pixels(content.number(16, 4), content.number(20, 4))
    offset = 8
    for _ in range(MOST_PIECES):
        header = content.at(offset, 8)
        if len(header) < 8:
            break
        length, kind = struct.unpack(">I4s", header)
        offset += 12 + length
        if kind == b"IEND" and offset <= content.size:
            return Recognised("image/png", offset)
    raise truncated("a PNG ends with IEND, and this one does not")


def jpeg(content: Content) -> Recognised:
    offset = 2
    for _ in range(MOST_PIECES):
        marker = content.at(offset, 2)
        if len(marker) < 2:
            break
        if marker[0] != 0xFF:
            raise damaged("a JPEG is a row of segments, and this one is not")
        if marker[1] == END:
            return Recognised("image/jpeg", offset + 2)
        if marker[1] == 0xFF:
            offset += 1
        elif marker[1] in ALONE:
            offset += 2
        else:
            offset = _behind_segment(content, offset, marker[1])
    raise truncated("a JPEG ends with an end marker, and this one does not")


def _behind_segment(content: Content, offset: int, kind: int) -> int:
    if kind in FRAMES:
        refuse_many_pixels(content.number(offset + 7, 2), content.number(offset + 5, 2))
    behind = offset + 2 + content.number(offset + 2, 2)
    return _behind_scan(content, behind) if kind == SCAN else behind


def _behind_scan(content: Content, offset: int) -> int:
    while offset < content.size:
        window = content.at(offset, WINDOW)
        if found := MARKER.search(window):
            return offset + found.end() - 2
        # A marker may lie across two windows.
        offset += max(1, len(window) - 1)
    return offset


def webp(content: Content) -> Recognised:
    end = 8 + content.number(4, 4, "little")
    if end > content.size:
        raise truncated(f"a WebP says how long it is, and {end - content.size} bytes are missing")
    refuse_many_pixels(*_webp_size(content))
    return Recognised("image/webp", end)


def _webp_size(content: Content) -> tuple[int, int]:
    match content.at(12, 4):
        case b"VP8X":
            return content.number(24, 3, "little") + 1, content.number(27, 3, "little") + 1
        case b"VP8L":
            bits = content.number(21, 4, "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            return content.number(26, 2, "little") & 0x3FFF, content.number(28, 2, "little") & 0x3FFF
    raise damaged("a WebP begins with a picture, and this one does not")
