"""Places that are neither land nor city nor room: space, the deep, and what no word names."""

import numpy as np
from PIL import Image

from gpu_containers.text_to_image.card import noise
from gpu_containers.text_to_image.card.canvas import Canvas
from gpu_containers.text_to_image.card.colours import WHITE, Colour, Floats, from_hsv, hexed, mix, scaled, turned
from gpu_containers.text_to_image.card.light import Light
from gpu_containers.text_to_image.card.noise import Random
from gpu_containers.text_to_image.card.skies import full_size, stars


def space(canvas: Canvas, light: Light, random: Random) -> None:
    """Stars, a nebula in two colours, and a planet that the sun lights from one side."""
    canvas.gradient([(0, hexed("050714")), (1, hexed("0d1330"))])
    hue = random.random()
    for turn, lumps in ((0.0, (1.4, 1.2)), (0.14, (2.2, 1.6))):
        cloud = noise.field(random, canvas.width // 4, canvas.height // 4, lumps, 5)
        canvas.shine(full_size(np.clip(cloud - 0.48, 0, 1) ** 1.4 * 2.2, canvas), from_hsv(hue + turn, 0.65, 0.9))
    stars(canvas, 1.0, random, 1.6)
    radius = canvas.unit * random.uniform(0.24, 0.42)
    x = canvas.width * (0.5 - 0.26 * light.side)
    planet(
        canvas,
        light,
        x,
        canvas.height * random.uniform(0.3, 0.42),
        radius,
        from_hsv(hue + random.uniform(0.3, 0.6), 0.55, 0.85),
        random,
    )
    floor = canvas.height * 0.86 + canvas.height * 0.035 * noise.line(random, canvas.width, 5, 4)
    canvas.ridge(floor, mix(from_hsv(hue + 0.05, 0.25, 0.5), light.sun, 0.2), hexed("12131c"), canvas.height * 0.16)


def planet(canvas: Canvas, light: Light, x: float, y: float, radius: float, colour: Colour, random: Random) -> None:
    size = int(radius * 2) + 2
    rows, columns = np.mgrid[:size, :size].astype(np.float32)
    u, v = (columns - radius) / radius, (rows - radius) / radius
    inside = np.clip((1 - np.hypot(u, v)) * radius + 0.5, 0, 1)
    depth = np.sqrt(np.clip(1 - u * u - v * v, 0, 1))
    lit = np.clip(u * light.side * 0.75 - v * 0.45 + depth * 0.35, 0, 1) ** 0.8
    bands = noise.field(random, size, size, (1.5, 7), 4)[..., None]
    tone = np.asarray(colour) * bands + np.asarray(turned(colour, 0.09, 0.7, 1.1)) * (1 - bands)
    canvas.glow(x, y, radius * 1.35, turned(colour, 0, 0.6, 1.1), 0.5)
    paint = (tone * (0.04 + 1.15 * lit[..., None])).astype(np.float32)
    canvas.cover(inside.astype(np.float32), np.clip(paint, 0, 1), int(y - radius), int(x - radius))


def deep(canvas: Canvas, random: Random) -> None:
    """Light from above in shafts, reefs in layers, bubbles."""
    canvas.gradient([(0, hexed("7fdcea")), (0.3, hexed("2a9fc4")), (0.75, hexed("10547f")), (1, hexed("0a2f52"))])
    for _ in range(9):
        top = random.uniform(-0.1, 1.1) * canvas.width
        wide, lean = canvas.unit * random.uniform(0.03, 0.1), canvas.unit * random.uniform(-0.3, 0.1)
        ray = [
            (top - wide, -5.0),
            (top + wide, -5.0),
            (top + lean + wide * 2.4, canvas.height * 0.85),
            (top + lean - wide * 2.4, canvas.height * 0.85),
        ]
        canvas.polygons([ray], hexed("c9f6ff"), 0.1, canvas.unit / 50)
    for layer, tone in enumerate(("1d6d94", "14507a", "0c3558")):
        line = canvas.height * (0.74 + 0.08 * layer) - canvas.height * 0.07 * noise.line(
            random, canvas.width, 5 + layer * 2, 5, 0.65
        )
        canvas.ridge(line, hexed(tone), scaled(hexed(tone), 0.7), canvas.height * 0.2)
    for x, y, size in random.random((60, 3)):
        canvas.disc(x * canvas.width, y * canvas.height, canvas.unit * (0.002 + 0.008 * size**3), WHITE, 0.28)


def abstract(canvas: Canvas, random: Random) -> None:
    """Folds of colour under a great disc: harmonious, and another one for each text."""
    hue, kind = random.random(), random.integers(3)
    spread = (0.09, 0.16, 0.5)[kind]
    night = random.random() < 0.3
    top, low = from_hsv(hue, 0.55, 0.32 if night else 0.78), from_hsv(hue + spread * 0.6, 0.42, 0.62 if night else 0.98)
    canvas.gradient([(0, top), (0.62, low), (1, low)])
    x, y = canvas.width * random.choice((0.3, 0.36, 0.64, 0.7)), canvas.height * random.uniform(0.28, 0.42)
    warm = from_hsv(hue + spread * 1.2 + 0.03, 0.3, 1.0)
    canvas.glow(x, y, canvas.unit * 0.8, warm, 0.55)
    canvas.disc(x, y, canvas.unit * random.uniform(0.12, 0.2), mix(warm, WHITE, 0.4), 0.95)
    layers = 7
    for layer in range(layers):
        near = layer / (layers - 1)
        line = canvas.height * (0.46 + 0.48 * near**0.9) - canvas.height * 0.1 * noise.line(
            random, canvas.width, 1.2 + 0.35 * layer, 2, 0.3
        )
        tone = from_hsv(hue + spread * (1 - near), 0.38 + 0.35 * near, (0.95 - 0.62 * near) * (0.75 if night else 1))
        _fold(canvas, line, tone, warm)


def _fold(canvas: Canvas, line: Floats, tone: Colour, warm: Colour) -> None:
    canvas.ridge(line + canvas.height * -0.012, mix(tone, (0, 0, 0), 0.25), tone, canvas.height * 0.03)
    canvas.ridge(line, mix(tone, warm, 0.28), scaled(tone, 0.86), canvas.height * 0.14)


def paper(width: int, height: int, random: Random) -> Floats:
    """Grain of a sheet, around 1."""
    fine = Image.fromarray(random.random((height // 2, width // 2), np.float32)).resize(
        (width, height), Image.Resampling.BILINEAR
    )
    coarse = noise.field(random, width // 4, height // 4, (40, 24), 2)
    rough = np.asarray(Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC))
    return np.asarray(0.94 + 0.06 * np.asarray(fine) + 0.08 * (rough - 0.5), np.float32)
