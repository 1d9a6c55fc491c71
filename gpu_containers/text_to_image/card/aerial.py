"""Land as a drone sees it: a plane that runs to a high horizon, with coast, fields, woods or blocks of houses on it."""

import numpy as np

from gpu_containers.text_to_image.card import noise
from gpu_containers.text_to_image.card.canvas import Canvas, Points
from gpu_containers.text_to_image.card.colours import WHITE, Colour, Floats, hexed, mix, scaled
from gpu_containers.text_to_image.card.light import Light
from gpu_containers.text_to_image.card.noise import Random

_TILE = 512
_FIELDS = ("8fae4e", "b7a24d", "6f9a52", "c9b458", "5f8a48", "a5b85c", "94804c")
_ROOFS = ("8d8f98", "a39a90", "6e7684", "b0a498", "7d7176", "94a0a8")


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
        _blocks(canvas, light, top, random)


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


def _blocks(canvas: Canvas, light: Light, top: int, random: Random) -> None:
    """Houses on a grid from far to near, with a street left free between them, taller towards the middle."""
    for row in np.arange(12.0, 0.55, -0.42):
        for column in np.arange(-int(row * 1.1) - 1, int(row * 1.1) + 2) * 0.52:
            if random.random() < 0.08 or abs(column) < 0.2:
                continue
            centre = np.exp(-(((row - 4.5) / 3) ** 2) - (column / 4.5) ** 2)
            tall = random.uniform(0.05, 0.2) + 0.75 * centre * random.random() ** 2
            tone = hexed(str(random.choice(_ROOFS)))
            _house(canvas, light, top, (column, row, 0.34 * random.uniform(0.8, 1.1), 0.26), tall, tone, random)


def _house(
    canvas: Canvas,
    light: Light,
    top: int,
    box: tuple[float, float, float, float],
    tall: float,
    tone: Colour,
    random: Random,
) -> None:
    column, row, wide, deep = box
    distance = float(np.clip((row - 0.8) / 11, 0, 1)) ** 0.8

    def point(across: float, away: float, up: float) -> tuple[float, float]:
        y = top + canvas.height * ((1 - up * 0.62) / away - 0.045)
        return canvas.width / 2 + across / away * canvas.height, y

    left, right, front, back = column - wide / 2, column + wide / 2, row - deep / 2, row + deep / 2
    if point(column, front, 0)[1] < top:
        return
    inner = right if column < 0 else left
    shade = {
        side: light.on(scaled(tone, share), distance * 0.85)
        for side, share in (("front", 0.62), ("side", 0.46 if column * light.side > 0 else 0.8), ("roof", 1.05))
    }
    canvas.polygons(
        [[point(inner, front, 0), point(inner, back, 0), point(inner, back, tall), point(inner, front, tall)]],
        shade["side"],
    )
    face: Points = [point(left, front, 0), point(right, front, 0), point(right, front, tall), point(left, front, tall)]
    canvas.polygons([face], shade["front"])
    roof = [point(left, front, tall), point(right, front, tall), point(right, back, tall), point(left, back, tall)]
    canvas.polygons([roof], mix(shade["roof"], light.sun, 0.18 * (1 - light.overcast) * (1 - light.night)))
    if row < 7:
        _lights(canvas, light, (point, left, right, front, tall), random, distance)


def _lights(canvas: Canvas, light: Light, wall: tuple, random: Random, distance: float) -> None:  # type: ignore[type-arg]
    point, left, right, front, tall = wall
    dark = light.night or light.backlit > 0.8
    panes = []
    for up in np.arange(0.04, tall - 0.03, 0.055):
        for across in np.linspace(left + 0.04, right - 0.07, 5):
            if random.random() < (0.4 if dark else 0.25):
                panes.append(
                    [
                        point(across, front, up),
                        point(across + 0.03, front, up),
                        point(across + 0.03, front, up + 0.03),
                        point(across, front, up + 0.03),
                    ]
                )
    colour = mix(hexed("ffd58a"), light.haze, distance * 0.6) if dark else mix(light.horizon, WHITE, 0.2)
    canvas.polygons(panes, colour, 0.9 if dark else 0.35)
