"""How the pictures of a storyboard look: the style that was asked for, and colours and light by what is in them."""

import re
from dataclasses import dataclass

from greenlight.domain.writing import normalised
from greenlight.writers.plain_text import plain

_LONGEST_STYLE = 60
# Words of a style → how it is said to an image engine.
_STYLES = """
cinematic film movie | cinematic film still with shallow depth of field
cartoon comic | hand-drawn cartoon with bold outlines and flat colours
watercolor watercolour aquarelle | watercolour painting with soft edges on textured paper
documentary realistic photo photorealistic | documentary photograph with natural light
minimal minimalist minimalistic clean | minimal composition with much empty space
anime manga ghibli | anime drawing with detailed backgrounds
3d render pixar cgi | polished 3D render with soft global light
noir | black-and-white film noir still with hard shadows
vintage retro | vintage photograph with faded colours and film grain
sketch pencil drawing | pencil sketch with fine hatching
oil painting impressionist | oil painting with visible brush strokes
claymation clay stop-motion | clay figures on a miniature set
pixel 8-bit | pixel art with a small palette
fantasy magical | fantasy illustration with glowing light
corporate professional business | bright, tidy corporate photograph
"""
# Words in the story → colours | early, middle and late light.
_MOODS = """
storm thunder lightning hurricane | slate blue, foam white and amber | dim light under dark clouds, hard light \
between gusts, pale light after the rain
rain rainy fog mist | rain grey, deep teal and warm yellow | grey diffuse light, wet reflections, a last gleam of \
light
night midnight moon stars dark tokyo neon | deep indigo, black and lamp gold | blue dusk light, pools of lamplight, \
first light of dawn
sunset dusk evening campfire | burnt orange, rose and violet | golden light, low glowing light, last light of the day
sunrise dawn morning | pale gold, peach and sky blue | first light, low golden light, clear morning light
snow winter ice christmas arctic | ice blue, snow white and berry red | pale winter light, bright light on snow, warm \
light from a window
space mars galaxy planet astronaut rocket moon | rust red, midnight blue and silver | cold starlight, hard white \
light, a warm glow on the horizon
sea ocean beach coast island harbor harbour whale | turquoise, sand and white | bright light on water, high sun, low \
golden light
forest garden jungle tree wood farm meadow nature flower flowers | moss green, bark brown and soft gold | light \
through leaves, clear daylight, long evening shadows
desert sahara canyon volcano volcanoes lava | ochre, rust and pale blue | low raking light, glaring sun, red evening \
light
coffee bakery bread kitchen bake baking cafe café restaurant cook chocolate pie | toasted brown, cream and copper | \
soft window light, warm lamp light, golden light
city street office town subway building | steel grey, brick red and warm white | cool morning light, clear daylight, \
evening lights
castle knight dragon king queen kingdom wizard | stone grey, deep green and torch gold | misty light, torchlight, \
golden light
app software phone robot ai computer quantum technology digital data | graphite, electric blue and white | cool soft \
light, bright even light, a clean white glow
"""
_USUAL = "warm white, soft blue and earth brown | soft morning light, clear daylight, warm evening light"
_FRAMES = {"9:16": "vertical composition", "1:1": "square composition", "4:5": "upright composition"}


@dataclass(frozen=True)
class Mood:
    colours: str
    lights: tuple[str, ...]

    def light(self, part: float) -> str:
        """`part` from 0 at the start to 1 at the end."""
        return self.lights[min(len(self.lights) - 1, int(part * len(self.lights)))]


def mood_of(text: str) -> Mood:
    """By the words that come most often, the first line where several do as well."""
    words = normalised(text).split()
    rows = [row.split("|", 1) for row in _MOODS.strip().splitlines()]
    counts = [sum(word in keys.split() for word in words) for keys, _ in rows]
    best = max(counts)
    colours, lights = (rows[counts.index(best)][1] if best else _USUAL).split("|")
    return Mood(colours.strip(), tuple(light.strip() for light in lights.split(",")))


def style_phrase(style: str) -> str:
    """Any words for a style, cleaned; a known one in full."""
    asked = " ".join(re.sub(r"[^\w\s&'-]", " ", plain(style)).split())[:_LONGEST_STYLE].strip()
    words = set(asked.lower().split())
    for row in _STYLES.strip().splitlines():
        keys, phrase = row.split("|")
        if words & set(keys.split()):
            return phrase.strip()
    return f"{asked} style" if asked else "natural style"


def frame_phrase(aspect_ratio: str) -> str:
    return _FRAMES.get(aspect_ratio, "wide composition")
