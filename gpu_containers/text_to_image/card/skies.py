"""The sky: its gradient, sun or moon, clouds, stars, and what falls from it."""

import numpy as np
from PIL import Image, ImageDraw

from gpu_containers.text_to_image.card import noise
from gpu_containers.text_to_image.card.canvas import Canvas, as_mask, soft
from gpu_containers.text_to_image.card.colours import WHITE, Colour, Floats, mix
from gpu_containers.text_to_image.card.light import Light
from gpu_containers.text_to_image.card.noise import Random


def paint_sky(canvas: Canvas, light: Light, horizon: float, sun_x: float, random: Random) -> tuple[float, float]:
    """The whole sky down to `horizon` (a share of the height); returns where the sun or moon is, in pixels."""
    canvas.gradient(
        [
            (0, light.top),
            (horizon * 0.62, light.middle),
            (horizon, light.horizon),
            (min(1.0, horizon + 0.2), light.haze),
        ]
    )
    sun = sun_x * canvas.width, canvas.height * (horizon - light.altitude * horizon * 0.9)
    if light.night:
        stars(canvas, horizon, random, 1 - light.overcast)
    if light.overcast < 0.8:
        _sun(canvas, light, sun)
    _clouds(canvas, light, horizon, sun, random)
    return sun


def _sun(canvas: Canvas, light: Light, sun: tuple[float, float]) -> None:
    clear, unit = 1 - light.overcast, canvas.unit
    x, y = sun
    if light.night:
        canvas.glow(x, y, unit * 0.5, light.sun, 0.28 * clear)
        canvas.disc(x, y, unit * 0.042, mix(light.sun, WHITE, 0.6), clear)
        canvas.disc(x + unit * 0.012 * light.side, y - unit * 0.006, unit * 0.036, light.middle, clear * 0.18)
        return
    canvas.glow(x, y, unit * 1.3, light.sun, 0.5 * clear, 0.75)
    canvas.glow(x, y, unit * 0.42, light.sun, 0.75 * clear)
    radius = 0.03 if light.altitude > 0.4 else 0.062
    canvas.disc(x, y, unit * radius, mix(light.sun, WHITE, 0.7), clear)


def stars(canvas: Canvas, horizon: float, random: Random, clear: float) -> None:
    count = int(260 * clear * canvas.width / canvas.height)
    tall = int(canvas.height * horizon)
    sheet = Image.new("L", (canvas.width * 2, max(2, tall * 2)))
    draw = ImageDraw.Draw(sheet)
    for x, y, size, bright in random.random((count, 4)):
        px, py, r = x * sheet.width, y**1.3 * sheet.height, 0.8 + 2.4 * size**6 * canvas.unit / 720
        draw.ellipse((px - r, py - r, px + r, py + r), fill=int(90 + 165 * bright))
    canvas.shine(as_mask(sheet.reduce(2)), (0.95, 0.97, 1.0))


def _clouds(canvas: Canvas, light: Light, horizon: float, sun: tuple[float, float], random: Random) -> None:
    """Banks of cloud, flatter towards the horizon, lit from the sun's side."""
    width, height = canvas.width // 3, max(8, int(canvas.height * horizon) // 3)
    cover = max(light.overcast, random.uniform(0.12, 0.5) * (0.5 if light.night else 1))
    banks = noise.field(random, width, height, (random.uniform(1.6, 3.2), random.uniform(4, 7)), 5)
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    edge = 0.68 - 0.42 * cover + 0.1 * (1 - y)
    mask = np.clip((banks - edge) / 0.22, 0, 1) * np.clip((1.02 - y) * 6, 0, 1) * (0.9 if cover > 0.5 else 0.75)
    lit = np.clip((banks - _shifted(banks, 3, -int(light.side) * 3)) * 5 + 0.55, 0, 1)
    near = np.exp(-((np.arange(width)[None, :] * 3 - sun[0]) ** 2) / (canvas.unit * 0.8) ** 2) * (1 - light.overcast)
    canvas.cover(_wide(mask, canvas, horizon), _cloud_colours(canvas, light, lit, near, y, horizon))


