"""Bad input by HTTP: each is refused in words that say what would be right, and leaves nothing behind."""

import io
import struct
import zlib

import pytest
from PIL import Image

from tests.e2e.people import Person
from tests.support.sample_files import small_portrait


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims to be enormous and holds next to nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def sample() -> Image.Image:
    return Image.open(io.BytesIO(small_portrait())).convert("RGB")


def twice() -> bytes:
    one = sample()
    both = Image.new("RGB", (one.width * 2, one.height))
    both.paste(one, (0, 0))
    both.paste(one, (one.width, 0))
    return saved(both, "JPEG")


def tiny_face() -> bytes:
    canvas = Image.new("RGB", (800, 800), "grey")
    canvas.paste(sample().resize((160, 160)), (320, 320))
    return saved(canvas, "PNG")


REFUSED = {
    "no bytes": (lambda: b"", "empty"),
    "text": (lambda: b"this is not a picture", "jpeg, png or webp"),
    "a truncated picture": (lambda: small_portrait()[: len(small_portrait()) // 3], ""),
    "a decompression bomb": (lambda: png_header(60_000, 60_000), ""),
    "a GIF": (lambda: saved(sample(), "GIF"), "jpeg, png or webp"),
    "an SVG": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', "jpeg, png or webp"),
    "a HEIC": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "jpeg, png or webp"),
    "no face": (lambda: saved(Image.new("RGB", (640, 640), "blue"), "PNG"), "face"),
    "two faces": (twice, "2 faces"),
    "a tiny face": (tiny_face, "128"),
}


@pytest.fixture(scope="module")
def anna(stack):
    return Person(stack.base_url)


@pytest.mark.parametrize("what", REFUSED)
def test_a_picture_that_cannot_be_used_is_refused_in_words(anna, what):
    make, words = REFUSED[what]
    answer = anna.create(image=make())
    assert answer.status_code == 400, answer.text
    assert answer.json()["errors"][0]["field"] == "image"
    assert words in answer.json()["detail"]


def test_a_reel_without_a_picture_is_refused(anna):
    answer = anna.ask("POST", "/api/reels/", data={"script": "Hello."}, files={"other": b"x"})
    assert (answer.status_code, answer.json()["code"]) == (400, "image_missing")


@pytest.mark.parametrize("how", ["RGBA", "16 bit", "EXIF-rotated", "webp", "greyscale"])
def test_a_picture_in_an_unusual_shape_is_taken_upright(anna, how):
    picture = sample()
    if how == "RGBA":
        data = saved(picture.convert("RGBA"), "PNG")
    elif how == "16 bit":
        data = saved(picture.convert("L").convert("I").point(lambda value: value * 256).convert("I;16"), "PNG")
    elif how == "EXIF-rotated":
        exif = Image.Exif()
        exif[0x0112] = 6
        data = saved(picture.transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif)
    elif how == "webp":
        data = saved(picture, "WEBP")
    else:
        data = saved(picture.convert("L"), "PNG")
    answer = anna.create(image=data)
    assert answer.status_code == 201, answer.text
    upright = Image.open(io.BytesIO(anna.session.get(answer.json()["image_url"], timeout=120).content))
    assert (upright.mode, upright.size) == ("RGB", picture.size)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("", "at least 1 character"),
        ("   \n\t ", "at least 1 character"),
        ("x" * 5_001, "at most 5000 characters"),
        ("\U0001f642\U0001f642", "letters or digits"),
        ("\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645", "Arabic"),
        ("null\x00byte", "pattern"),
    ],
)
def test_a_script_that_cannot_be_spoken_is_refused_in_words(anna, script, words):
    answer = anna.create(script=script)
    assert answer.status_code == 400, answer.text
    assert answer.json()["errors"][0]["field"] == "script"
    assert words in answer.json()["detail"]


def test_emoji_digits_and_addresses_are_spoken_or_left_out(anna):
    script = "Save 25% today \U0001f389 at https://example.com/shop, or call 555-0199."
    reel = anna.wait_for(anna.approved(script=script), "done")
    assert reel["duration"] > 3
    captions = anna.session.get(reel["captions_url"], timeout=120).content.decode()
    assert "25%" in captions


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"language": "de-DE"}, "engines that do: openai"),
        ({"language": "klingon!"}, "language"),
        ({"voice": "darth"}, "it has heart"),
        ({"max_seconds": "4"}, "max_seconds"),
        ({"max_seconds": "nan"}, "max_seconds"),
        ({"max_seconds": "long"}, "max_seconds"),
        ({"use_rewrite": "perhaps"}, "use_rewrite"),
        ({"captions": "karaoke"}, "captions"),
        ({"aspect_ratio": "0:0"}, "aspect_ratio"),
        ({"aspect_ratio": "wide; drawtext=x"}, "aspect_ratio"),
        ({"tone": "x" * 101}, "tone"),
    ],
)
def test_a_wrong_field_is_named(anna, fields, words):
    answer = anna.create(**fields)
    assert answer.status_code == 400, answer.text
    assert words in answer.json()["detail"]


def test_unknown_fields_are_ignored(anna):
    assert anna.create(colour="blue").status_code == 201


def test_hostile_text_is_only_text(anna, stack):
    script = "Hello <script>alert(1)</script> --> {\\an8} $(reboot) '; [out]drawtext=x; ${jndi:ldap://x} and goodbye."
    reel = anna.wait_for(anna.approved(script=script, captions="burned", tone="%s{{7*7}}"), "done")
    captions = anna.session.get(reel["captions_url"], timeout=120).content.decode()
    assert "<script>" not in captions
    assert captions.count("-->") == captions.count(" --> ")
