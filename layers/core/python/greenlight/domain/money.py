"""Money: integers of micro-USD, one price list, and estimates made from it."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

MICRO = 1_000_000

# micro-USD per unit, by task and engine. Embedded engines are priced as the CPU time they take on a worker;
# production engines by their list price (OpenAI speech) or by GPU seconds. The only price list there is.
PRICES: dict[tuple[str, str], tuple[int, str]] = {
    ("text_to_speech", "hibari"): (1, "character"),
    ("text_to_speech", "kokoro"): (2, "character"),
    ("text_to_speech", "openai"): (15, "character"),
    ("talking_head", "landmark_warp"): (1_000, "s"),
    ("talking_head", "musetalk"): (6_000, "s"),
    ("text_to_image", "storyboard_card"): (20_000, "picture"),
    # gpt-image-2.5-flare, medium quality: 30 USD a million output tokens, and some 0.053 USD for 1024 × 1024 as
    # reported of gpt-image-2, which has the same rates; the prompt and a margin on top.
    ("text_to_image", "openai"): (60_000, "picture"),
    # gen4_image at 1080p: 8 credits (github.com/runwayml/skills, rw-integrate-image) at 0.01 USD.
    ("text_to_image", "runwayml"): (80_000, "picture"),
    # SDXL on a g6e.xlarge on demand, by its seconds and its price in infra/prices.json (0.0054 USD), and a margin.
    ("text_to_image", "diffusers_text_to_image"): (10_000, "picture"),
    ("image_to_video", "ken_burns"): (1_000, "s"),
    # Wan 2.2 on a g6e.2xlarge on demand, by its seconds and its price in infra/prices.json (0.67 USD of work for 5 s,
    # and 0.07 of loading the model, which AWS Batch does for each job), and a margin.
    ("image_to_video", "diffusers_image_to_video"): (180_000, "s"),
    ("media", "ffmpeg"): (200, "s"),
    # A whole product scenario with its preview picture, by the writer: the picture, and what a model takes for up to
    # four drafts (some 8,000 tokens in and 6,000 out at the rates of gpt-4o-mini), with a margin.
    ("generate_scenario", "rules"): (25_000, "scenario"),
    ("generate_scenario", "openai"): (90_000, "scenario"),
}


def usd(micro: int) -> float:
    return micro / MICRO


def micro_usd(amount: float | str) -> int:
    """Rounds up, so that a limit in dollars is never read as less than what was typed."""
    return int((Decimal(str(amount)) * MICRO).to_integral_value(ROUND_CEILING))


@dataclass(frozen=True)
class Line:
    """`quantity` of `unit`s of `what`, for `amount` micro-USD."""

    what: str
    quantity: float
    unit: str
    amount: int


@dataclass(frozen=True)
class Estimate:
    lines: tuple[Line, ...]

    @property
    def amount(self) -> int:
        return sum(line.amount for line in self.lines)


def price(task: str, engine: str, quantity: float) -> Line:
    per_unit, unit = PRICES[task, engine]
    quantity = round(quantity, 3)
    return Line(task, quantity, unit, round(per_unit * quantity))
