"""The light of a scene: the colours of sky, sun, haze and shadow by time, weather, mood and style."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from gpu_containers.text_to_image.card.colours import Colour, grey, hexed, mix, scaled, times, turned
from gpu_containers.text_to_image.card.noise import Random
from gpu_containers.text_to_image.card.reading import Scene


@dataclass(frozen=True)
class Light:
    """`altitude` is the sun's height above the horizon as a share of the sky; `ambient` multiplies all surfaces."""

    top: Colour
    middle: Colour
    horizon: Colour
    sun: Colour
    haze: Colour
    ambient: Colour
    altitude: float
    night: bool = False
    overcast: float = 0.0
    backlit: float = 0.0
    side: float = 1.0

    def on(self, colour: Colour, distance: float = 0.0) -> Colour:
        """How a surface of this colour looks, `distance` from 0 (here) to 1 (lost in the haze)."""
        return mix(times(colour, self.ambient), self.haze, distance)

    def toned(self, change: Callable[[Colour], Colour]) -> "Light":
        """The same light in a sky whose colours are changed."""
        return replace(
            self, top=change(self.top), middle=change(self.middle), horizon=change(self.horizon), haze=change(self.haze)
        )


def _light(codes: str, altitude: float, *, night: bool = False, backlit: float = 0.0) -> Light:
    top, middle, horizon, sun, haze, ambient = (hexed(code) for code in codes.split())
    return Light(top, middle, horizon, sun, haze, ambient, altitude, night, backlit=backlit)


TIMES = {
    "sunrise": _light("5f86bd e9a69a ffdca0 ffe2a8 f3b9a0 d9b5ad", 0.16, backlit=0.75),
    "day": _light("2f7fcf 79b8ea d6eef7 fff6da bcdcf0 fdfaf2", 0.72),
    "golden": _light("45619a e88f63 ffcd78 ffd07a f0a56d d69f83", 0.13, backlit=0.85),
    "dusk": _light("171f4d 5d4a8c f08a6b ffb27a 8d6691 6f6290", 0.02, backlit=0.9),
    "night": _light("0a1230 1b2f63 3f62a0 d6e4ff 314c7e 56699f", 0.62, night=True),
}
USUAL = ("day", "golden", "day", "sunrise", "golden", "dusk")


def light_of(scene: Scene, random: Random) -> Light:
    time = scene.time or _usual_time(scene, random)
    light = replace(TIMES[time], side=float(random.choice((-1.0, 1.0))))
    return _mood(scene, _weather(scene, _varied(light, random)))


def _usual_time(scene: Scene, random: Random) -> str:
    if scene.weather in ("storm", "fog", "rain") or scene.mood == "cold":
        return "dusk" if random.random() < 0.35 else "day"
    if scene.mood == "tense" or scene.style in ("neon", "noir"):
        return "night"
    if scene.place in ("kitchen", "office", "room", "bedroom", "class", "shop", "lab"):
        return str(random.choice(("day", "sunrise", "golden")))
    return str(random.choice(USUAL))


def _varied(light: Light, random: Random) -> Light:
    """A little of another hue, so that two scenes at the same hour are not the same sky."""
    hue, strength = random.uniform(-0.025, 0.025), random.uniform(0.9, 1.1)
    light = light.toned(lambda colour: turned(colour, hue, strength))
    return replace(light, altitude=light.altitude * random.uniform(0.8, 1.25))


_CLOUDED = {"cloudy": 0.6, "rain": 0.75, "storm": 0.85, "snow": 0.6, "fog": 0.7}


def _weather(scene: Scene, light: Light) -> Light:
    cover = _CLOUDED.get(scene.weather, 0.0) * (
        0.6 if light.night else 0.62 if scene.time in ("sunrise", "golden", "dusk") else 1.0
    )
    if not cover:
        return light
    dark = 0.62 if scene.weather == "storm" else 0.8 if scene.weather == "rain" else 1.02

    def dull(colour: Colour) -> Colour:
        tone = grey(colour) * dark
        return mix(colour, (tone * 0.95, tone, tone * 1.05), cover)

    light = light.toned(dull)
    sun, ambient = mix(light.sun, light.haze, cover * 0.6), dull(light.ambient)
    return replace(light, sun=sun, ambient=ambient, overcast=cover, backlit=light.backlit * (1 - cover * 0.7))


def _mood(scene: Scene, light: Light) -> Light:
    tints = {"warm": (1.05, 1.0, 0.92), "cold": (0.9, 0.97, 1.06), "tense": (0.86, 0.9, 0.96)}
    tint = tints.get(scene.mood, (1.0, 1.0, 1.0))
    light = light.toned(lambda colour: scaled(times(colour, tint), 1.0))
    return replace(light, ambient=times(light.ambient, tint))
