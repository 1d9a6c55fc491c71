"""WAV, MP3, AAC, FLAC and Ogg: two frames in a row where there is no better sign."""

import re
from collections.abc import Callable

from greenlight.domain.file_types.content import Content, Recognised, damaged, not_taken, truncated

UNKNOWN_LENGTH = 0xFFFFFFFF
MOST_CHUNKS = 1_000
SYNC = re.compile(rb"\xff[\xe0-\xff]")
SEARCHED = 1 << 16
# MPEG audio, layer III: kbit/s by index, for version 1 and for versions 2 and 2.5; Hz by version and index.
RATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
HERTZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
OGG_CODECS = (b"OpusHead", b"\x01vorbis", b"\x7fFLAC", b"Speex   ")
LONGEST_OGG_PAGE = 27 + 255 + 255 * 255


def wav(content: Content) -> Recognised:
    stated = content.number(4, 4, "little")
    end = content.size if stated == UNKNOWN_LENGTH else 8 + stated
    if end > content.size:
        raise truncated(f"a WAV says how long it is, and {end - content.size} bytes are missing")
    offset = 12
    for _ in range(MOST_CHUNKS):
        name, length = content.at(offset, 4), content.number(offset + 4, 4, "little")
        if name == b"data":
            return _with_samples(content, offset + 8, length, end)
        offset += 8 + length + length % 2
    raise damaged("a WAV holds a data chunk, and this one does not")


def _with_samples(content: Content, start: int, length: int, end: int) -> Recognised:
    if length != UNKNOWN_LENGTH and start + length > content.size:
        raise truncated(f"{start + length - content.size} bytes of its sound are missing")
    if not length or start >= content.size:
        raise damaged("it holds no sound")
    return Recognised("audio/wav", end)


def mpeg(content: Content) -> Recognised:
    """MP3 or AAC, with an ID3 tag before it or without."""
    start = _behind_tag(content)
    if start >= content.size:
        raise truncated("its tag is longer than the file, and no sound follows")
    window = content.at(start, SEARCHED)
    for found in SYNC.finditer(window):
        at = start + found.start()
        for kind, length_of in (("audio/mpeg", _mp3_frame), ("audio/aac", _aac_frame)):
            length = length_of(content.at(at, 6))
            if length and _goes_on(content, at + length, length_of):
                return Recognised(kind, content.size)
    raise not_taken("of no type that is known here")


def _behind_tag(content: Content) -> int:
    header = content.at(0, 10)
    if header[:3] != b"ID3" or len(header) < 10:
        return 0
    size = 0
    for byte in header[6:]:
        size = size << 7 | byte & 0x7F
    return 10 + size + (10 if header[5] & 0x10 else 0)


def _goes_on(content: Content, offset: int, length_of: Callable[[bytes], int]) -> bool:
    """Another frame follows, or this one was the last."""
    return offset == content.size or bool(length_of(content.at(offset, 6)))


def _mp3_frame(header: bytes) -> int:
    """Its length in bytes; 0 for what is no frame of layer III."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    rate, hertz, padding = header[2] >> 4, header[2] >> 2 & 3, header[2] >> 1 & 1
    if layer != 1 or version == 1 or rate in {0, 15} or hertz == 3:
        return 0
    kbits = (RATES_1 if version == 3 else RATES_2)[rate]
    return (144_000 if version == 3 else 72_000) * kbits // HERTZ[version][hertz] + padding


def _aac_frame(header: bytes) -> int:
    if len(header) < 6 or header[0] != 0xFF or header[1] & 0xF6 != 0xF0:
        return 0
    length = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
    return length if length >= 7 else 0


def flac(content: Content) -> Recognised:
    offset, is_last = 4, False
    while not is_last:
        head = content.number(offset, 1)
        is_last = bool(head & 0x80)
        offset += 4 + content.number(offset + 1, 3)
    if content.at(offset, 2) not in {b"\xff\xf8", b"\xff\xf9"}:
        raise truncated("no sound follows the description of a FLAC")
    return Recognised("audio/flac", content.size)


def ogg(content: Content) -> Recognised:
    segments = content.number(26, 1)
    if not content.at(27 + segments, 8).startswith(OGG_CODECS):
        raise not_taken("an Ogg without Opus, Vorbis or FLAC")
    start, tail = content.tail(LONGEST_OGG_PAGE)
    last = tail.rfind(b"OggS")
    table = tail[last + 27 : last + 27 + tail[last + 26]] if 0 <= last < len(tail) - 27 else b""
    if last < 0 or not table:
        raise truncated("an Ogg is a row of pages, and its last one is not whole")
    end = start + last + 27 + len(table) + sum(table)
    if end > content.size:
        raise truncated(f"{end - content.size} bytes of its last page are missing")
    return Recognised("audio/ogg", end)
