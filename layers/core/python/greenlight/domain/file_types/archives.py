"""ZIP and what is made of it: looked at by its directory alone, nothing is unpacked."""

import struct
from dataclasses import dataclass

from greenlight.domain.file_types.content import (
    Content,
    Recognised,
    damaged,
    not_taken,
    too_much_inside,
    truncated,
    two_in_one,
)

END_RECORD, ENTRY = b"PK\x05\x06", b"PK\x01\x02"
# The end record, and the longest comment behind it.
LONGEST_TAIL = 22 + 0xFFFF
MOST_ENTRIES = 10_000
LARGEST_DIRECTORY = 4_000_000
LARGEST_UNPACKED = 512_000_000
HARMLESS, HIGHEST_RATIO = 10_000_000, 100
ENCRYPTED = 1
OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


@dataclass(frozen=True)
class Directory:
    """Where the directory of a ZIP begins, where it says it begins, and where the whole ZIP ends."""

    start: int
    length: int
    stated_start: int
    entries: int
    end: int


@dataclass(frozen=True)
class Entry:
    """Sizes are in bytes."""

    name: str
    flags: int
    packed: int
    unpacked: int


def directory(content: Content) -> Directory | None:
    """None where the file does not end as a ZIP does."""
    start, tail = content.tail(LONGEST_TAIL)
    at = tail.rfind(END_RECORD)
    if at < 0 or at + 22 > len(tail):
        return None
    entries, length, stated, comment = struct.unpack("<HIIH", tail[at + 10 : at + 22])
    begins = start + at - length
    if begins < 0 or (entries and content.at(begins, 4) != ENTRY):
        return None
    return Directory(begins, length, stated, entries, start + at + 22 + comment)


def archive(content: Content) -> Recognised:
    found = directory(content)
    if found is None:
        raise truncated("a ZIP ends with a directory, and this one does not")
    if found.start != found.stated_start:
        raise two_in_one("a ZIP", "something before it")
    if found.end > content.size:
        raise truncated("the comment of a ZIP is missing")
    entries = list_entries(content, found)
    _refuse_bombs(entries, content.size)
    names = {entry.name for entry in entries}
    for part, kind in OFFICE.items():
        if {part, "[Content_Types].xml"} <= names:
            return Recognised(kind, found.end)
    raise not_taken("a ZIP that is no docx or pptx")


def list_entries(content: Content, found: Directory) -> list[Entry]:
    if found.entries > MOST_ENTRIES or found.length > LARGEST_DIRECTORY:
        raise too_much_inside(f"it holds more than {MOST_ENTRIES:,} files")
    data, entries, at = content.at(found.start, found.length), [], 0
    for _ in range(found.entries):
        if data[at : at + 4] != ENTRY or at + 46 > len(data):
            raise damaged("the directory of the ZIP is not whole")
        flags, packed, unpacked = *struct.unpack_from("<H", data, at + 8), *struct.unpack_from("<II", data, at + 20)
        name, extra, comment = struct.unpack_from("<HHH", data, at + 28)
        entries.append(Entry(data[at + 46 : at + 46 + name].decode("utf-8", "replace"), flags, packed, unpacked))
        at += 46 + name + extra + comment
    return entries


def _refuse_bombs(entries: list[Entry], size: int) -> None:
    if any(entry.flags & ENCRYPTED for entry in entries):
        raise not_taken("an encrypted document")
    # More packed bytes than there are: some files share theirs, which only bombs do.
    if sum(entry.packed for entry in entries) > size:
        raise too_much_inside("its files lie over one another")
    unpacked = sum(entry.unpacked for entry in entries)
    if unpacked > LARGEST_UNPACKED or unpacked > max(HARMLESS, HIGHEST_RATIO * size):
        raise too_much_inside(f"{size:,} bytes become {unpacked:,}")
