"""Sums on tone and colour that every manner is made of."""

import numpy as np

from gpu_containers.text_to_image.card.colours import Colour, Floats

GREY = np.array([0.299, 0.587, 0.114], np.float32)


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


def exposed(tone: Floats) -> Floats:
    """Opens the shadows of a dark picture, so that its forms can be read."""
    middle = float(np.median(tone))
    return tone ** float(np.clip(np.log(0.42) / np.log(max(middle, 0.02)), 0.45, 1.1))


def flattened(pixels: Floats, steps: float) -> Floats:
    """Tones in steps whose edges are soft enough not to crawl."""
    tone = (pixels @ GREY) * steps
    low = np.floor(tone)
    part = np.clip((tone - low - 0.5) * 6 + 0.5, 0, 1)
    return np.clip(pixels * ((low + part) / np.maximum(tone, 0.4))[..., None], 0, 1)


def brightened(pixels: Floats) -> Floats:
    tone = pixels @ GREY
    return pixels * (exposed(tone) / np.maximum(tone, 0.02))[..., None]
