"""The manner of the picture: how it is graded, and what lens or paper it seems to be on."""

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageFilter

from gpu_containers.text_to_image.card import noise
from gpu_containers.text_to_image.card.canvas import blurred, to_image
from gpu_containers.text_to_image.card.colours import Colour, Floats
from gpu_containers.text_to_image.card.noise import Random
from gpu_containers.text_to_image.card.worlds import paper

GREY = np.array([0.299, 0.587, 0.114], np.float32)


def finish(pixels: Floats, style: str, random: Random) -> Floats:
    return np.clip(GRADES.get(style, cinematic)(np.clip(pixels, 0, 1), random), 0, 1)


def saturated(pixels: Floats, amount: float) -> Floats:
    tone = (pixels @ GREY)[..., None]
    return np.clip(tone + (pixels - tone) * amount, 0, 1)


def contrast(pixels: Floats, amount: float) -> Floats:
    """An S-curve around the middle; `amount` 0 changes nothing."""
    return pixels + amount * (pixels * pixels * (3 - 2 * pixels) - pixels)


def split(pixels: Floats, shadows: Colour, lights: Colour, amount: float) -> Floats:
    """Tints the dark with one colour and the light with another."""
    tone = (pixels @ GREY)[..., None]
    tint = (1 - tone) * np.asarray(shadows, np.float32) + tone * np.asarray(lights, np.float32)
    return np.clip(pixels * (1 + amount * (tint * 2 - 1)), 0, 1)


def vignette(pixels: Floats, strength: float) -> Floats:
    height, width = pixels.shape[:2]
    x, y = np.linspace(-1, 1, width, dtype=np.float32), np.linspace(-1, 1, height, dtype=np.float32)
    away = np.clip((x[None, :] ** 2 * 0.9 + y[:, None] ** 2) - 0.35, 0, 2)
    return np.asarray(pixels * (1 - strength * away**1.3 * 0.6)[..., None])


def bloom(pixels: Floats, strength: float) -> Floats:
    """Bright places spill over."""
    bright = np.clip((pixels - 0.68) * 2.2, 0, 1)
    glow = blurred(bright, pixels.shape[0] / 36)
    return pixels + strength * glow * (1 - pixels)


