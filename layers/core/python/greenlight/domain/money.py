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
    # SDXL, 30 steps of 0.084 s on an H100 (benchmarks/README.md) and some four times that on a g6e: 10 s, and a margin.
    ("text_to_image", "diffusers_text_to_image"): (10_000, "picture"),
    ("image_to_video", "ken_burns"): (1_000, "s"),
    # Wan 2.2, 5 s in 40 guided steps, which are two passes of 3.3 s each on an H100 (benchmarks/README.md), some four
    # times that on a g6e.2xlarge: 18 minutes, at some 2.2 USD an hour on demand.
    ("image_to_video", "diffusers_image_to_video"): (130_000, "s"),
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
