"""Which tone a script is written in: the one asked for, unless the script itself forbids it."""

import re

from greenlight.writers.rules_tone_table import ENERGETIC, HUMOROUS, NEUTRAL, SERIOUS, TONES, Tone

# Whatever tone is asked for, nobody jokes or cheers about a death.
SOMBRE = Tone(
    "sombre",
    1,
    0,
    "",
    ("Hello",),
    (
        "Please take a moment to listen.",
        "A moment of your attention, please.",
        "Please listen for a moment.",
        "Thank you for being here.",
    ),
    ("Thank you for listening.", "Thank you for your time.", "Thank you for being here.", "Thank you."),
)

_SAD = re.compile(
    r"\b(?:died|dies|dying|death|deaths|dead|passed away|funeral|memorial|grief|mourn\w*|condolences?|tragedy|tragic|"
    r"killed|murder\w*|suicide|cancer|terminal illness|victims?|war|earthquake|layoffs?|laid off|bankruptcy|abuse|"
    r"rest in peace|deeply regret|heartbroken|miscarriage|assault\w*|massacre|genocide)\b",
    re.IGNORECASE,
)


_GRAVE = re.compile(
    r"\b(?:medicines?|medication|pills?|dosage|overdose|pregnan\w+|emergency|evacuat\w+|danger\w*|allerg\w+|seizures?|"
    r"heart attack|stroke|poison\w*|violence|refugees?|homeless\w*|addiction)\b",
    re.IGNORECASE,
)


def tone_for(words: str, script: str) -> Tone:
    """The tuned tone that free text comes nearest to, neutral where none does; sombre or serious for such a script."""
    if _SAD.search(script):
        return SOMBRE
    asked = words.casefold()
    scores = [(sum(stem in asked for stem in tone.keywords.split()) + 5 * (tone.name in asked), tone) for tone in TONES]
    best = max(score for score, _ in scores)
    nearest = next(tone for score, tone in scores if score == best) if best else NEUTRAL
    return SERIOUS if nearest in {ENERGETIC, HUMOROUS} and _GRAVE.search(script) else nearest