def grain(pixels: Floats, amount: float, random: Random) -> Floats:
    height, width = pixels.shape[:2]
    noise_tile = random.standard_normal((min(height, 512), min(width, 512)), np.float32)
    tiled = np.tile(noise_tile, (height // noise_tile.shape[0] + 1, width // noise_tile.shape[1] + 1))[:height, :width]
    return pixels + amount * tiled[..., None]


def cinematic(pixels: Floats, random: Random) -> Floats:
    pixels = split(contrast(bloom(pixels, 0.5), 0.4), (0.44, 0.5, 0.56), (0.54, 0.5, 0.45), 0.55)
    return grain(vignette(saturated(pixels, 1.08), 0.62), 0.008, random)


def documentary(pixels: Floats, random: Random) -> Floats:
    pixels = split(contrast(pixels, 0.2), (0.5, 0.5, 0.49), (0.52, 0.505, 0.48), 0.5)
    return grain(vignette(saturated(pixels, 0.74) * 0.97 + 0.012, 0.3), 0.014, random)


def noir(pixels: Floats, random: Random) -> Floats:
    tone = contrast(contrast(_exposed(pixels @ GREY), 0.8), 0.4)[..., None]
    tone = bloom(np.repeat(tone * 0.97, 3, axis=2), 0.35)
    return grain(vignette(split(tone, (0.49, 0.5, 0.515), (0.505, 0.5, 0.495), 0.6), 1.0), 0.022, random)


def _exposed(tone: Floats) -> Floats:
    """Opens the shadows of a dark picture, so that its forms can be read."""
    middle = float(np.median(tone))
    return tone ** float(np.clip(np.log(0.42) / np.log(max(middle, 0.02)), 0.45, 1.1))


def vintage(pixels: Floats, random: Random) -> Floats:
    faded = saturated(contrast(bloom(pixels, 0.3), 0.15), 0.72) * 0.86 + 0.075
    return grain(vignette(split(faded, (0.53, 0.49, 0.47), (0.56, 0.51, 0.42), 0.75), 0.5), 0.022, random)


def neon(pixels: Floats, random: Random) -> Floats:
    pixels = split(bloom(contrast(pixels, 0.4), 0.9), (0.56, 0.42, 0.66), (0.6, 0.47, 0.56), 0.9)
    return grain(vignette(saturated(pixels, 1.4), 0.6), 0.008, random)


def pastel(pixels: Floats, random: Random) -> Floats:
    soft = blurred(pixels, pixels.shape[0] / 120) * 0.35 + pixels * 0.65
    return grain(saturated(1 - (1 - soft) * 0.74, 0.86), 0.006, random)


def minimal(pixels: Floats, _: Random) -> Floats:
    """Few tones, much air."""
    light = 1 - (1 - saturated(pixels, 0.62)) * 0.82
    return np.asarray(light * 0.5 + _flat(light, 12.0) * 0.5)


def render(pixels: Floats, _: Random) -> Floats:
    pixels = bloom(contrast(pixels, 0.25), 0.6)
    return vignette(saturated(split(pixels, (0.47, 0.48, 0.56), (0.53, 0.5, 0.47), 0.5), 1.22), 0.32)


def cartoon(pixels: Floats, _: Random) -> Floats:
    return _inked(_flat(saturated(pixels, 1.3), 9.0), pixels, 0.85)


def anime(pixels: Floats, _: Random) -> Floats:
    bright = saturated(bloom(contrast(pixels, 0.2), 0.6), 1.32)
    return _inked(split(bright, (0.47, 0.49, 0.58), (0.52, 0.51, 0.49), 0.6), pixels, 0.45)


def _flat(pixels: Floats, steps: float) -> Floats:
    """Tones in steps whose edges are soft enough not to crawl."""
    tone = (pixels @ GREY) * steps
    low = np.floor(tone)
    part = np.clip((tone - low - 0.5) * 6 + 0.5, 0, 1)
    return np.clip(pixels * ((low + part) / np.maximum(tone, 0.4))[..., None], 0, 1)


def _inked(pixels: Floats, source: Floats, strength: float) -> Floats:
    """Dark lines where the picture changes suddenly."""
    return pixels * (1 - strength * _edges(source))[..., None]


def _edges(pixels: Floats, keen: float = 9.0) -> Floats:
    picture = to_image(pixels).convert("L").filter(ImageFilter.GaussianBlur(pixels.shape[0] / 720))
    tone = np.asarray(picture, np.float32) / 255
    across, down = np.gradient(tone)
    edge = np.clip(np.hypot(across, down) * keen - 0.28, 0, 1)
    line = (
        Image.fromarray((edge * 255).astype(np.uint8))
        .filter(ImageFilter.MaxFilter(3))
        .filter(ImageFilter.GaussianBlur(0.7))
    )
    return np.asarray(line, np.float32) / 255


def _brightened(pixels: Floats) -> Floats:
    tone = pixels @ GREY
    return pixels * (_exposed(tone) / np.maximum(tone, 0.02))[..., None]


def sketch(pixels: Floats, random: Random) -> Floats:
    """Pencil on paper: lines, two directions of hatching in the dark, a breath of colour."""
    height, width = pixels.shape[:2]
    tone = _exposed(contrast(pixels, 0.2) @ GREY)
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    pitch = max(4.0, height / 150)
    wobble = noise.field(random, width // 8, height // 8, (10, 8), 2)
    wobble = np.asarray(Image.fromarray(wobble).resize((width, height), Image.Resampling.BICUBIC)) * 5
    first = np.sin((rows + columns) / pitch * 2.2 + wobble) * 0.5 + 0.5
    second = np.sin((rows - columns * 0.7) / pitch * 2.2 + wobble) * 0.5 + 0.5
    shade = np.clip((0.47 - tone) * 1.9, 0, 1) * first * 0.5 + np.clip((0.24 - tone) * 3, 0, 1) * second * 0.5
    ink = np.clip(shade + _edges(_brightened(pixels), 15.0) * 0.95 + np.clip(0.45 - tone, 0, 1) * 0.3, 0, 0.93)
    sheet = paper(width, height, random)[..., None] * np.array([0.985, 0.972, 0.94], np.float32)
    wash = sheet * (0.62 + 0.38 * saturated(_brightened(pixels), 1.15))
    lines = ink[..., None]
    return np.asarray(wash * (1 - lines) + lines * np.array([0.13, 0.13, 0.16], np.float32))


def watercolor(pixels: Floats, random: Random) -> Floats:
    """Pigment that runs a little, gathers at its edges, and leaves the border of the sheet white."""
    height, width = pixels.shape[:2]
    flow = [_wobble(random, width, height) for _ in range(2)]
    rows, columns = np.mgrid[:height, :width]
    reach = height / 110
    at = (
        np.clip(rows + (flow[0] - 0.5) * reach * 2, 0, height - 1).astype(int),
        np.clip(columns + (flow[1] - 0.5) * reach * 2, 0, width - 1).astype(int),
    )
    small = to_image(pixels[at]).reduce(2).filter(ImageFilter.MedianFilter(3))
    smeared = small.resize((width, height), Image.Resampling.BICUBIC)
    wash = np.asarray(smeared, np.float32) / 255
    gathered = np.clip(blurred(wash, height / 130) - wash, -0.12, 0.12)
    wash = wash - gathered * 1.3
    light = 1 - (1 - saturated(wash, 1.18)) * (0.76 + 0.26 * flow[0])[..., None]
    sheet = paper(width, height, random)[..., None] * np.array([1.0, 0.99, 0.965], np.float32)
    inside = _border(width, height, flow[1], height / 24)[..., None]
    return np.asarray(sheet * (inside * light + (1 - inside)))


def _wobble(random: Random, width: int, height: int) -> Floats:
    small = noise.field(random, width // 4, height // 4, (16, 10), 4)
    return np.asarray(Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC))


def _border(width: int, height: int, wobble: Floats, reach: float) -> Floats:
    x, y = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    near = np.minimum(np.minimum(x, width - 1 - x)[None, :], np.minimum(y, height - 1 - y)[:, None])
    return np.asarray(np.clip((near - reach * (0.2 + 0.9 * wobble)) / (reach * 0.12), 0, 1))


GRADES: dict[str, Callable[[Floats, Random], Floats]] = {
    grade.__name__: grade
    for grade in (
        cinematic,
        documentary,
        noir,
        vintage,
        neon,
        pastel,
        minimal,
        render,
        cartoon,
        anime,
        sketch,
        watercolor,
    )
}
