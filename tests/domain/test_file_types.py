"""A file is believed for what it is: whole, of one type that is taken, and nothing else at the same time."""

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenlight.domain.errors import Invalid, UnsupportedMedia
from greenlight.domain.file_types import OCTETS, TYPES, declared_type
from greenlight.domain.file_types.recognise import real_type
from tests.support import sample_files
from tests.support.examples import examples
from tests.support.sample_files import ALL, SOUNDS, WORD, docx, film, pdf, picture, png_of, sample, wav, zipped

CODES = {
    "file_empty",
    "file_truncated",
    "file_damaged",
    "file_type_not_taken",
    "polyglot",
    "decompression_bomb",
}
PAGE = b"<html><script>alert(1)</script></html>"


def recognised(data: bytes, declared: str = OCTETS) -> str:
    return real_type(io.BytesIO(data), len(data), declared)


def refusal(data: bytes, declared: str = OCTETS) -> str:
    with pytest.raises(Invalid) as refused:
        recognised(data, declared)
    return refused.value.code


@pytest.mark.parametrize("kind", ALL)
def test_a_file_of_every_type_is_taken_under_its_name(kind):
    assert recognised(sample(kind), kind) == kind


@pytest.mark.parametrize("kind", [kind for kind in ALL if kind != "text/markdown"])
def test_a_file_of_which_nothing_was_said_is_recognised(kind):
    assert recognised(sample(kind)) == kind


def test_samples_leave_out_no_type_but_sound_in_a_webm():
    assert set(TYPES) - set(ALL) == {"audio/webm"}
    assert recognised(sample("video/webm"), "audio/webm") == "audio/webm"


@pytest.mark.parametrize(
    ("kind", "declared"),
    [
        ("image/jpeg", "image/png"),
        ("image/png", "image/jpeg"),
        ("audio/wav", "audio/mpeg"),
        ("application/pdf", WORD),
        ("text/html", "text/plain"),
        ("text/plain", "text/vtt"),
        ("video/mp4", "video/webm"),
    ],
)
def test_a_declared_type_that_the_content_contradicts_is_refused_with_both_named(kind, declared):
    with pytest.raises(Invalid, match=f"declared as {declared}, but its content is {kind}") as refused:
        recognised(sample(kind), declared)
    assert refused.value.code == "content_type_mismatch"


@pytest.mark.parametrize(
    ("name", "declared"),
    [("image/jpg", "image/jpeg"), ("AUDIO/X-WAV", "audio/wav"), ("audio/webm;codecs=opus", "audio/webm")],
)
def test_a_type_has_one_name_whatever_browsers_call_it(name, declared):
    assert declared_type(name) == declared


@pytest.mark.parametrize("name", ["image/gif", "application/zip", "text/javascript", "image/svg+xml", ""])
def test_a_type_that_is_not_taken_is_refused_before_anything_is_sent(name):
    with pytest.raises(UnsupportedMedia):
        declared_type(name)


def test_an_empty_file_is_refused():
    assert refusal(b"", "image/png") == "file_empty"


# Types of which nothing but decoding tells that sound is missing at the end, and text, which may end anywhere.
OPEN_ENDED = {"audio/mpeg", "audio/aac", "audio/flac", *sample_files.TEXTS}


@pytest.mark.parametrize("kind", [kind for kind in ALL if kind not in OPEN_ENDED])
@pytest.mark.parametrize("kept", [0.5, 0.9, 0.99])
def test_a_file_that_is_cut_off_is_refused(kind, kept):
    data = sample(kind)
    assert refusal(data[: int(len(data) * kept)]) in {"file_truncated", "file_damaged", "file_type_not_taken"}


def test_a_jpeg_without_its_last_byte_is_cut_off():
    assert refusal(sample("image/jpeg")[:-1]) == "file_truncated"