def _shifted(values: Floats, down: int, across: int) -> Floats:
    """Moved, with the edges drawn out instead of wrapped round."""
    padded = np.pad(values, ((max(0, down), 0), (abs(across), abs(across))), "edge")
    left = abs(across) - across
    return padded[: len(values), left : left + values.shape[1]]


def _cloud_colours(canvas: Canvas, light: Light, lit: Floats, near: Floats, y: Floats, horizon: float) -> Floats:
    bright = mix(light.horizon, WHITE, 0.1 if light.night else 0.55 if light.altitude > 0.4 else 0.12)
    shade = mix(light.middle, light.top, 0.45)
    share = np.clip(lit * (0.75 + 0.35 * near) - 0.15 * y, 0, 1)
    if light.night:
        share = share * 0.35
    return np.stack(
        [_wide(share * b + (1 - share) * s, canvas, horizon) for b, s in zip(bright, shade, strict=True)], -1
    )


def _wide(values: Floats, canvas: Canvas, horizon: float) -> Floats:
    size = canvas.width, max(1, int(canvas.height * horizon))
    return np.asarray(Image.fromarray(values.astype(np.float32)).resize(size, Image.Resampling.BICUBIC))


def rain(canvas: Canvas, light: Light, random: Random, heavy: float = 1.0) -> None:
    slant = random.uniform(0.08, 0.22) * light.side
    for count, length, width, strength in ((900, 0.06, 1, 0.16), (260, 0.11, 2, 0.22)):
        sheet = Image.new("L", (canvas.width, canvas.height))
        draw = ImageDraw.Draw(sheet)
        for x, y, vary in random.random((int(count * heavy * canvas.width / 1280), 3)):
            tall = canvas.height * length * (0.6 + 0.8 * vary)
            start = (x * 1.3 - 0.15) * canvas.width, (y * 1.2 - 0.2) * canvas.height
            draw.line((*start, start[0] - slant * tall, start[1] + tall), fill=255, width=width)
        canvas.shine(as_mask(soft(sheet, 0.8)) * strength, mix(light.horizon, WHITE, 0.6))


def snow(canvas: Canvas, light: Light, random: Random) -> None:
    for count, size, blur, strength in ((700, 1.5, 0.7, 0.7), (160, 3.4, 1.6, 0.75), (26, 9, 6, 0.5)):
        sheet = Image.new("L", (canvas.width, canvas.height))
        draw = ImageDraw.Draw(sheet)
        for x, y, vary in random.random((int(count * canvas.width / 1280), 3)):
            r = size * (0.5 + vary) * canvas.unit / 720
            px, py = x * canvas.width, y * canvas.height
            draw.ellipse((px - r, py - r, px + r, py + r), fill=255)
        canvas.cover(as_mask(soft(sheet, blur)) * strength, mix(light.horizon, WHITE, 0.75))


def fog(canvas: Canvas, light: Light, horizon: float, strength: float, random: Random) -> None:
    """Banks that are thickest where the land meets the sky."""
    width, height = canvas.width // 4, canvas.height // 4
    banks = noise.field(random, width, height, (2.2, 5), 3)
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    veil = np.exp(-(((y - horizon - 0.05) / 0.22) ** 2)) * (0.55 + 0.6 * banks) * strength
    canvas.cover(full_size(np.clip(veil, 0, 0.96), canvas), light.haze)


def full_size(values: Floats, canvas: Canvas) -> Floats:
    size = canvas.width, canvas.height
    return np.asarray(Image.fromarray(values.astype(np.float32)).resize(size, Image.Resampling.BICUBIC))


def beams(canvas: Canvas, x: float, y: float, colour: Colour, strength: float, random: Random) -> None:
    """Rays from a point, soft and uneven."""
    height, width = canvas.height // 4, canvas.width // 4
    rows, columns = np.mgrid[:height, :width].astype(np.float32) * 4
    angle = np.arctan2(rows - y, columns - x)
    away = np.hypot(rows - y, columns - x) / canvas.unit
    rays = np.interp(angle, np.linspace(-np.pi, np.pi, 96), random.random(96) ** 2.2)
    glow = rays * np.exp(-away * 1.5) * np.clip(away * 4, 0, 1)
    canvas.shine(full_size(glow.astype(np.float32) * strength, canvas), colour)
