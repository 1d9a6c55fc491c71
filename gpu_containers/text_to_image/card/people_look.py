"""How a person looks, from nothing but the words that describe them: the same words, the same person."""

from dataclasses import dataclass

from gpu_containers.text_to_image.card.colours import Colour, hexed, scaled
from gpu_containers.text_to_image.card.meanings import number_of
from gpu_containers.text_to_image.card.phrases import Phrase
from gpu_containers.text_to_image.card.words import COLOURS

SKINS = ("f2c9a6", "e6b48d", "d29b70", "b67c52", "8d5a3b", "6b4530")
HAIRS = ("2a211d", "4a3226", "6f4a2e", "a9743f", "1c1a1e", "8a5a34")
CLOTHES = ("b8473c", "2f6f8f", "d19a3c", "4f7f5a", "6a4f86", "c96f4a", "31507a", "8c8f96", "b25d74", "3e7f86", "e0d4bd")
TROUSERS = ("2b3448", "3f4a5c", "54483f", "6b6f76", "2d2c33", "7b6a52", "3d5674")
OUTFITS = {
    "coat": "coat raincoat trenchcoat cloak detective poncho",
    "dress": "dress gown skirt kimono sari bride",
    "suit": "suit blazer businessman businesswoman manager tuxedo host presenter tie",
    "apron": "apron chef baker barista waiter waitress potter carpenter craftsman gardener shopkeeper cook",
    "gown": "doctor nurse scientist labcoat lab",
    "space": "astronaut spacesuit cosmonaut",
    "sport": "runner athlete surfer cyclist dancer jogger hoodie hiker climber jacket parka sweater jumper",
}
HAIR_STYLES = {
    "curly": "curly afro frizzy",
    "bun": "bun ponytail updo dancer",
    "long": "long",
    "bob": "bob",
    "short": "short cropped buzz",
    "bald": "bald shaved",
}
_FAIR = frozenset(("blonde", "blond", "ginger", "redhead"))
_GARMENTS = frozenset(
    [
        "coat",
        "jacket",
        "dress",
        "shirt",
        "sweater",
        "hoodie",
        "suit",
        "t-shirt",
        "top",
        "blouse",
        "raincoat",
        "parka",
        "scarf",
        "hat",
        "cap",
        "uniform",
        "apron",
        "jumper",
        "skirt",
        "gown",
        "jersey",
        "cloak",
        "vest",
        "cardigan",
    ]
)


@dataclass(frozen=True)
class Look:
    """What a person wears and how they are built; `tall` is their height against a man's."""

    tall: float
    skin: Colour
    hair: Colour
    hair_style: str
    outfit: str
    top: Colour
    bottom: Colour
    shoes: Colour
    hat: str
    beard: bool
    glasses: bool
    scarf: bool
    woman: bool
    child: bool


def look_of(phrase: Phrase) -> Look:
    known = [word for word in phrase.words if tells(word)]
    dice = _Dice(" ".join(sorted(set(known))) + phrase.kind)
    woman = _is_woman(phrase, dice)
    child, old = phrase.kind == "child", "old" in phrase.kind or bool({"old", "elderly", "senior"} & set(known))
    skin = dice.pick(SKINS[:3] if _FAIR & set(phrase.words) else SKINS, "skin")
    outfit = _named(OUTFITS, known) or dice.pick(("shirt", "shirt", "sport", "coat"), "outfit")
    top = _colour_before(phrase.words, _GARMENTS) or hexed(dice.pick(CLOTHES, "top"))
    return Look(
        tall=0.6 if child else 0.94 if woman else 1.0,
        skin=hexed(skin),
        hair=_hair(phrase.words, dice, old, SKINS.index(skin) > 2),
        hair_style=_named(HAIR_STYLES, known)
        or dice.pick(
            ("long", "bob", "bun", "curly", "long") if woman else ("short", "short", "side", "curly"), "style"
        ),
        outfit=outfit,
        top=hexed("eef1f4") if outfit in ("gown", "space") else top,
        bottom=hexed(dice.pick(TROUSERS, "bottom")),
        shoes=scaled(hexed(dice.pick(TROUSERS, "shoes")), 0.6),
        hat=_hat(known),
        beard=not woman and not child and ("beard" in known or "bearded" in known or dice.roll(4, "beard") == 0),
        glasses=bool({"glasses", "spectacles"} & set(known)),
        scarf="scarf" in known,
        woman=woman,
        child=child,
    )


_BOYS, _GIRLS = frozenset(("boy", "son", "grandson")), frozenset(("girl", "daughter", "granddaughter"))


def _is_woman(phrase: Phrase, dice: "_Dice") -> bool:
    if phrase.kind == "child" and (_BOYS | _GIRLS) & set(phrase.words):
        return bool(_GIRLS & set(phrase.words))
    return "woman" in phrase.kind or (phrase.kind in ("person", "child") and dice.roll(2, "woman") == 0)


class _Dice:
    def __init__(self, seed: str) -> None:
        self._seed = seed

    def roll(self, sides: int, what: str) -> int:
        return number_of(self._seed, what) % sides

    def pick(self, choices: tuple[str, ...], what: str) -> str:
        return choices[self.roll(len(choices), what)]


def _named(table: dict[str, str], known: list[str]) -> str:
    return next((name for word in known for name, listed in table.items() if word in listed.split()), "")


_APPEARANCE = frozenset(
    [
        "young",
        "old",
        "elderly",
        "senior",
        "tall",
        "small",
        "bearded",
        "beard",
        "glasses",
        "spectacles",
        "scarf",
        "hat",
        "cap",
        "beanie",
        "helmet",
        "blonde",
        "blond",
        "brunette",
        "hair",
    ]
)


def tells(word: str) -> bool:
    listed = (*OUTFITS.values(), *HAIR_STYLES.values())
    return word in COLOURS or word in _APPEARANCE or word in _GARMENTS or any(word in words.split() for words in listed)


def _colour_before(words: tuple[str, ...], nouns: frozenset[str]) -> Colour | None:
    """The colour that stands at most two words before one of the nouns."""
    for index, word in enumerate(words):
        if word in nouns:
            for near in reversed(words[max(0, index - 2) : index]):
                if near in COLOURS:
                    return hexed(COLOURS[near])
    return None


def _hair(words: tuple[str, ...], dice: _Dice, old: bool, dark: bool) -> Colour:
    named = _colour_before(words, frozenset(("hair", "hairs", "beard", "ponytail", "bun")))
    alone = next((hexed(COLOURS[word]) for word in words if word in ("blonde", "blond", "ginger")), None)
    return named or alone or hexed("d8d6d2" if old else dice.pick(("2a211d", "1c1a1e") if dark else HAIRS, "hair"))


def _hat(known: list[str]) -> str:
    if "chef" in known:
        return "toque"
    return next(
        (hat for hat in ("hat", "cap", "beanie", "helmet") if hat in known),
        "helmet" if {"astronaut"} & set(known) else "",
    )
