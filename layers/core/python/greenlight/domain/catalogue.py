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
        "openai": EngineCard("1", _OPENAI_LANGUAGES, _OPENAI_VOICES),
    },
    "talking_head": {"landmark_warp": EngineCard("1")},
    "text_to_image": {
        "storyboard_card": EngineCard("1"),
        "openai": EngineCard("1"),
        "runwayml": EngineCard("1"),
    },
    "media": {"ffmpeg": EngineCard("1")},
}


def engine_version(task: str, engine: str) -> str:
    try:
        return CATALOGUE[task][engine].version
    except KeyError:
        known = ", ".join(sorted(CATALOGUE.get(task, {}))) or "none"
        raise Invalid(
            f"There is no {task} engine called {engine!r}; there are: {known}.", code="unknown_engine"
        ) from None


def default_voice(engine: str) -> str:
    return {"hibari": "heart", "openai": "alloy"}[engine]


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
