"""Whether a text can be spoken at all in a language, judged by its alphabet before anything is paid for.

Taking out what cannot be read (emoji, a foreign word here and there) is the speech container's own work.
"""

import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping

from greenlight.domain.catalogue import CATALOGUE

LATIN = "LATIN"
# Above this share of its letters, a text is no longer one that merely mentions a foreign word.
FOREIGN_SHARE = 0.2
# The first word of a letter's Unicode name: the languages written with it (the likeliest first), and its name.
_SCRIPTS: dict[str, tuple[tuple[str, ...], str]] = {
    "ARABIC": (("ar", "fa", "ur"), "Arabic"),
    "HEBREW": (("he", "yi"), "Hebrew"),
    "CYRILLIC": (("ru", "uk", "bg", "sr", "mk", "be"), "Cyrillic"),
    "GREEK": (("el",), "Greek"),
    "CJK": (("zh", "ja"), "Chinese"),
    "HIRAGANA": (("ja",), "Japanese"),
    "KATAKANA": (("ja",), "Japanese"),
    "HANGUL": (("ko",), "Korean"),
    "DEVANAGARI": (("hi", "mr", "ne"), "Devanagari"),
    "THAI": (("th",), "Thai"),
}


def unspeakable_reason(
    text: str, language: str, engine_languages: Mapping[str, Collection[str] | None] | None = None
) -> str | None:
    """Why no voice for `language` (BCP 47) can read `text`, in a sentence for a person; None when one can.

    `engine_languages` are the languages of each speech engine (None: all), by default those of the catalogue.
    """
    letters = Counter(_script(character) for character in text if character.isalpha())
    if not letters and not any(character.isnumeric() for character in text):
        return "The text has no words to speak: it needs letters or digits."
    foreign = Counter({script: count for script, count in letters.items() if not _written_with(language, script)})
    if foreign.total() <= FOREIGN_SHARE * letters.total():
        return None
    languages, name = _SCRIPTS.get(foreign.most_common(1)[0][0], ((), "foreign"))
    remedy = _remedy(languages, engine_languages or _catalogue())
    return f"The text is written in {name} letters, which a voice for {language} cannot read: {remedy}."


def _script(letter: str) -> str:
    return unicodedata.name(unicodedata.normalize("NFKC", letter)[0], "UNKNOWN").partition(" ")[0]


def _written_with(language: str, script: str) -> bool:
    """Latin letters are read in every language: names and brands come in them everywhere."""
    languages, _ = _SCRIPTS.get(script, ((), ""))
    return script in (LATIN, "MODIFIER", "MICRO") or language.partition("-")[0].lower() in languages


def _catalogue() -> dict[str, Collection[str] | None]:
    return {name: card.languages for name, card in CATALOGUE["text_to_speech"].items()}


def _remedy(languages: Collection[str], engines: Mapping[str, Collection[str] | None]) -> str:
    for language in languages:
        able = sorted(name for name, spoken in engines.items() if spoken is None or _speaks(spoken, language))
        if able:
            return f"write it in Latin letters, or set the language to {language}, which the engine {able[0]} speaks"
    return "write it in Latin letters"


def _speaks(spoken: Collection[str], language: str) -> bool:
    return any(tag.partition("-")[0].lower() == language for tag in spoken)
