"""Each place out of doors, painted from the horizon to our feet; each says where its ground begins."""

import numpy as np

from gpu_containers.text_to_image.card import dunes, lands, mountain_ranges, skies, skylines, streets, waters, woods
from gpu_containers.text_to_image.card.canvas import Canvas
from gpu_containers.text_to_image.card.colours import WHITE, hexed, mix
from gpu_containers.text_to_image.card.light import Light
from gpu_containers.text_to_image.card.noise import Random


def _sea(canvas: Canvas, light: Light, horizon: float, sun: tuple[float, float], random: Random) -> float:
    waters.water(canvas, light, horizon, sun, random)
    shore = min(0.9, horizon + 0.24)
    line = canvas.height * shore + canvas.height * 0.02 * np.sin(
        canvas.x / canvas.width * random.uniform(3, 6) + random.uniform(0, 6)
    )
    foam = light.on(WHITE, 0.1)
    canvas.ridge(line.astype(np.float32) - canvas.height * 0.012, foam, foam, 10)
    canvas.ridge(
        line.astype(np.float32), light.on(hexed("a88d6b"), 0.05), light.on(hexed("e2c9a0")), canvas.height * 0.07
    )
    return shore + 0.03


def _lake(canvas: Canvas, light: Light, horizon: float, sun: tuple[float, float], random: Random) -> float:
    mountain_ranges.mountains(canvas, light, horizon, random, 0.75)
    woods.treeline(canvas, light, horizon + 0.005, hexed("2f4a3a"), 0.3, 0.07, random, True)
    waters.water(canvas, light, horizon, sun, random)
    lands.ground(canvas, light, 0.84, hexed("5f7040"), random)
    lands.grass(canvas, light, 0.84, hexed("5f7040"), random)
    return 0.84


def _mountain(canvas: Canvas, light: Light, horizon: float, _: tuple[float, float], random: Random) -> float:
    mountain_ranges.mountains(canvas, light, horizon, random)
    woods.treeline(canvas, light, horizon + 0.05, hexed("35523f"), 0.35, 0.1, random, True)
    lands.ground(canvas, light, horizon + 0.045, hexed("7c9358"), random)
    lands.grass(canvas, light, horizon + 0.16, hexed("6b7f45"), random, 0.035)
    return horizon + 0.05


def _forest(canvas: Canvas, light: Light, horizon: float, sun: tuple[float, float], random: Random) -> float:
    canvas.cover(
        np.full((canvas.height, 1), 0.45, np.float32) * np.ones((1, canvas.width), np.float32),
        light.on(hexed("9db58a"), 0.55),
    )
    canvas.glow(sun[0], canvas.height * 0.34, canvas.unit * 0.9, light.sun, 0.65 * (1 - light.overcast))
    woods.trunks(canvas, light, horizon, random)
    skies.beams(canvas, sun[0], -canvas.height * 0.1, light.sun, 0.55 * (1 - light.overcast), random)
    lands.ground(canvas, light, horizon + 0.22, hexed("5a6a3a"), random)
    return horizon + 0.2


def _field(canvas: Canvas, light: Light, horizon: float, _: tuple[float, float], random: Random) -> float:
    colour = hexed(str(random.choice(("8fae4e", "b7a24d", "79a256"))))
    lands.hills(canvas, light, horizon, random, colour)
    woods.treeline(canvas, light, horizon + 0.055, hexed("41603a"), 0.34, 0.06, random, False)
    lands.ground(canvas, light, horizon + 0.13, colour, random)
    lands.grass(canvas, light, horizon + 0.17, colour, random, 0.06)
    return horizon + 0.15


def _desert(canvas: Canvas, light: Light, horizon: float, _: tuple[float, float], random: Random) -> float:
    dunes.dunes(canvas, light, horizon, random)
    return min(0.88, horizon + 0.22)


def _snow(canvas: Canvas, light: Light, horizon: float, _: tuple[float, float], random: Random) -> float:
    mountain_ranges.mountains(canvas, light, horizon, random, 0.9)
    woods.treeline(canvas, light, horizon + 0.03, hexed("3a5262"), 0.4, 0.08, random, True)
    lands.ground(canvas, light, horizon + 0.03, hexed("eef4fb"), random, 0.25)
    return horizon + 0.05


def _city(canvas: Canvas, light: Light, horizon: float, sun: tuple[float, float], random: Random) -> float:
    by_water = random.random() < 0.55
    skylines.skyline(canvas, light, horizon if by_water else 0.82, random, 1.25 if by_water else 1.7)
    if by_water:
        waters.water(canvas, light, horizon + 0.02, sun, random)
        quay = np.full(canvas.width, canvas.height * 0.84, np.float32)
        canvas.ridge(quay - canvas.height * 0.012, light.on(hexed("b5afa6")), light.on(hexed("8e8a86")), 8)
        canvas.ridge(
            quay, light.on(hexed("7d7a78")), mix(light.on(hexed("55545a")), (0, 0, 0), 0.25), canvas.height * 0.16
        )
        return 0.85
    skylines.terrace(canvas, light, random)
    return 0.87


def _street(canvas: Canvas, light: Light, horizon: float, sun: tuple[float, float], random: Random) -> float:
    streets.street(canvas, light, horizon, 0.3 + 0.4 * (sun[0] / canvas.width), random)
    return horizon + 0.14


def _sky(canvas: Canvas, light: Light, horizon: float, _: tuple[float, float], random: Random) -> float:
    lands.hills(canvas, light, max(horizon, 0.8), random, hexed("7f9f60"))
    return 0.95


OUTDOORS = {
    "sea": _sea, "lake": _lake, "mountain": _mountain, "forest": _forest, "field": _field, "desert": _desert,
    "snow": _snow, "city": _city, "street": _street, "sky": _sky,
}  # fmt: skip
