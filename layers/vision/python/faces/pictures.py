"""Opens whatever picture people send as upright 8-bit RGB, or says in a sentence why it cannot."""

import io
import struct
import zlib

import numpy as np
from PIL import Image, ImageCms, UnidentifiedImageError

TYPES = ("JPEG", "PNG", "WEBP")
TAKEN = "Send a jpeg, png or webp file."
LARGEST_PIXELS = 40_000_000
LONGEST_SIDE = 2160
BACKDROP = (128, 128, 128)
OURS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
# How other files begin, so that a refusal can name what was sent.
SIGNATURES = (
    (0, b"GIF8", "a GIF"),
    (0, b"BM", "a BMP"),
    (0, b"II*\0", "a TIFF"),
    (0, b"MM\0*", "a TIFF"),
    (0, b"%PDF", "a PDF"),
    (4, b"ftypavi", "an AVIF"),
    (4, b"ftyphe", "a HEIC"),
    (4, b"ftypmif1", "a HEIC"),
    (4, b"ftypmsf1", "a HEIC"),
    (4, b"ftyp", "a video"),
    (0, b"PK\x03\x04", "a ZIP"),
)
# What Pillow's readers raise for bytes that are not what they claim to be.
DAMAGE = (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, OverflowError, struct.error, zlib.error)
ORIENTATION = 0x0112
# By EXIF number: what makes the picture upright.
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class PortraitRefused(Exception):
    """`code` is for programs, `message` for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def open_upright(data: bytes) -> Image.Image:
    """8-bit sRGB, the right way up, at most 2160 px long, whatever depth, palette or transparency it came with."""
    if not data:
        raise PortraitRefused("image_empty", f"The image is empty. {TAKEN}")
    if _webp_pixels(data) > LARGEST_PIXELS:
        raise _too_large()
    try:
        image: Image.Image = Image.open(io.BytesIO(data), formats=TYPES)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_large() from error
    except (UnidentifiedImageError, *DAMAGE) as error:
        raise _unreadable(data) from error
    if image.width * image.height > LARGEST_PIXELS:
        raise _too_large()
    try:
        turn = UPRIGHT.get(_orientation(image))
        image.load()
        rgb = _as_rgb(image)
    except DAMAGE as error:
        raise _damaged() from error
    return rgb if turn is None else rgb.transpose(turn)


def encode_png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    # Fast rather than small: it is read once or twice, and nothing is lost either way.
    image.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def _too_large() -> PortraitRefused:
    limit = LARGEST_PIXELS // 1_000_000
    return PortraitRefused("image_too_large", f"The image has too many pixels; at most {limit} megapixels are taken.")


def _damaged() -> PortraitRefused:
    return PortraitRefused("image_truncated", "The image is damaged or was cut off on its way; send the whole file.")


def _unreadable(data: bytes) -> PortraitRefused:
    if data.startswith(OURS) or _is_webp(data):
        return _damaged()
    name = next((name for start, mark, name in SIGNATURES if data[start:].startswith(mark)), None)
    if b"<svg" in data[:1000].lower():
        name = "an SVG"
    what = f"This is {name} file." if name else "This is not a picture that can be used."
    return PortraitRefused("unsupported_image_type", f"{what} {TAKEN}")


def _is_webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def _webp_pixels(data: bytes) -> int:
    """What the header claims; read here, since Pillow's reader allocates the whole canvas before it can be asked."""
    if not _is_webp(data) or len(data) < 30:
        return 0
    if data[12:16] == b"VP8X":
        return (int.from_bytes(data[24:27], "little") + 1) * (int.from_bytes(data[27:30], "little") + 1)
    bits = int.from_bytes(data[21:25], "little") if data[12:16] == b"VP8L" else None
    if bits is not None:
        return ((bits & 0x3FFF) + 1) * ((bits >> 14 & 0x3FFF) + 1)
    width, height = struct.unpack("<HH", data[26:30])
    return int(width & 0x3FFF) * int(height & 0x3FFF)


def _orientation(image: Image.Image) -> int:
    """1 where the file does not say, or says it in a way that cannot be read."""
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except DAMAGE:
        return 1


def _as_rgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):
        values = np.asarray(image)
        image = Image.fromarray((values // 257 if values.max() > 255 else values).clip(0, 255).astype(np.uint8))
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        rgba = _shrunk(image.convert("RGBA"))
        image = Image.alpha_composite(Image.new("RGBA", rgba.size, (*BACKDROP, 255)), rgba).convert("RGB")
    # Made smaller first, since colours are slow to convert; but a palette cannot be averaged.
    image = _shrunk(image if image.mode in {"L", "RGB", "CMYK"} else image.convert("RGB"))
    return (_in_srgb(image, profile) if profile else image).convert("RGB")


def _shrunk(image: Image.Image) -> Image.Image:
    scale = min(1.0, LONGEST_SIDE / max(image.size))
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0) if scale < 1 else image


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, *DAMAGE):
        # A broken profile: the colours are a little off, which is better than no picture.
        return image
    return converted if converted is not None else image
