"""The rules writer's refusal of what is not English."""

from greenlight.domain.writing import WriterFailed
from greenlight.writers.language import alphabet, language_of


def refuse_other_languages(language: str, text: str) -> None:
    """Raises WriterFailed(language_not_written) for a language, or a text, that is not English."""
    if language.casefold().replace("_", "-").split("-")[0] != "en":
        raise _refusal(f"The rules writer writes English only, not {language!r}")
    if alphabet(text) not in {"LATIN", None}:
        raise _refusal("The script is not written in English letters, and the rules writer writes English only")
    if language_of(text) not in {"en", None}:
        raise _refusal("The script does not read as English, and the rules writer writes English only")


def _refusal(what: str) -> WriterFailed:
    remedy = "set WRITER=openai (with OPENAI_API_KEY) for other languages, or use_rewrite=false."
    return WriterFailed("language_not_written", f"{what}; {remedy}")
