"""The manner of the picture by name: how each is graded."""

from collections.abc import Callable

import numpy as np

from gpu_containers.text_to_image.card.canvas import blurred
from gpu_containers.text_to_image.card.colours import Floats
from gpu_containers.text_to_image.card.handmade import sketch, watercolor
from gpu_containers.text_to_image.card.inking import inked
from gpu_containers.text_to_image.card.lens_looks import bloom, grain, vignette
from gpu_containers.text_to_image.card.noise import Random
from gpu_containers.text_to_image.card.tones import GREY, contrast, exposed, flattened, saturated, split


def finish(pixels: Floats, style: str, random: Random) -> Floats:
    return np.clip(GRADES.get(style, cinematic)(np.clip(pixels, 0, 1), random), 0, 1)


def cinematic(pixels: Floats, random: Random) -> Floats:
    pixels = split(contrast(bloom(pixels, 0.5), 0.4), (0.44, 0.5, 0.56), (0.54, 0.5, 0.45), 0.55)
    return grain(vignette(saturated(pixels, 1.08), 0.62), 0.008, random)


def documentary(pixels: Floats, random: Random) -> Floats:
    pixels = split(contrast(pixels, 0.2), (0.5, 0.5, 0.49), (0.52, 0.505, 0.48), 0.5)
    return grain(vignette(saturated(pixels, 0.74) * 0.97 + 0.012, 0.3), 0.014, random)


def noir(pixels: Floats, random: Random) -> Floats:
    tone = contrast(contrast(exposed(pixels @ GREY), 0.8), 0.4)[..., None]
    tone = bloom(np.repeat(tone * 0.97, 3, axis=2), 0.35)
    return grain(vignette(split(tone, (0.49, 0.5, 0.515), (0.505, 0.5, 0.495), 0.6), 1.0), 0.022, random)


def vintage(pixels: Floats, random: Random) -> Floats:
    faded = saturated(contrast(bloom(pixels, 0.3), 0.15), 0.72) * 0.86 + 0.075
    return grain(vignette(split(faded, (0.53, 0.49, 0.47), (0.56, 0.51, 0.42), 0.75), 0.5), 0.022, random)


def neon(pixels: Floats, random: Random) -> Floats:
    pixels = split(bloom(contrast(pixels, 0.4), 0.9), (0.56, 0.42, 0.66), (0.6, 0.47, 0.56), 0.9)
    return grain(vignette(saturated(pixels, 1.4), 0.6), 0.008, random)


def pastel(pixels: Floats, random: Random) -> Floats:
    pixels = contrast(pixels, 0.45)
    soft = blurred(pixels, pixels.shape[0] / 120) * 0.35 + pixels * 0.65
    return grain(saturated(1 - (1 - soft) * 0.74, 0.86), 0.006, random)


def minimal(pixels: Floats, _: Random) -> Floats:
    """Few tones, much air."""
    light = 1 - (1 - saturated(pixels, 0.62)) * 0.82
    return np.asarray(light * 0.5 + flattened(light, 12.0) * 0.5)


def render(pixels: Floats, _: Random) -> Floats:
    pixels = bloom(contrast(pixels, 0.25), 0.6)
    return vignette(saturated(split(pixels, (0.47, 0.48, 0.56), (0.53, 0.5, 0.47), 0.5), 1.22), 0.32)


def cartoon(pixels: Floats, _: Random) -> Floats:
    return inked(flattened(saturated(pixels, 1.3), 9.0), pixels, 0.85)


def anime(pixels: Floats, _: Random) -> Floats:
    bright = saturated(bloom(contrast(pixels, 0.2), 0.6), 1.32)
    return inked(split(bright, (0.47, 0.49, 0.58), (0.52, 0.51, 0.49), 0.6), pixels, 0.45)


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
