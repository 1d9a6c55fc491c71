"""MP4, QuickTime and WebM: boxes and elements that must lie within the file."""

from greenlight.domain.file_types.content import MOST_PIECES, Content, Recognised, damaged, not_taken, truncated

BRANDS = {b"qt  ": "video/quicktime", b"M4A ": "audio/mp4", b"M4B ": "audio/mp4"}
PICTURES = {b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1"}
SEGMENT, DOC_TYPE = b"\x18\x53\x80\x67", b"\x42\x82"


def mp4(content: Content) -> Recognised:
    brand = content.at(8, 4)
    if brand in PICTURES:
        raise not_taken("a HEIC picture")
    if brand.startswith(b"avi"):
        raise not_taken("an AVIF picture")
    _refuse_without_index(content)
    is_branded = content.at(4, 4) == b"ftyp"
    return Recognised(BRANDS.get(brand, "video/mp4") if is_branded else "video/quicktime", content.size)


def _refuse_without_index(content: Content) -> None:
    offset, kinds = 0, set()
    for _ in range(MOST_PIECES):
        if offset >= content.size:
            break
        kind, length = _box(content, offset)
        kinds.add(kind)
        offset += length
    if offset > content.size:
        raise truncated(f"{offset - content.size} bytes are missing")
    if b"moov" not in kinds:
        raise truncated("it has no moov box, without which nobody can play it")


def _box(content: Content, offset: int) -> tuple[bytes, int]:
    length, kind = content.number(offset, 4), content.at(offset + 4, 4)
    if length == 0:
        return kind, content.size - offset
    smallest = 8
    if length == 1:
        length, smallest = content.number(offset + 8, 8), 16
    if length < smallest or len(kind) < 4:
        raise damaged("it is no row of boxes")
    return kind, length


def webm(content: Content) -> Recognised:
    length, offset = _size(content, 4)
    header = content.at(offset, min(length or 0, 4096))
    at = header.find(DOC_TYPE)
    if at < 0 or header[at + 3 : at + 7] != b"webm":
        raise not_taken("a Matroska file")
    offset += length or 0
    if content.at(offset, 4) != SEGMENT:
        raise truncated("nothing follows the header of a WebM")
    length, offset = _size(content, offset + 4)
    # A recorder that did not know the length says so; then the file goes on to its end.
    end = content.size if length is None else offset + length
    if end > content.size:
        raise truncated(f"{end - content.size} bytes are missing")
    return Recognised("video/webm", end)


def _size(content: Content, offset: int) -> tuple[int | None, int]:
    """An element's length, None where it is unknown, and where its content begins."""
    first = content.number(offset, 1)
    width = 9 - first.bit_length()
    if width > 8:
        raise damaged("an element of it has no length")
    value = content.number(offset, width) & ((1 << 7 * width) - 1)
    return (None if value == (1 << 7 * width) - 1 else value), offset + width
