"""What each engine can do, as the backend must know it before anything runs.

A container's own engine says the same of itself; tests/architecture compares the two.
"""

from dataclasses import dataclass

from greenlight.domain.errors import Invalid


@dataclass(frozen=True)
class EngineCard:
    """`languages` are BCP 47 tags, None where the engine does not care; `voices` likewise by name."""

    version: str
    languages: frozenset[str] | None = None
    voices: frozenset[str] | None = None


_OPENAI_VOICES = frozenset({"alloy", "ash", "ballad", "coral", "echo", "fable", "nova", "onyx", "sage", "shimmer"})
_OPENAI_LANGUAGES = frozenset(
    {"en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "uk", "tr", "ar", "he", "hi", "ja", "ko", "zh", "sv", "da"}
)

CATALOGUE: dict[str, dict[str, EngineCard]] = {
    "text_to_speech": {
        "hibari": EngineCard("1", frozenset({"en-US"}), frozenset({"heart"})),
        # Its voices are those of its weights; it names them where it has none of that name.
        "kokoro": EngineCard("1", frozenset({"en-US", "en-GB"})),
        "openai": EngineCard("1", _OPENAI_LANGUAGES, _OPENAI_VOICES),
    },
    "talking_head": {"landmark_warp": EngineCard("1"), "musetalk": EngineCard("1")},
    "text_to_image": {
        "storyboard_card": EngineCard("1"),
        "openai": EngineCard("1"),
        "runwayml": EngineCard("1"),
        "diffusers_text_to_image": EngineCard("1"),
    },
    "image_to_video": {"ken_burns": EngineCard("1"), "diffusers_image_to_video": EngineCard("1")},
    "media": {"ffmpeg": EngineCard("1")},
}

# The languages of each writer, by the first part of their BCP 47 tags; None for any.
WRITERS: dict[str, frozenset[str] | None] = {"rules": frozenset({"en"}), "openai": None}
# Tags that a person may choose from, where a writer writes any language or one of these.
LANGUAGES = (
    "en-US", "en-GB", "de-DE", "fr-FR", "es-ES", "es-MX", "it-IT", "pt-BR", "pt-PT", "nl-NL", "pl-PL", "sv-SE", "da-DK",
    "ru-RU", "uk-UA", "tr-TR", "ar-SA", "he-IL", "hi-IN", "ja-JP", "ko-KR", "zh-CN",
)  # fmt: skip


def written_languages(writer: str) -> list[str]:
    written = WRITERS[writer]
    return [tag for tag in LANGUAGES if written is None or tag.partition("-")[0] in written]


def refuse_unwritten(writer: str, language: str, field: str = "language") -> None:
    """Raises Invalid when this writer does not write the language; the sentence names those that it does."""
    written = WRITERS[writer]
    if written is None or language.partition("-")[0].lower() in written:
        return
    others = ", ".join(written_languages(writer))
    raise Invalid(
        f"The writer {writer} does not write {language}; it writes {others}. Set WRITER=openai for any language.",
        field=field,
        code="language_not_written",
    )


def engine_version(task: str, engine: str) -> str:
    try:
        return CATALOGUE[task][engine].version
    except KeyError:
        known = ", ".join(sorted(CATALOGUE.get(task, {}))) or "none"
        raise Invalid(
            f"There is no {task} engine called {engine!r}; there are: {known}.", code="unknown_engine"
        ) from None


def default_voice(engine: str) -> str:
    return {"hibari": "heart", "kokoro": "heart", "openai": "alloy"}[engine]


def _speaks(card: EngineCard, language: str) -> bool:
    spoken = card.languages or frozenset()
    return language in spoken or language.split("-", maxsplit=1)[0] in spoken


def refuse_unspoken(engine: str, language: str, voice: str) -> None:
    """Raises Invalid when this speech engine has no such language or voice; the sentence names what would work."""
    cards = CATALOGUE["text_to_speech"]
    card = cards[engine]
    if not _speaks(card, language):
        others = [name for name in sorted(cards) if _speaks(cards[name], language)]
        remedy = f"engines that do: {', '.join(others)}" if others else "no engine here does"
        speaks = ", ".join(sorted(card.languages or ()))
        raise Invalid(
            f"The speech engine {engine} does not speak {language} (it speaks {speaks}); {remedy}.",
            field="language",
            code="language_not_spoken",
        )
    if card.voices is not None and voice not in card.voices:
        raise Invalid(
            f"The speech engine {engine} has no voice {voice!r}; it has {', '.join(sorted(card.voices))}.",
            field="voice",
            code="unknown_voice",
        )
