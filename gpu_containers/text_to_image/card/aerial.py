"""Land as a drone sees it: a plane that runs to a high horizon, with coast, fields, woods or sand on it."""

import numpy as np

from gpu_containers.text_to_image.card import noise
from gpu_containers.text_to_image.card.aerial_town import blocks
from gpu_containers.text_to_image.card.canvas import Canvas
from gpu_containers.text_to_image.card.colours import Floats, hexed, mix
from gpu_containers.text_to_image.card.light import Light
from gpu_containers.text_to_image.card.noise import Random

_TILE = 512


_FIELDS = ("8fae4e", "b7a24d", "6f9a52", "c9b458", "5f8a48", "a5b85c", "94804c")


def paint(canvas: Canvas, light: Light, place: str, horizon: float, random: Random) -> None:
    top = int(horizon * canvas.height)
    u, v = _plane(canvas, top)
    distance = np.clip((v - 0.8) / 9, 0, 1) ** 0.7
    paint_of = {"sea": _coast, "forest": _woods, "city": _land, "street": _land, "desert": _sand, "snow": _snowfield}
    ground = paint_of.get(place, _patchwork)(u, v, light, random)
    haze = np.asarray(light.haze, np.float32)
    ground = ground * (1 - distance[..., None]) + haze * distance[..., None]
    canvas.cover(np.ones(u.shape, np.float32), ground.astype(np.float32), top)
    near_sky = np.exp(-np.arange(canvas.height - top) / canvas.height * 16)[:, None]
    canvas.cover(
        np.repeat(near_sky, canvas.width, axis=1).astype(np.float32), mix(light.horizon, light.haze, 0.35), top
    )
    if place in ("city", "street"):
        blocks(canvas, light, top, random)


def _plane(canvas: Canvas, top: int) -> tuple[Floats, Floats]:
    """World coordinates of each pixel below the horizon: across, and away from us (about 1 at the lower edge)."""
    rows = (canvas.y[top:] - top + canvas.height * 0.045) / canvas.height
    away = (1 / rows)[:, None]
    across = ((canvas.x / canvas.width - 0.5) * canvas.width / canvas.height)[None, :] * away
    return across, np.repeat(away, canvas.width, axis=1)


def _texture(u: Floats, v: Floats, random: Random, cells: float, scale: float) -> Floats:
    tile = noise.field(random, _TILE, _TILE, (cells, cells), 4)
    rows = (np.abs(v * scale * 60) % (_TILE - 1)).astype(int)
    columns = (np.abs(u * scale * 60 + 251) % (_TILE - 1)).astype(int)
    return np.asarray(tile[rows, columns])


def _tones(light: Light, codes: tuple[str, ...]) -> Floats:
    return np.array([light.on(hexed(code)) for code in codes], np.float32)


def _coast(u: Floats, v: Floats, light: Light, random: Random) -> Floats:
    """Deep water, shallows, foam, sand, green."""
    way = float(random.choice((-1, 1)))
    bend = random.uniform(0, 6)
    wave = (
        0.28 * np.sin(v * 1.1 + bend)
        + 0.12 * np.sin(v * 2.7 + bend * 2)
        + 0.25 * (_texture(u, v, random, 7, 0.5) - 0.5)
    )
    inland = u * way + wave + 0.05
    steps = np.array([-0.9, -0.25, -0.05, -0.02, 0.0, 0.1, 0.16, 0.6])
    tones = _tones(light, ("14507f", "1f86a8", "4fc0c0", "f6fbf8", "ead6ac", "e0c48f", "7d9a55", "4d7a44"))
    ground = np.stack([np.interp(inland, steps, tones[:, part]) for part in range(3)], axis=-1)
    return np.asarray(ground * (0.9 + 0.2 * _texture(u, v, random, 60, 1.0))[..., None])


def _patchwork(u: Floats, v: Floats, light: Light, random: Random) -> Floats:
    """Fields in rows with hedges between them, and a river through."""
    turn = random.uniform(-0.5, 0.5)
    a, b = u * np.cos(turn) - v * np.sin(turn), u * np.sin(turn) + v * np.cos(turn)
    row = np.floor(b * 2.6)
    shift = (row * 0.37) % 1.0
    column = np.floor(a * 1.7 + shift * 3)
    pick = ((row * 7 + column * 13) % len(_FIELDS)).astype(int)
    ground = _tones(light, _FIELDS)[pick]
    furrow = 0.94 + 0.1 * np.sin(np.where(pick % 2 == 0, a, b) * 90) / (1 + v * 0.5)
    hedge = np.minimum(np.abs((b * 2.6) % 1 - 0.5), np.abs((a * 1.7 + shift * 3) % 1 - 0.5) * 1.5)
    edge = np.clip((hedge - 0.452) / 0.03, 0, 1)
    ground = ground * furrow[..., None] * (0.9 + 0.2 * _texture(u, v, random, 40, 0.8))[..., None]
    ground = ground * (1 - edge[..., None]) + edge[..., None] * np.asarray(light.on(hexed("3c5a34")), np.float32)
    river = np.abs(u - 0.5 * np.sin(v * 0.9 + turn * 9) - 0.15 * np.sin(v * 2.3))
    water = np.clip((0.1 - river) / 0.025, 0, 1)[..., None]
    bright = np.asarray(mix(light.on(hexed("3f8fc4")), light.middle, 0.4), np.float32)
    return np.asarray(ground * (1 - water) + bright * water)


def _woods(u: Floats, v: Floats, light: Light, random: Random) -> Floats:
    """Crowns seen from above: each lit on one side."""
    fine, wide = _texture(u, v, random, 90, 1.2), _texture(u, v, random, 12, 0.5)
    lit = np.clip((fine - np.roll(fine, (2, int(light.side) * 3), (0, 1))) * 5 + 0.5, 0, 1) * 0.6 + fine * 0.4
    tones = _tones(light, ("1d3424", "3d6437", "86a350"))
    ground = np.stack(
        [np.interp(lit * 0.75 + wide * 0.25, [0.15, 0.5, 0.85], tones[:, part]) for part in range(3)], axis=-1
    )
    road = np.clip((0.045 - np.abs(u - 0.35 * np.sin(v * 0.8 + 1))) / 0.015, 0, 1)[..., None]
    return np.asarray(ground * (1 - road) + np.asarray(light.on(hexed("c9bfa8")), np.float32) * road)


def _sand(u: Floats, v: Floats, light: Light, random: Random) -> Floats:
    swell = _texture(u, v, random, 9, 0.6)
    ribs = np.sin((u + swell * 2.2) * 9 + v * 1.5) * 0.5 + 0.5
    tones = _tones(light, ("a86f3f", "d9a562", "f4d39a"))
    return np.stack(
        [np.interp(ribs * 0.6 + swell * 0.4, [0.1, 0.5, 0.9], tones[:, part]) for part in range(3)], axis=-1
    )


def _snowfield(u: Floats, v: Floats, light: Light, random: Random) -> Floats:
    swell = _texture(u, v, random, 12, 0.6)
    tones = _tones(light, ("3b5468", "b9cbe0", "f5f9fe"))
    return np.asarray(np.stack([np.interp(swell, [0.18, 0.36, 0.6], tones[:, part]) for part in range(3)], axis=-1))


def _land(u: Floats, v: Floats, light: Light, random: Random) -> Floats:
    tone = np.asarray(light.on(hexed("4d525c")), np.float32)
    return np.ones((*u.shape, 3), np.float32) * tone * (0.85 + 0.3 * _texture(u, v, random, 50, 1.0))[..., None]
