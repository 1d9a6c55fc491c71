"""A file that is read in places, and the ways to refuse it."""

from dataclasses import dataclass
from typing import BinaryIO

from greenlight.domain.errors import Invalid

# No honest file has so many pieces; one that has would only keep us busy.
MOST_PIECES = 100_000
LARGEST_PIXELS = 100_000_000


@dataclass(frozen=True)
class Content:
    """`size` is in bytes."""

    file: BinaryIO
    size: int

    def at(self, offset: int, length: int) -> bytes:
        """Fewer bytes where the file ends before."""
        self.file.seek(offset)
        return self.file.read(max(0, min(length, self.size - offset)))

    def number(self, offset: int, length: int, order: str = "big") -> int:
        data = self.at(offset, length)
        if len(data) < length:
            raise truncated("it ends in the middle of a number that says how long a piece is")
        return int.from_bytes(data, "little" if order == "little" else "big")

    def tail(self, length: int) -> tuple[int, bytes]:
        """The last bytes, and where they begin."""
        start = max(0, self.size - length)
        return start, self.at(start, length)


@dataclass(frozen=True)
class Recognised:
    """`end` is where the file says that it ends; what lies behind belongs to something else."""

    content_type: str
    end: int


def truncated(why: str) -> Invalid:
    return Invalid(f"The file is cut off: {why}; upload the whole file.", code="file_truncated")


def damaged(why: str) -> Invalid:
    return Invalid(f"The file is damaged: {why}; save it again and upload that.", code="file_damaged")


def not_taken(what: str) -> Invalid:
    taken = "jpeg, png, webp, wav, mp3, m4a, aac, flac, ogg, mp4, webm, mov, pdf, docx, pptx, txt, md, html, vtt or srt"
    return Invalid(f"The file is {what}, which is not taken; send {taken}.", code="file_type_not_taken")


def two_in_one(what: str, also: str) -> Invalid:
    return Invalid(f"The file is {what} and {also} at once; send one that is only one of them.", code="polyglot")


def too_much_inside(why: str) -> Invalid:
    return Invalid(f"The file unpacks to more than is taken: {why}.", code="decompression_bomb")


def refuse_many_pixels(width: int, height: int) -> None:
    if width * height > LARGEST_PIXELS:
        limit = f"a picture has up to {LARGEST_PIXELS // 1_000_000} megapixels"
        raise too_much_inside(f"{width} × {height} pixels, and {limit}")
    if not width or not height:
        raise damaged("the picture has no pixels")
