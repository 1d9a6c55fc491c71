"""Land and water in layers that fade into the distance."""

import numpy as np

from gpu_containers.text_to_image.card import noise
from gpu_containers.text_to_image.card.canvas import Canvas
from gpu_containers.text_to_image.card.colours import WHITE, Colour, Floats, hexed, mix, scaled
from gpu_containers.text_to_image.card.light import Light
from gpu_containers.text_to_image.card.noise import Random

GROUNDS = {
    "sea": "e2c9a0", "lake": "6f8a55", "mountain": "7c9358", "forest": "4d6b3c", "field": "8fae4e", "desert": "d9a868",
    "snow": "eef4fb", "city": "6d7280", "street": "5b5f6a", "sky": "8fae6e", "house": "86a458",
}  # fmt: skip


def mountains(
    canvas: Canvas, light: Light, horizon: float, random: Random, high: float = 1.0, snow: bool = True
) -> None:
    """Three jagged ranges, the farthest palest, with light on one flank and snow on the highest."""
    base = horizon * canvas.height
    for layer, (rise, bumps, distance) in enumerate(((0.42, 2.2, 0.72), (0.27, 3.2, 0.48), (0.14, 4.5, 0.25))):
        shape = _peaks(random, canvas.width, bumps)
        heights = base + canvas.height * 0.01 - shape * rise * high * canvas.height * random.uniform(0.8, 1.05)
        rock = light.on(mix(hexed("46577a"), hexed("3e5a46"), layer / 3), distance)
        canvas.ridge(heights, rock, mix(rock, light.haze, 0.55), canvas.height * rise * high)
        _flanks(canvas, light, heights, base, rise * high, distance, snow and layer == 0, random)


def _peaks(random: Random, width: int, bumps: float) -> Floats:
    """From 0 to 1, with sharp summits."""
    count = max(3, int(bumps * 2))
    at = (np.arange(count + 2) - 0.5 + random.uniform(-0.3, 0.3, count + 2)) / count * width
    tall = random.uniform(0.35, 1.0, count + 2)
    x = np.arange(width)[:, None]
    slopes = tall - np.abs(x - at) / width * random.uniform(1.6, 2.6, count + 2)
    rough = noise.line(random, width, bumps * 7, 4, 0.6)
    return np.asarray(np.clip(slopes.max(axis=1) + 0.05 * rough, 0.02, 1.0), np.float32)


def _flanks(
    canvas: Canvas, light: Light, heights: Floats, base: float, rise: float, distance: float, snow: bool, random: Random
) -> None:
    """Lit slopes fall away from the sun's side; a jagged line divides them from the shaded ones."""
    top = max(0, int(heights.min()))
    bottom = min(canvas.height, int(base))
    if bottom <= top:
        return
    smooth = np.convolve(np.pad(heights, 12, "edge"), np.ones(25) / 25, "valid")
    slope = np.gradient(smooth) * light.side
    y = canvas.y[top:bottom, None]
    depth = y - heights[None, :]
    wobble = noise.line(random, canvas.width, 40, 2)[None, :] * canvas.height * 0.012
    facing = np.clip(-slope[None, :] * 2.2, -1, 1)
    fade = np.clip(1 - (depth + wobble) / (canvas.height * rise * 0.75), 0, 1)
    inside = np.clip(depth + 0.5, 0, 1)
    sunny = mix(light.on(hexed("a08f8a"), distance), light.sun, 0.25 * (1 - light.overcast))
    canvas.cover(np.clip(facing, 0, 1) * fade * inside * 0.75, sunny, top)
    canvas.cover(np.clip(-facing, 0, 1) * fade * inside * 0.3, scaled(light.on(hexed("2a3550"), distance), 0.9), top)
    if snow:
        line = canvas.height * rise * (0.3 + 0.08 * noise.line(random, canvas.width, 60, 2))[None, :]
        cap = (
            np.clip((line - depth) / 6, 0, 1)
            * inside
            * np.clip((base - rise * canvas.height * 0.45 - heights) / 20, 0, 1)
        )
        white = mix(light.on(WHITE, distance * 0.5), light.sun, 0.2)
        canvas.cover(cap * (0.5 + 0.45 * np.clip(facing + 0.3, 0, 1)), white, top)


def hills(canvas: Canvas, light: Light, horizon: float, random: Random, colour: Colour, count: int = 3) -> None:
    """Rolling land from the horizon almost to the front."""
    for layer in range(count):
        near = layer / max(1, count - 1)
        base = (horizon + (0.02 + 0.13 * near)) * canvas.height
        heights = base - (0.055 + 0.03 * near) * canvas.height * noise.line(random, canvas.width, 1.6 + layer, 3, 0.35)
        shade = light.on(mix(colour, hexed("33512f"), 0.35 * (1 - near)), 0.55 * (1 - near))
        bright = mix(shade, light.sun, 0.18 * (1 - light.overcast))
        canvas.ridge(heights, bright, scaled(shade, 0.86), canvas.height * 0.1)


def ground(canvas: Canvas, light: Light, level: float, colour: Colour, random: Random, rough: float = 0.35) -> None:
    """The land at our feet, darker and more broken the nearer it is."""
    heights = level * canvas.height + canvas.height * 0.006 * noise.line(random, canvas.width, 3, 3)
    far, near = light.on(colour, 0.22), scaled(light.on(colour), 0.72)
    canvas.ridge(heights, far, near, canvas.height * (1 - level))
    top = max(0, int(level * canvas.height))
    tall = canvas.height - top
    if tall < 8:
        return
    grain = noise.field(random, canvas.width, tall, (5, 14), 4)
    depth = np.linspace(0.1, 1, tall, dtype=np.float32)[:, None]
    canvas.cover(np.clip(grain - 0.5, 0, 1) * rough * depth * 1.4, scaled(near, 0.45), top)
    canvas.cover(np.clip(0.5 - grain, 0, 1) * rough * depth, mix(far, light.sun, 0.25), top)


