"""Whether a script is English, by its letters and its small words."""

import unicodedata

from greenlight.domain.writing import WriterFailed, normalised

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


def refuse_other_languages(language: str, text: str) -> None:
    """Raises WriterFailed(language_not_written) for a language, or a text, that is not English."""
    if language.casefold().replace("_", "-").split("-")[0] != "en":
        raise _refusal(f"The rules writer writes English only, not {language!r}")
    letters = [c for c in text if c.isalpha()]
    latin = sum(unicodedata.name(c, "").startswith("LATIN") for c in letters)
    if letters and latin < 0.5 * len(letters):
        raise _refusal("The script is not written in English letters, and the rules writer writes English only")
    if _reads_foreign(normalised(text).split()):
        raise _refusal("The script does not read as English, and the rules writer writes English only")


def _reads_foreign(words: list[str]) -> bool:
    hits = {language: sum(w in table for w in words) for language, table in _TABLE.items()}
    english = hits.pop("en")
    return len(words) >= 6 and max(hits.values()) >= 2 and max(hits.values()) > 2 * english


def _refusal(what: str) -> WriterFailed:
    return WriterFailed(
        "language_not_written",
        f"{what}; set WRITER=openai (with OPENAI_API_KEY) for other languages, or use_rewrite=false.",
    )
