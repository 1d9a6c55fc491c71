"""Faces are found where they are, whatever was done to the picture, and a mesh lies on them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance

from faces.detector import detect
from faces.mesh import Mesh, follow
from faces.onnx import Floats, Picture
from faces.portrait import PortraitRefused, only_face, only_mesh
from faces.topology import (
    CHIN,
    FACE_OVAL,
    FOREHEAD,
    INNER_LIPS,
    LEFT_BROW,
    LEFT_EYE,
    LEFT_EYE_OUTER,
    MOUTH_LEFT,
    MOUTH_RIGHT,
    NOSE_TIP,
    OUTER_LIPS,
    RIGHT_BROW,
    RIGHT_EYE,
    RIGHT_EYE_OUTER,
)

SAMPLE = Path(__file__).parents[2] / "local" / "samples" / "portrait.jpg"
GREY = (120, 125, 130)
Change = Callable[[Image.Image], Image.Image]


@pytest.fixture(scope="module")
def portrait() -> Image.Image:
    return Image.open(SAMPLE).convert("RGB")


@pytest.fixture(scope="module")
def mesh(portrait: Image.Image) -> Mesh:
    return only_mesh(np.asarray(portrait))


def pasted(portrait: Image.Image, canvas: tuple[int, int], places: list[tuple[int, int, int]]) -> Picture:
    """The portrait at each (x, y, height)."""
    picture = Image.new("RGB", canvas, GREY)
    for x, y, height in places:
        picture.paste(portrait.resize((portrait.width * height // portrait.height, height)), (x, y))
    return np.asarray(picture)


def face_width(mesh: Mesh) -> float:
    oval = mesh.points[list(FACE_OVAL), 0]
    return float(oval.max() - oval.min())


def shifted(mesh: Mesh, x: int, y: int) -> Floats:
    return mesh.points + np.array([x, y, 0], np.float32)


def apart(found: Floats, expected: Floats) -> float:
    """The mean distance of two meshes, in pixels."""
    return float(np.linalg.norm(found[:, :2] - expected[:, :2], axis=1).mean())


CHANGES: dict[str, Change] = {
    "as it is": lambda image: image,
    "mirrored": lambda image: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "turned left": lambda image: image.rotate(30, Image.Resampling.BILINEAR, fillcolor=GREY),
    "turned right": lambda image: image.rotate(-30, Image.Resampling.BILINEAR, fillcolor=GREY),
    "dark": lambda image: ImageEnhance.Brightness(image).enhance(0.25),
    "low in contrast": lambda image: ImageEnhance.Contrast(image).enhance(0.3),
    "grey": lambda image: image.convert("L").convert("RGB"),
    "cropped at the chin": lambda image: image.crop((0, 0, image.width, 470)),
    "cropped close": lambda image: image.crop((200, 150, 600, 620)),
    "small": lambda image: image.resize((192, 225)),
    "of twelve megapixels": lambda image: image.resize((3200, 3750)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_one_face_is_found_in_a_portrait(change: str, portrait: Image.Image) -> None:
    picture = np.asarray(CHANGES[change](portrait))
    box = only_face(picture)
    assert 0.7 < box.width / box.height < 1.3
    assert only_mesh(picture).presence > 0.97


@pytest.mark.parametrize("x", [0, 1200, 2480])
def test_a_face_is_found_anywhere_in_a_very_wide_picture(x: int, portrait: Image.Image) -> None:
    box = only_face(pasted(portrait, (3000, 600), [(x, 0, 600)]))
    middle = box.x + box.width / 2
    assert abs(middle - (x + 600 * 393 / 900)) < 15


def test_a_small_face_in_a_large_picture_is_found_by_a_closer_look(portrait: Image.Image) -> None:
    box = only_face(pasted(portrait, (1600, 1200), [(1100, 800, 220)]))
    assert abs(box.x + box.width / 2 - (1100 + 220 * 393 / 900)) < 6
    assert 45 < box.width < 90


@pytest.mark.parametrize("count", [2, 3])
def test_faces_side_by_side_are_all_counted(count: int, portrait: Image.Image) -> None:
    picture = pasted(portrait, (512 * count, 600), [(512 * n, 0, 600) for n in range(count)])
    with pytest.raises(PortraitRefused, match=f"shows {count} faces"):
        only_face(picture)


def scribbles() -> Image.Image:
    image = Image.new("RGB", (900, 700), "white")
    draw = ImageDraw.Draw(image)
    for line in range(30):
        draw.text(
            (20, 20 + 22 * line), "A page of words is not a face, however long one looks at it. " * 2, fill="black"
        )
    return image


def landscape() -> Image.Image:
    image = Image.linear_gradient("L").resize((900, 600)).convert("RGB")
    draw = ImageDraw.Draw(image)
    draw.ellipse((650, 60, 760, 170), fill=(250, 220, 90))
    draw.polygon([(0, 600), (250, 250), (500, 600)], fill=(60, 90, 60))
    draw.polygon([(350, 600), (650, 330), (900, 600)], fill=(80, 110, 70))
    return image


def noise(shape: tuple[int, int], size: tuple[int, int]) -> Image.Image:
    values = np.random.default_rng(7).integers(0, 256, (*shape, 3), dtype=np.uint8)
    return Image.fromarray(values).resize(size, Image.Resampling.BICUBIC)


FACELESS = {
    "blank": Image.new("RGB", (800, 800), "white"),
    "black": Image.new("RGB", (640, 480)),
    "fine noise": noise((700, 900), (900, 700)),
    "coarse noise": noise((12, 16), (900, 700)),
    "text": scribbles(),
    "landscape": landscape(),
    "one pixel": Image.new("RGB", (1, 1)),
    "a line": Image.new("RGB", (2160, 1), GREY),
}


@pytest.mark.parametrize("what", FACELESS)
def test_no_face_is_seen_where_there_is_none(what: str) -> None:
    with pytest.raises(PortraitRefused) as refused:
        only_face(np.asarray(FACELESS[what]))
    assert refused.value.code == "no_face"


def test_detect_gives_a_box_around_the_mesh_and_eyes_on_its_eyes(portrait: Image.Image, mesh: Mesh) -> None:
    face = detect(np.asarray(portrait))[0]
    eyes = np.stack([mesh.points[list(ring), :2].mean(0) for ring in (RIGHT_EYE, LEFT_EYE)])
    assert np.abs(face.keypoints[:2] - eyes).max() < 0.1 * face_width(mesh)
    assert face.x < mesh.points[NOSE_TIP, 0] < face.x + face.width
    assert face.y < mesh.points[NOSE_TIP, 1] < face.y + face.height


def test_the_mesh_has_the_anatomy_that_the_topology_names(mesh: Mesh) -> None:
    x, y = mesh.points[:, 0], mesh.points[:, 1]
    assert mesh.points.shape == (468, 3)
    assert x[RIGHT_EYE_OUTER] < x[MOUTH_RIGHT] < x[NOSE_TIP] < x[MOUTH_LEFT] < x[LEFT_EYE_OUTER]
    assert y[FOREHEAD] < y[list(RIGHT_BROW)].mean() < y[list(RIGHT_EYE)].mean() < y[NOSE_TIP] < y[CHIN]
    assert y[list(LEFT_BROW)].mean() < y[list(LEFT_EYE)].mean()
    assert np.ptp(x[list(INNER_LIPS)]) < np.ptp(x[list(OUTER_LIPS)]) < np.ptp(x[list(FACE_OVAL)])


def test_the_mesh_moves_with_the_picture(portrait: Image.Image, mesh: Mesh) -> None:
    moved = only_mesh(pasted(portrait, (1000, 1000), [(137, 61, portrait.height)]))
    assert apart(moved.points, shifted(mesh, 137, 61)) < 3


@pytest.mark.parametrize("scale", [0.5, 1.7, 2.3])
def test_the_mesh_grows_with_the_picture(scale: float, portrait: Image.Image, mesh: Mesh) -> None:
    larger = portrait.resize((round(portrait.width * scale), round(portrait.height * scale)), Image.Resampling.BICUBIC)
    found = only_mesh(np.asarray(larger))
    assert apart(found.points / scale, mesh.points) < 3
    assert np.ptp(found.points[:, 2]) / scale == pytest.approx(np.ptp(mesh.points[:, 2]), rel=0.1)


@pytest.mark.parametrize("degrees", [-25, 12, 25])
def test_the_mesh_turns_with_the_picture(degrees: int, portrait: Image.Image, mesh: Mesh) -> None:
    turned = only_mesh(np.asarray(portrait.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=GREY)))
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    centre = np.array([portrait.width / 2, portrait.height / 2])
    expected = (mesh.points[:, :2] - centre) @ np.array([[cos, -sin], [sin, cos]]) + centre
    assert apart(turned.points, expected.astype(np.float32)) < 6


def test_follow_tracks_a_face_that_moves_from_frame_to_frame(portrait: Image.Image, mesh: Mesh) -> None:
    points = mesh.points
    for step in range(1, 6):
        frame = pasted(portrait, (1000, 1000), [(14 * step, 9 * step, portrait.height)])
        followed = follow(frame, points)
        points = followed.points
        assert followed.presence > 0.97
        assert apart(points, shifted(mesh, 14 * step, 9 * step)) < 3


def test_follow_says_when_the_face_has_gone(portrait: Image.Image, mesh: Mesh) -> None:
    assert follow(np.full((portrait.height, portrait.width, 3), 120, np.uint8), mesh.points).presence < 0.5
