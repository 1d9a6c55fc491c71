"""What the scenes of an advertisement show, with a person or without one: one row for each of up to twelve scenes."""

from dataclasses import dataclass

from greenlight.domain.scenario_writing import ScenarioRequest, ScenarioScene
from greenlight.writers.rules_text import capitalised
from greenlight.writers.scenario_rules_people import Audience

# What happens | shot | what moves and how | why the product's picture fits.
# `{who}` is the person, `{product}` the thing.
_WITH_SOMEBODY = """
{who} looks up and thinks for a moment | medium shot | the camera moves slowly closer | it opens with the moment in \
which the product is missing
{who} reaches for {product} | close-up | the camera follows the hand | it shows the product for the first time
{who} holds {product} up to the light | medium close-up | a slow half circle | the whole product is seen from the \
front
{who} turns {product} over to look at every side | close-up | the camera stays still while the product turns | its \
sides and surface are seen
{who} uses {product} without hurry | medium shot | a gentle move from left to right | it shows how the product is used
{who} smiles at what {product} does | medium close-up | the camera rests, the light changes | it shows how it feels \
to use the product
{who} puts {product} in its place | wide shot | the camera draws back a little | it shows how large the product is
{who} shows {product} to a friend who stays out of the picture | over-the-shoulder shot | a slow move past the \
shoulder | it shows the product as something worth sharing
{who} walks on with {product} at hand | tracking shot | the camera walks along | it shows the product on the way
{who} takes a quiet moment beside {product} | wide shot | nearly still, only the light moves | it gives the product \
room
{who} looks at {product} from very near | extreme close-up | the focus moves from the face to the product | one \
detail of the product is seen
{who} raises {product} towards the camera | medium shot | the camera comes to a rest | it ends on the product itself
"""
_WITH_NOBODY = """
an empty place on a table where something is missing | wide shot | the camera moves slowly closer | it opens with \
the moment in which the product is missing
{product} comes into view from the side | medium shot | the camera follows the product | it shows the product for \
the first time
{product} in the middle, in clear light | medium close-up | a slow half circle | the whole product is seen from the \
front
the surface of {product}, from very near | extreme close-up | the camera glides along an edge | its surface and \
finish are seen
{product} turning slowly on its own axis | close-up | the camera stays still while the product turns | every side is \
seen
{product} beside everyday things | wide shot | a gentle move from left to right | it shows how large the product is
{product} at work, step by step | medium shot | the camera looks down and stays | it shows how the product is used
light that wanders over {product} | close-up | only the light moves | it shows shape and colour
{product} from above, with its parts in order | overhead shot | the camera turns a little | it shows what belongs to \
it
{product} in its usual place | wide shot | the camera draws back | it shows the product where it is used
one detail of {product}, in focus, all else soft | close-up | the focus moves to the detail | one detail of the \
product is seen
{product} alone, large in the picture | medium shot | the camera comes to a rest | it ends on the product itself
"""
_LIGHTS = {
    "energetic": "bright, saturated daylight",
    "calm": "soft morning light",
    "professional": "clean, even light",
    "luxurious": "warm low light with deep shadows",
    "playful": "bright light and cheerful colours",
    "inspiring": "golden light of a rising sun",
    "heartwarming": "warm afternoon light",
    "dramatic": "strong light from one side, dark background",
}


@dataclass(frozen=True)
class Stage:
    """`product` is as it is called in prompts; an empty `person` means that nobody is seen."""

    request: ScenarioRequest
    audience: Audience
    product: str
    person: str

    def scenes(self) -> tuple[ScenarioScene, ...]:
        rows = [row.split("|") for row in (_WITH_SOMEBODY if self.person else _WITH_NOBODY).strip().splitlines()]
        count = self.request.scenes
        # The first and the last row open and close; those between are spread over what there is.
        places = [round(i * (len(rows) - 1) / (count - 1)) for i in range(count)]
        return tuple(self._scene([part.strip() for part in rows[place]], n) for n, place in enumerate(places, 1))

    def _scene(self, row: list[str], number: int) -> ScenarioScene:
        happens, shot, moves, reason = row
        shown = happens.replace("{who}", self.person).replace("{product}", self.product)
        told = happens.replace("{who}", "somebody").replace("{product}", self.product)
        style = self.request.style.replace("-", " ")
        setting = f"{self.audience.place}, {_LIGHTS[self.request.mood]}, {style} style, {self._composition()}"
        subject = self.person or self.product
        return ScenarioScene(
            description=f"{capitalised(told)}.",
            image_prompt=f"{capitalised(shot)}: {shown}, {setting}.",
            visual_prompt=f"Scene {number}: {subject}; {told}. Camera: {moves}. {self.request.mood.capitalize()} \
pace.",
            image_reasoning=f"{capitalised(reason)}.",
        )

    def _composition(self) -> str:
        width, height = (int(side) for side in self.request.resolution.split(":"))
        if width == height:
            return "square composition"
        return "vertical composition" if height > width else "wide composition"