def grass(canvas: Canvas, light: Light, level: float, colour: Colour, random: Random, tall: float = 0.05) -> None:
    """Blades along the lower edge, dark against the light."""
    blades = []
    for x, y, lean, size in random.random((int(420 * canvas.width / canvas.height), 4)):
        foot = (level + (1.06 - level) * y) * canvas.height
        height = canvas.height * tall * (0.4 + size) * (0.4 + y)
        px, bend = x * canvas.width, (lean - 0.5) * height * 0.9
        wide = max(0.8, height * 0.035)
        blades.append(
            [
                (px - wide, foot),
                (px + wide, foot),
                (px + bend * 0.4 + wide * 0.5, foot - height * 0.6),
                (px + bend, foot - height),
            ]
        )
    canvas.polygons(blades, scaled(light.on(colour), 0.6), 0.75)


def water(
    canvas: Canvas, light: Light, horizon: float, sun: tuple[float, float], random: Random, bottom: float = 1.0
) -> None:
    """A mirror of the sky above it, broken by waves that grow towards us, with the sun's path on it."""
    top, end = int(horizon * canvas.height), int(bottom * canvas.height)
    tall = end - top
    if tall < 8:
        return
    depth = np.linspace(0, 1, tall, dtype=np.float32)
    sky = canvas.pixels[max(0, top - tall) : top][::-1]
    rows = np.clip((depth**0.8 * (len(sky) - 1)).astype(int), 0, len(sky) - 1)
    mirror = sky[rows].copy()
    wave = _waves(canvas, tall, random)
    shift = (wave * (2 + 26 * depth[:, None]) * canvas.unit / 720).astype(int)
    columns = np.clip(np.arange(canvas.width)[None, :] + shift, 0, canvas.width - 1)
    mirror = mirror[np.arange(tall)[:, None], columns]
    deep = light.on(hexed("1d5a7a" if not light.night else "16304f"))
    share = (0.28 + 0.42 * depth)[:, None, None]
    surface = mirror * (1 - share) + np.asarray(deep, np.float32) * share
    surface += (wave * (0.03 + 0.05 * depth[:, None]))[..., None] * np.asarray(light.horizon, np.float32)
    canvas.pixels[top:end] = np.clip(surface, 0, 1)
    _glitter(canvas, light, sun, top, depth, wave)
    canvas.cover(np.exp(-depth * 26)[:, None] * np.ones((1, canvas.width), np.float32) * 0.55, light.haze, top)


def _waves(canvas: Canvas, tall: int, random: Random) -> Floats:
    """From -1 to 1: long across, and finer towards the horizon as the eye sees them."""
    depth = (np.linspace(0.03, 1, tall) ** 0.55)[:, None]
    x = np.linspace(-0.5, 0.5, canvas.width)[None, :] / depth
    total = np.zeros((tall, canvas.width))
    for _ in range(7):
        across, away, phase = random.uniform(2, 14), random.uniform(18, 60), random.uniform(0, 6.28)
        total += np.sin(x * across * 1.5 + away / depth * 1.1 + phase + 2 * np.sin(x * across * 0.37 + phase))
    return np.asarray(np.clip(total / 3.6, -1, 1), np.float32)


def _glitter(canvas: Canvas, light: Light, sun: tuple[float, float], top: int, depth: Floats, wave: Floats) -> None:
    if light.overcast > 0.7:
        return
    spread = canvas.unit * (0.035 + 0.16 * depth[:, None])
    path = np.exp(-(((canvas.x[None, :] - sun[0]) / spread) ** 2))
    sparks = np.clip((wave - 0.05) * 2.2, 0, 1) + 0.35 * np.exp(-depth[:, None] * 5)
    strength = (0.85 if light.altitude < 0.4 else 0.35) * (0.7 if light.night else 1) * (1 - light.overcast)
    canvas.shine((path * sparks * strength).astype(np.float32), mix(light.sun, WHITE, 0.35), top)


def dunes(canvas: Canvas, light: Light, horizon: float, random: Random) -> None:
    """Sweeping crests, lit on one side and deep in shade on the other."""
    sand = hexed("dba463")
    for layer in range(4):
        near = layer / 3
        base = (horizon + 0.02 + 0.2 * near) * canvas.height
        swing = noise.line(random, canvas.width, 1.0 + 0.5 * near, 2, 0.25)
        heights = base - (0.05 + 0.07 * near) * canvas.height * swing
        lit = mix(light.on(sand, 0.5 * (1 - near)), light.sun, 0.22 * (1 - light.overcast))
        canvas.ridge(heights, lit, light.on(scaled(sand, 0.82), 0.4 * (1 - near)), canvas.height * 0.25)
        _lee(canvas, light, heights, random, near)


def _lee(canvas: Canvas, light: Light, heights: Floats, random: Random, near: float) -> None:
    x = np.arange(canvas.width)
    ribs = noise.line(random, canvas.width, 2.2, 2, 0.3) * canvas.height * 0.05 + canvas.height * (0.03 + 0.16 * near)
    slope = np.gradient(heights) * light.side
    depth = np.clip(slope * 14, 0, 1) * ribs
    top = max(0, int(heights.min()))
    mask = np.clip(canvas.y[top:, None] - heights[x][None, :] + 0.5, 0, 1)
    mask = mask * np.clip((heights + depth)[None, :] - canvas.y[top:, None], 0, 3) / 3
    canvas.cover(mask * 0.55, light.on(hexed("6e4634"), 0.3 * (1 - near)), top)
