"""What a scenario writer is asked for and gives back: an advertisement for a product, in scenes of five seconds."""

from dataclasses import dataclass

SCENE_SECONDS = 5
LENGTHS = (15, 20, 30, 45, 60)
STYLES = (
    "trendy-influencer-vlog",
    "cinematic-storytelling",
    "product-demo",
    "customer-testimonial",
    "unboxing",
    "behind-the-scenes",
    "problem-solution",
    "lifestyle-montage",
)
MOODS = ("energetic", "calm", "professional", "luxurious", "playful", "inspiring", "heartwarming", "dramatic")
RESOLUTIONS = ("720:1280", "1280:720", "1080:1920", "1920:1080", "1024:1024", "960:960", "864:1080")


@dataclass(frozen=True)
class ProductFacts:
    """What is known of a product, as it was when the scenario was asked for; `price` is as people read it."""

    name: str
    description: str
    category: str = ""
    price: str = ""


@dataclass(frozen=True)
class ScenarioRequest:
    """`resolution` is WIDTH:HEIGHT, `language` BCP 47; `has_image` tells whether the product has a picture."""

    product: ProductFacts
    style: str
    mood: str
    video_length: int
    resolution: str
    language: str
    voice: str
    has_image: bool = False

    @property
    def scenes(self) -> int:
        return self.video_length // SCENE_SECONDS


@dataclass(frozen=True)
class Demographics:
    target_gender: str
    age_group: str
    product_type: str
    demographic_context: str


@dataclass(frozen=True)
class ScenarioScene:
    """`image_prompt` is of the first frame, `visual_prompt` of what moves; `image_reasoning` says why this is shown."""

    description: str
    image_prompt: str
    visual_prompt: str
    image_reasoning: str


@dataclass(frozen=True)
class AudioScript:
    hook: str
    main: str
    cta: str
    hashtags: tuple[str, ...]


@dataclass(frozen=True)
class ScenarioText:
    """`person` describes the one person who is seen, word for word in every image and visual prompt; empty for none."""

    title: str
    description: str
    narrative_style: str
    target_audience: str
    demographics: Demographics
    person: str
    scenes: tuple[ScenarioScene, ...]
    audio: AudioScript