def test_a_progressive_jpeg_with_restarts_and_a_thumbnail_is_read_to_its_real_end():
    thumbnail = b"Exif\0\0" + sample("image/jpeg")
    data = picture("JPEG", (300, 200), progressive=True, exif=thumbnail, restart_marker_blocks=2)
    assert recognised(data) == "image/jpeg"
    assert refusal(data[: len(data) // 2]) == "file_truncated"


def test_a_phone_may_append_its_own_data_to_a_jpeg():
    assert recognised(sample("image/jpeg") + b"SEFH" + bytes(2000) + b"SEFT") == "image/jpeg"
    assert recognised(sample("image/jpeg") + sample("image/jpeg")) == "image/jpeg"


def test_a_film_without_its_index_is_cut_off():
    data = film("mp4", "libx264")
    index = data.index(b"moov") - 4
    assert refusal(data[:index]) == "file_truncated"


def test_a_wav_that_says_it_is_longer_than_it_is_is_cut_off():
    assert refusal(wav()[:-2]) == "file_truncated"


def test_a_wav_of_unknown_length_is_whole():
    streamed = bytearray(wav())
    streamed[4:8] = streamed[40:44] = b"\xff" * 4
    assert recognised(bytes(streamed)) == "audio/wav"


def test_a_wav_without_sound_is_refused():
    assert refusal(wav(0)) == "file_damaged"


@pytest.mark.parametrize("kind", ["audio/mpeg", "audio/aac"])
def test_sound_may_have_a_tag_before_it(kind):
    tag = b"ID3\x04\0\0" + bytes([0, 0, 1, 0]) + bytes(128)
    assert recognised(tag + _without_tag(sample(kind))) == kind
    assert refusal(tag[:100]) == "file_truncated"


def _without_tag(data: bytes) -> bytes:
    return data[data.index(b"\xff") :] if data[:3] == b"ID3" else data


@pytest.mark.parametrize(
    "kind", ["image/jpeg", "image/png", "image/webp", "audio/wav", "application/pdf", "video/mp4", *SOUNDS]
)
def test_a_file_that_is_a_zip_too_is_refused(kind):
    assert refusal(sample(kind) + zipped({"payload.sh": b"#!/bin/sh"})) in {"polyglot", "file_truncated"}


@pytest.mark.parametrize("kind", ["image/jpeg", "image/png", "image/webp"])
def test_a_picture_that_is_a_web_page_or_a_pdf_too_is_refused(kind):
    assert refusal(sample(kind) + PAGE) == "polyglot"
    assert refusal(sample(kind) + pdf()) == "polyglot"


def test_a_picture_with_a_page_in_its_comment_is_refused():
    assert refusal(picture("JPEG", comment=PAGE)) == "polyglot"


def test_a_document_with_something_before_it_is_refused():
    assert refusal(b"#!/bin/sh\n" + docx()) != ""
    moved = docx()
    assert refusal(b"PK\x03\x04" + bytes(60) + moved) == "polyglot"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"GIF89a\x01\x00\x01\x00\x80\x00\x00", "a GIF"),
        (b"MZ\x90\x00\x03\x00", "a program"),
        (b"\x7fELF\x02\x01\x01\x00", "a program"),
        (b"\x1f\x8b\x08\x00", "a gzip"),
        (zipped({"a.txt": b"hello"}), "a ZIP that is no docx"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "a HEIC"),
        (bytes(range(256)), "of a type that is known"),
        ("Grüße".encode("latin-1"), "neither UTF-8"),
        ("Grüße".encode("utf-16"), "neither"),
        (b"\x1a\x45\xdf\xa3\x8b\x42\x82\x88matroska\x00", "a Matroska"),
    ],
)
def test_what_is_not_taken_is_called_by_its_name(data, name):
    with pytest.raises(Invalid, match=name):
        recognised(data)


@pytest.mark.parametrize("text", ["Get free stuff", "BMW", "MZungu", "ID3 is a tag", "RIFF raff", "OggSolo", "fLaC!"])
def test_a_text_may_begin_like_another_file(text):
    assert recognised(text.encode()) == "text/plain"


def test_a_text_may_have_a_letter_across_two_pieces():
    assert recognised(b"a" * (2**20 - 1) + "é".encode()) == "text/plain"


# -- bombs -------------------------------------------------------------------------------------------------------------
def test_a_picture_that_unpacks_to_too_many_pixels_is_refused_unread():
    assert refusal(png_of(100_000, 100_000)) == "decompression_bomb"
    assert recognised(png_of(10_000, 10_000)) == "image/png"


def test_a_document_that_unpacks_to_a_thousandfold_is_refused_unread():
    assert refusal(docx(bytes(50_000_000))) == "decompression_bomb"


def test_a_document_whose_files_lie_over_one_another_is_refused():
    archive = bytearray(docx())
    for at in _entries(bytes(archive)):
        archive[at + 20 : at + 24] = struct.pack("<I", len(archive))
    assert refusal(bytes(archive)) == "decompression_bomb"


def test_a_document_with_too_many_files_is_refused_by_its_end():
    archive = bytearray(docx())
    end = archive.rindex(b"PK\x05\x06")
    archive[end + 10 : end + 12] = b"\xff\xff"
    assert refusal(bytes(archive)) == "decompression_bomb"


def test_an_encrypted_document_is_refused():
    archive = bytearray(docx())
    for at in _entries(bytes(archive)):
        archive[at + 8] |= 1
    assert refusal(bytes(archive)) == "file_type_not_taken"


def _entries(archive: bytes) -> list[int]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        start, names = opened.start_dir, opened.namelist()
    places = [start]
    for _ in names[1:]:
        places.append(archive.index(b"PK\x01\x02", places[-1] + 4))
    return places


def outcome(data: bytes) -> str:
    try:
        return recognised(data)
    except Invalid as refused:
        return refused.code


@pytest.mark.parametrize("kind", ALL)
@examples(40)
@given(change=st.data())
def test_whatever_happens_to_a_file_it_is_recognised_or_refused(kind, change):
    data = bytearray(sample(kind))
    for _ in range(change.draw(st.integers(1, 4))):
        data[change.draw(st.integers(0, len(data) - 1))] = change.draw(st.integers(0, 255))
    cut = bytes(data[: change.draw(st.integers(0, len(data)))])
    assert outcome(cut) in {*TYPES, *CODES}
