"""What makes a picture usable as a portrait; every refusal is one sentence that a person understands."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from faces.detector import looks, same_place
from faces.mesh import Mesh, follow, mesh_of
from faces.onnx import Picture
from faces.pictures import PortraitRefused, encode_png, open_upright
from faces.topology import FACE_OVAL

__all__ = ["Box", "Portrait", "PortraitRefused", "encode_png", "inspect_portrait", "only_face", "only_mesh"]
__all__ += ["open_upright"]

SMALLEST_FACE = 128
# A mesh on a face that looks at us has 0.98 and more; cups, wheels and profiles stay below 0.96.
SUREST_PRESENCE = 0.97


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
    if min(box.width, box.height) < SMALLEST_FACE:
        raise PortraitRefused(
            "face_too_small",
            f"The face is {box.width} px wide and {box.height} px high; at least {SMALLEST_FACE} px are needed. "
            "Send a larger picture, or crop it to the head and shoulders.",
        )
    return Portrait(image, box)


def only_face(picture: Picture) -> Box:
    """The box of the one face in an RGB picture; several or none are refused."""
    return _oval(only_mesh(picture), picture)


def only_mesh(picture: Picture) -> Mesh:
    """The mesh of the one face in an RGB picture; several or none are refused."""
    seen = _seen(picture)
    if not seen:
        raise PortraitRefused(
            "no_face", "There is no face to be seen; send a portrait of one person who looks at the camera."
        )
    if len(seen) > 1:
        raise PortraitRefused("several_faces", f"Portrait shows {len(seen)} faces; crop it to one person.")
    return seen[0]


def _seen(picture: Picture) -> list[Mesh]:
    """The faces of the first look that shows any; only a mesh tells a face from what resembles one."""
    for faces in looks(picture):
        seen: list[Mesh] = []
        for face in faces:
            mesh = mesh_of(picture, face)
            known = any(same_place(_extent(mesh), _extent(other)) for other in seen)
            if not known and _is_face(picture, mesh):
                seen.append(mesh)
        if seen:
            return seen
    return []


def _is_face(picture: Picture, mesh: Mesh) -> bool:
    # What only resembles a face seldom does so still when it is framed a little differently.
    return min(mesh.presence, follow(picture, mesh.points).presence) >= SUREST_PRESENCE


def _extent(mesh: Mesh) -> tuple[float, float, float, float]:
    (left, top), (right, bottom) = mesh.points[:, :2].min(0), mesh.points[:, :2].max(0)
    return float(left), float(top), float(right - left), float(bottom - top)


def _oval(mesh: Mesh, picture: Picture) -> Box:
    oval = mesh.points[list(FACE_OVAL), :2]
    height, width = picture.shape[:2]
    left, top = np.clip(oval.min(0), 0, (width, height)).round().astype(int)
    right, bottom = np.clip(oval.max(0), 0, (width, height)).round().astype(int)
    return Box(int(left), int(top), int(right - left), int(bottom - top))
