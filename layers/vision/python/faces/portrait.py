"""What makes a picture usable as a portrait; every refusal is one sentence that a person understands."""

import io
import warnings
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from faces.detector import detect
from faces.mesh import mesh_of
from faces.onnx import Picture
from faces.topology import FACE_OVAL

TYPES = ("JPEG", "PNG", "WEBP")
TAKEN = "Send a jpeg, png or webp file."
LARGEST_PIXELS = 40_000_000
LONGEST_SIDE = 2160
SMALLEST_FACE = 128
# Below these the mesh does not lie on a face that looks at us.
SUREST_PRESENCE = 0.5
BACKDROP = (128, 128, 128)


class PortraitRefused(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Box:
    """In pixels of the portrait."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Portrait:
    """`image` is upright 8-bit RGB with a longest side of at most 2160; `face` is the box of the face's oval in it."""

    image: Image.Image
    face: Box

    @property
    def width(self) -> int:
        return self.image.width

    @property
    def height(self) -> int:
        return self.image.height


def inspect_portrait(data: bytes) -> Portrait:
    """Raises PortraitRefused unless the picture shows exactly one face of at least 128 px."""
    image = open_upright(data)
    box = only_face(np.asarray(image))
    scale = min(1.0, LONGEST_SIDE / max(image.size))
    if scale < 1:
        image = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS)
        box = Box(*(round(value * scale) for value in (box.x, box.y, box.width, box.height)))
    if min(box.width, box.height) < SMALLEST_FACE:
        raise PortraitRefused(
            "face_too_small",
            f"The face is {box.width} px wide and {box.height} px high; at least {SMALLEST_FACE} px are needed. "
            "Send a larger picture, or crop it to the head and shoulders.",
        )
    return Portrait(image, box)


def only_face(picture: Picture) -> Box:
    """The box of the one face in an RGB picture; several or none are refused."""
    faces = detect(picture)
    meshes = [mesh_of(picture, face) for face in faces]
    seen = [mesh for mesh in meshes if mesh.presence >= SUREST_PRESENCE]
    if not seen:
        raise PortraitRefused(
            "no_face", "There is no face to be seen; send a portrait of one person who looks at the camera."
        )
    if len(seen) > 1:
        raise PortraitRefused("several_faces", f"Portrait shows {len(seen)} faces; crop it to one person.")
    oval = seen[0].points[list(FACE_OVAL), :2]
    height, width = picture.shape[:2]
    left, top = np.clip(oval.min(0), 0, (width, height)).round().astype(int)
    right, bottom = np.clip(oval.max(0), 0, (width, height)).round().astype(int)
    return Box(int(left), int(top), int(right - left), int(bottom - top))


def open_upright(data: bytes) -> Image.Image:
    """An 8-bit RGB picture, the right way up, whatever depth, palette or transparency it came with."""
    if not data:
        raise PortraitRefused("image_empty", f"The image is empty. {TAKEN}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=TYPES)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise PortraitRefused("unsupported_image_type", f"This is not a picture that can be used. {TAKEN}") from error
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_large() from error
    if image.width * image.height > LARGEST_PIXELS:
        raise _too_large()
    return _as_rgb(ImageOps.exif_transpose(_decoded(image)))


def encode_png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    # Fast rather than small: it is read once or twice, and nothing is lost either way.
    image.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def _too_large() -> PortraitRefused:
    limit = LARGEST_PIXELS // 1_000_000
    return PortraitRefused("image_too_large", f"The image has too many pixels; at most {limit} megapixels are taken.")


def _decoded(image: Image.Image) -> Image.Image:
    if ImageFile.LOAD_TRUNCATED_IMAGES:
        raise RuntimeError("truncated images must not be taken for whole ones")
    try:
        image.load()
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        message = "The image is damaged or was cut off on its way; send the whole file."
        raise PortraitRefused("image_truncated", message) from error
    return image


def _as_rgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I") or image.mode == "F":
        values = np.asarray(image, np.float64)
        deep = values.max(initial=0) > 255
        image = Image.fromarray((values / 257 if deep else values).clip(0, 255).astype(np.uint8))
    image = _in_srgb(image)
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        rgba = image.convert("RGBA")
        flat = Image.new("RGBA", image.size, (*BACKDROP, 255))
        return Image.alpha_composite(flat, rgba).convert("RGB")
    return image.convert("RGB")


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK"}:
        return image
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        # A broken profile: the colours are a little off, which is better than no picture.
        return image
    return converted if converted is not None else image
