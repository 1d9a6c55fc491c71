"""Composes a card: reads, lights, paints from far to near, stages, and finishes in the asked manner."""

from dataclasses import replace

import numpy as np
from PIL import Image

from gpu_containers.text_to_image.card import backdrops, cast, crowds, lenses, light, skies, staging, styles
from gpu_containers.text_to_image.card.canvas import Canvas, to_image
from gpu_containers.text_to_image.card.keepsake import cut_out
from gpu_containers.text_to_image.card.meanings import number_of
from gpu_containers.text_to_image.card.reading import Scene, read
from gpu_containers.text_to_image.card.stage import Stage
from gpu_containers.text_to_image.card.words import PRODUCTS


def compose(
    prompt: str, style: str, size: tuple[int, int], seed: int, scene_number: int | None, reference: Image.Image | None
) -> Image.Image:
    """The same arguments give the same picture, to the byte."""
    random = np.random.default_rng(number_of(prompt, style, seed, scene_number))
    scene = read(prompt, style)
    if not scene.places:
        place = backdrops.usual_place(scene, random)
        scene = replace(scene, places=(place,) if place else ())
    if reference:
        scene = replace(scene, things=tuple(thing for thing in scene.things if thing.kind not in PRODUCTS))
    elif scene.shot in ("closeup", "medium", "shoulder") and scene.empty:
        scene = replace(scene, shot="wide")  # nothing to be near to, and no view to blur
    canvas = Canvas(*size)
    _paint(canvas, scene, random, reference)
    return to_image(styles.finish(canvas.pixels, scene.style, random))


def _paint(canvas: Canvas, scene: Scene, random: np.random.Generator, reference: Image.Image | None) -> None:
    lit = light.light_of(scene, random)
    frame = staging.frame_of(scene, random)
    backdrop = backdrops.paint(canvas, scene, lit, frame.horizon, frame.x, random)
    if frame.blur:
        canvas.blurred(canvas.height * frame.blur)
        lenses.bokeh(canvas, lit, random, frame.blur)
    stage = Stage(canvas, scene, lit, frame, backdrop, random, cut_out(reference) if reference else None)
    cast.perform(stage)
    if scene.shot == "shoulder":
        crowds.foreground_shoulder(stage)
    _weather(canvas, scene, lit, random)


def _weather(canvas: Canvas, scene: Scene, lit: light.Light, random: np.random.Generator) -> None:
    if scene.indoors or not scene.places or scene.place in ("space", "underwater"):
        return
    if scene.weather in ("rain", "storm"):
        skies.rain(canvas, lit, random, 1.4 if scene.weather == "storm" else 1.0)
    if scene.weather == "snow":
        skies.snow(canvas, lit, random)
