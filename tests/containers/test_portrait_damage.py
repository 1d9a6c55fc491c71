"""Files that are cut off, damaged or made to do harm are refused by their first bytes, and never crash the reader."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from faces.portrait import PortraitRefused, inspect_portrait, open_upright

SAMPLE = (Path(__file__).parents[2] / "local" / "samples" / "portrait.jpg").read_bytes()


def sample() -> Image.Image:
    return Image.open(io.BytesIO(SAMPLE)).convert("RGB")


def stored(image: Image.Image, kind: str, **how: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **how)
    return buffer.getvalue()


def refusal(data: bytes) -> PortraitRefused:
    with pytest.raises(PortraitRefused) as refused:
        inspect_portrait(data)
    return refused.value


def opened_or_refused(data: bytes) -> bool:
    try:
        return open_upright(data).mode == "RGB"
    except PortraitRefused as refused:
        return refused.message.endswith(".")


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_that_claims(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", data) + png_chunk(b"IEND", b"")


def jpeg_that_claims(width: int, height: int) -> bytes:
    data = stored(sample(), "JPEG")
    frame = data.index(b"\xff\xc0")
    return data[: frame + 5] + struct.pack(">HH", height, width) + data[frame + 9 :]


def webp_that_claims(width: int, height: int) -> bytes:
    data = stored(sample(), "WEBP", save_all=True, append_images=[Image.new("RGB", sample().size)])
    assert data[12:16] == b"VP8X"
    return data[:24] + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little") + data[30:]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_file_is_refused_as_cut_off(kind: str) -> None:
    whole = stored(sample(), kind)
    assert refusal(whole[: len(whole) // 2]).code == "image_truncated"


@pytest.mark.parametrize("claim", [png_that_claims, jpeg_that_claims, webp_that_claims])
@pytest.mark.parametrize("size", [(60000, 60000), (12000, 9000), (8000, 5001)])
def test_a_decompression_bomb_is_refused_by_its_header(
    claim: Callable[[int, int], bytes], size: tuple[int, int]
) -> None:
    refused = refusal(claim(*size))
    assert refused.code == "image_too_large"
    assert "40 megapixels" in refused.message


@pytest.mark.parametrize("how", [{"lossless": True, "method": 0}, {"quality": 10, "method": 0}])
def test_plain_webp_headers_are_believed_too(how: dict[str, object]) -> None:
    assert refusal(stored(Image.new("RGB", (8000, 5001)), "WEBP", **how)).code == "image_too_large"
    assert refusal(stored(Image.new("RGB", (2000, 1000)), "WEBP", **how)).code == "no_face"


def test_a_header_that_promises_more_than_follows_is_refused() -> None:
    assert refusal(png_that_claims(3000, 3000)).code == "image_truncated"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("harm", ["cut off", "bits flipped", "bytes repeated"])
def test_damaged_files_are_opened_or_refused_and_nothing_else(kind: str, harm: str) -> None:
    random = np.random.default_rng(20)
    exif = Image.Exif()
    exif[0x0112] = 6
    whole = stored(sample().resize((96, 112)), kind, exif=exif)
    for _ in range(60):
        data = bytearray(whole)
        place = int(random.integers(len(data)))
        if harm == "cut off":
            del data[place:]
        elif harm == "bytes repeated":
            data[place:place] = data[max(0, place - 40) : place]
        else:
            # The first bytes are the ones that readers trust most.
            for flip in random.integers(0, len(data) if place % 2 else 120, 6):
                data[flip] ^= 1 << int(random.integers(8))
        assert opened_or_refused(bytes(data))
