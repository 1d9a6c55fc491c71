"""Roughly which language a text is in, by its letters and its small words."""

import unicodedata
from collections import Counter

from greenlight.domain.writing import normalised

_SMALL_WORDS = {
    "en": "the a an and of to in is are for on with you your we our it this that at be have from not will can by as",
    "fr": "le la les des une est et dans pour vous nous avec sur qui que du au ce pas votre notre sont je ne",
    "es": "el la los las una es y en para usted nosotros con por que del al no su nuestro son yo se lo",
    "de": "der die das und ist nicht ein eine für mit sie wir auf den dem zu von im unser ich auch werden",
    "it": "il lo la gli una è e per con che di del non sono nostro questo anche si nella alla vi",
    "pt": "o os as uma é e em para com que do da não nosso você são se por mais ao na no",
    "nl": "de het een en is van voor met op niet wij zijn je onze dat te ook naar bij aan",
}
_TABLE = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_ALPHABETS = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "FULLWIDTH": "LATIN"}


def alphabet(text: str) -> str | None:
    """The alphabet that most of the letters belong to, LATIN or CYRILLIC or CJK …; None without letters."""
    names = (unicodedata.name(c, "UNKNOWN").split(" ", 1)[0] for c in text if c.isalpha())
    found = Counter(_ALPHABETS.get(name, name) for name in names).most_common(1)
    return found[0][0] if found else None


def language_of(text: str) -> str | None:
    """One of seven languages in Latin letters; None where the text is too short or does not decide."""
    words = normalised(text).split()
    hits = Counter({language: sum(w in table for w in words) for language, table in _TABLE.items()})
    (best, most), (_, next_most) = hits.most_common(2)
    return best if len(words) >= 6 and most >= 2 and most > 1.5 * next_most else None


def same_language(one: str, other: str) -> bool:
    """False only where the two clearly differ."""
    if alphabet(one) != alphabet(other):
        return alphabet(one) is None or alphabet(other) is None
    first, second = language_of(one), language_of(other)
    return first is None or second is None or first == second
