"""A portrait is taken in whatever way it is stored; all else is refused in a sentence that names the remedy."""

import io
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageCms

from faces.pictures import UPRIGHT
from faces.portrait import Portrait, PortraitRefused, encode_png, inspect_portrait, open_upright

SAMPLE = (Path(__file__).parents[2] / "local" / "samples" / "portrait.jpg").read_bytes()
FACE = (256, 199, 275, 302)


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


def assert_same_face(portrait: Portrait, within: int = 8) -> None:
    found = portrait.face
    assert np.abs(np.array([found.x, found.y, found.width, found.height]) - FACE).max() <= within


def with_transparency() -> Image.Image:
    image = sample().convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, image.width, 60))
    return image


def sixteen_bit_colour() -> bytes:
    wide = np.asarray(sample())[:, :, ::-1].astype(np.uint16) * 257
    return bytes(cv2.imencode(".png", wide)[1])


def sixteen_bit_grey() -> bytes:
    return stored(Image.fromarray(np.asarray(sample().convert("L")).astype(np.uint16) * 257), "PNG")


def palette_with_transparency() -> bytes:
    return stored(sample().quantize(128), "PNG", transparency=0)


def animated(kind: str) -> bytes:
    blank = Image.new("RGB", sample().size, "white")
    return stored(sample(), kind, save_all=True, append_images=[blank, blank], duration=100)


ACCEPTED: dict[str, Callable[[], bytes]] = {
    "jpeg": lambda: SAMPLE,
    "progressive jpeg": lambda: stored(sample(), "JPEG", progressive=True),
    "cmyk jpeg": lambda: stored(sample().convert("CMYK"), "JPEG", quality=92),
    "grey jpeg": lambda: stored(sample().convert("L"), "JPEG", quality=92),
    "png": lambda: encode_png(sample()),
    "interlaced palette png": lambda: stored(sample().quantize(200), "PNG"),
    "palette with transparency": palette_with_transparency,
    "png with transparency": lambda: stored(with_transparency(), "PNG"),
    "grey png with transparency": lambda: stored(with_transparency().convert("LA"), "PNG"),
    "16-bit colour": sixteen_bit_colour,
    "16-bit grey": sixteen_bit_grey,
    "webp": lambda: stored(sample(), "WEBP", quality=90),
    "lossless webp with transparency": lambda: stored(with_transparency(), "WEBP", lossless=True, method=0),
    "the first frame of an animated webp": lambda: animated("WEBP"),
    "the first frame of an animated png": lambda: animated("PNG"),
    "a broken colour profile": lambda: stored(sample(), "JPEG", icc_profile=b"not a profile" * 20),
    "a colour profile": lambda: stored(
        sample(), "JPEG", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    ),
    "a broken exif block": lambda: stored(sample(), "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff"),
    "a zip appended": lambda: SAMPLE + b"PK\x03\x04 and so on",
}


@pytest.mark.parametrize("way", ACCEPTED)
def test_a_portrait_is_taken_as(way: str) -> None:
    portrait = inspect_portrait(ACCEPTED[way]())
    assert portrait.image.mode == "RGB"
    assert (portrait.width, portrait.height) == (768, 900)
    assert_same_face(portrait)


def test_nothing_but_pixels_outlives_the_inspection() -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    given = stored(sample(), "JPEG", exif=exif, comment=b"a secret") + b"PK\x03\x04 and a ZIP"
    kept = encode_png(inspect_portrait(given).image)
    assert not any(trace in kept for trace in (b"taken at home", b"a secret", b"PK\x03\x04 and", b"eXIf", b"tEXt"))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_portrait_is_turned_upright(orientation: int) -> None:
    undo = {6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    turn = undo.get(orientation, UPRIGHT.get(orientation))
    lying = sample() if turn is None else sample().transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    portrait = inspect_portrait(stored(lying, "JPEG", quality=92, exif=exif))
    assert (portrait.width, portrait.height) == (768, 900)
    assert_same_face(portrait)


def test_transparent_parts_become_grey_and_16_bits_keep_their_brightness() -> None:
    assert open_upright(stored(with_transparency(), "PNG")).getpixel((5, 5)) == (128, 128, 128)
    grey = np.asarray(sample().convert("L"), int)
    assert np.abs(np.asarray(open_upright(sixteen_bit_grey()), int)[:, :, 0] - grey).max() <= 1


def test_a_large_picture_is_made_smaller_and_its_face_with_it() -> None:
    portrait = inspect_portrait(stored(sample().resize((2560, 3000)), "JPEG", quality=85))
    assert (portrait.width, portrait.height) == (1843, 2160)
    assert portrait.face.width == pytest.approx(275 * 2.4, abs=16)


REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "This is a GIF file.": ("gif", lambda: stored(sample(), "GIF")),
    "This is an SVG file.": ("svg", lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
    "This is a HEIC file.": ("heic", lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100)),
    "This is an AVIF file.": ("avif", lambda: b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf" + bytes(100)),
    "This is a BMP file.": ("bmp", lambda: stored(sample(), "BMP")),
    "This is a TIFF file.": ("tiff", lambda: stored(sample(), "TIFF")),
    "This is a PDF file.": ("pdf", lambda: stored(sample(), "PDF")),
    "This is a video file.": ("mp4", lambda: b"\0\0\0\x20ftypisom\0\0\2\0isomiso2" + bytes(100)),
    "This is a ZIP file.": ("zip", lambda: b"PK\x03\x04" + bytes(100)),
    "This is not a picture that can be used.": ("text", lambda: b"a portrait of me, drawn in words"),
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_other_files_are_refused_with_the_types_that_are_taken(sentence: str) -> None:
    refused = refusal(REFUSED[sentence][1]())
    assert refused.code == "unsupported_image_type"
    assert refused.message == f"{sentence} Send a jpeg, png or webp file."


def test_an_empty_image_is_refused() -> None:
    refused = refusal(b"")
    assert refused.code == "image_empty"
    assert "jpeg, png or webp" in refused.message


def test_a_picture_of_nobody_is_refused() -> None:
    assert refusal(encode_png(Image.new("RGB", (640, 480), "teal"))).code == "no_face"


def test_two_people_are_refused() -> None:
    both = Image.new("RGB", (1536, 900))
    both.paste(sample(), (0, 0))
    both.paste(sample().transpose(Image.Transpose.FLIP_LEFT_RIGHT), (768, 0))
    refused = refusal(stored(both, "JPEG"))
    assert (refused.code, refused.message) == ("several_faces", "Portrait shows 2 faces; crop it to one person.")


def test_a_tiny_face_is_refused_with_its_size() -> None:
    crowdless = Image.new("RGB", (1600, 1200), (150, 160, 170))
    crowdless.paste(sample().resize((213, 250)), (1100, 700))
    refused = refusal(stored(crowdless, "JPEG"))
    assert refused.code == "face_too_small"
    assert "at least 128 px" in refused.message
    assert "px wide" in refused.message


@pytest.mark.parametrize("side", [(1, 1), (3000, 1), (1, 3000), (40, 30)])
def test_pictures_too_small_to_show_anybody_are_refused(side: tuple[int, int]) -> None:
    assert refusal(encode_png(Image.new("RGB", side))).code == "no_face"
