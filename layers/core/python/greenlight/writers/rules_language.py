"""The rules writer's refusal of what is not English."""

from greenlight.domain.language import alphabet, language_of
from greenlight.domain.writing import WriterFailed

_NO_REWRITE = "set WRITER=openai (with OPENAI_API_KEY) for other languages, or use_rewrite=false"


def refuse_other_languages(language: str, text: str, *, what: str = "script", remedy: str = _NO_REWRITE) -> None:
    """Raises WriterFailed(language_not_written) for a language, or a text, that is not English."""
    if language.casefold().replace("_", "-").split("-")[0] != "en":
        raise _refusal(f"The rules writer writes English only, not {language!r}", remedy)
    if alphabet(text) not in {"LATIN", None}:
        raise _refusal(
            f"The {what} is not written in English letters, and the rules writer writes English only", remedy
        )
    if language_of(text) not in {"en", None}:
        raise _refusal(f"The {what} does not read as English, and the rules writer writes English only", remedy)


def _refusal(what: str, remedy: str) -> WriterFailed:
    return WriterFailed("language_not_written", f"{what}; {remedy}.")
