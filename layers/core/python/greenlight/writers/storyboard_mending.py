"""What code can put right in a model's storyboard without another round."""

from dataclasses import replace

from greenlight.domain.speech_rate import cautious_seconds
from greenlight.domain.storyboard_faults import (
    DESCRIPTION_LIMIT,
    IMAGE_PROMPT_LIMIT,
    TITLE_LIMIT,
)
from greenlight.domain.storyboard_writing import SceneText, StoryboardRequest, StoryboardText, narration_seconds
from greenlight.writers.plain_text import plain
from greenlight.writers.rules_fit import cut_to_fit
from greenlight.writers.rules_text import sentences
from greenlight.writers.storyboard_rules_shots import without_lettering

_LOOK_LIMIT = 400


def tidied(text: StoryboardText) -> StoryboardText:
    """One line each, nothing that cannot be spoken in a narration, the look in every image prompt."""
    look = line(text.look)
    scenes = tuple(
        SceneText(line(scene.description), _with_look(line(scene.image_prompt), look), line(plain(scene.narration)))
        for scene in text.scenes
    )
    return StoryboardText(line(plain(text.title)), look, scenes)


def trimmed(text: StoryboardText, request: StoryboardRequest) -> StoryboardText:
    """Cut to every limit, once the model itself did not keep to them."""
    look = without_lettering(cut(text.look, _LOOK_LIMIT))
    scenes = tuple(
        replace(
            scene,
            description=cut(scene.description, DESCRIPTION_LIMIT),
            image_prompt=_drawn(scene.image_prompt.replace(text.look, " "), look),
            narration=_spoken(scene.narration, duration, request),
        )
        for scene, duration in zip(text.scenes, request.durations, strict=False)
    )
    # Scenes too many stay, so that they are seen.
    return StoryboardText(cut(text.title, TITLE_LIMIT), look, scenes + text.scenes[len(scenes) :])


def line(text: str) -> str:
    return " ".join(text.split())


def _with_look(image_prompt: str, look: str) -> str:
    return image_prompt if look in image_prompt else f"{look} {image_prompt}"


def _drawn(shown: str, look: str) -> str:
    rest = cut(without_lettering(line(shown).strip(" .,;:")), IMAGE_PROMPT_LIMIT - len(look) - 2)
    return f"{look} {rest}".strip()


def cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0].rstrip(" ,;:–—-")


def _spoken(narration: str, duration: float, request: StoryboardRequest) -> str:
    """Whole sentences from the beginning; the first one cut where even that is too long."""
    room = narration_seconds(duration)

    def measure(text: str) -> float:
        return cautious_seconds(text, request.voice)

    kept = sentences(narration)
    while len(kept) > 1 and measure(" ".join(kept)) > room:
        kept.pop()
    said = " ".join(kept)
    return said if measure(said) <= room else cut_to_fit(said, room, measure) or said
