"""Words that are not fit for families, and ordinary products whose names only sound like them."""

import pytest

from greenlight.domain.writing import WriterFailed
from greenlight.writers.moderation_rules import RulesModerator, category_of

UNFIT = [
    ("Free porn videos", "sexual"),
    ("A shop for sex toys", "sexual"),
    ("He will kill her", "violence"),
    ("Heil Hitler mug", "hate"),
    ("How to kill yourself", "self_harm"),
    ("Pure cocaine, fast delivery", "drugs"),
    ("AR-15 assault rifle", "weapons"),
    ("f.u.c.k this", "profanity"),
    ("What the FUCK", "profanity"),
    ("ｓｈｉｔ", "profanity"),
    ("sh1t happens", "profanity"),
]
FIT = [
    "Killer deal on shot glasses",
    "A cocktail shaker from Essex and Scunthorpe",
    "Breast pump and chicken breast",
    "Kitchen knife set, gun metal grey",
    "Weed control for lawns",
    "Unisex, for both sexes",
    "Hell's kitchen apron",
    "Cockpit clock, Dickens novel, Arsenal scarf",
    "A lamp for the night nurse",
    "Grapefruit, assassin bug trap, class pass",
    "A bass guitar. It is 50 % off. U.S.A. made",
    "Shiitake mushrooms",
    "Bottle that keeps water cold for 24 hours",
]


@pytest.mark.parametrize(("text", "category"), UNFIT)
def test_what_is_unfit_is_refused_by_its_category_and_not_quoted(text, category):
    with pytest.raises(WriterFailed) as refused:
        RulesModerator().refuse("A fine bottle.", text)
    assert (refused.value.code, refused.value.retryable) == (f"moderation.{category}", False)
    assert text not in refused.value.message


@pytest.mark.parametrize("text", FIT)
def test_what_only_sounds_like_it_passes(text):
    assert category_of(text) is None
