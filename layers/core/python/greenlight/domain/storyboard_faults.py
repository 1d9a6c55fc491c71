"""What makes a storyboard unfit to show, whoever wrote it."""

import math
import re
from collections.abc import Sequence

from greenlight.domain.speakable import unspeakable_reason
from greenlight.domain.speech_rate import cautious_seconds
from greenlight.domain.storyboard_writing import SceneText, StoryboardRequest, StoryboardText, narration_seconds
from greenlight.domain.writing import normalised

TITLE_LIMIT, DESCRIPTION_LIMIT, IMAGE_PROMPT_LIMIT = 100, 500, 1000

_LETTERING = re.compile(
    r"\b(?:text|captions?|subtitles?|title cards?|lettering|typography|watermarks?|headlines?)\b"
    r"|\b(?:says?|saying|reads?|reading|words|labell?ed|titled) [\"“']",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r"\b(?:no|without(?: any)?|free of|never any) (?:[\w-]+,? (?:or |and )?){0,4}$", re.IGNORECASE)


def storyboard_faults(text: StoryboardText, request: StoryboardRequest) -> list[str]:
    """Everything wrong, each in a sentence that tells the writer what would be right; none when it can be shown."""
    faults = _heading_faults(text)
    if len(text.scenes) != len(request.durations):
        faults.append(f"There are {len(text.scenes)} scenes: write exactly {len(request.durations)}.")
    for number, (scene, duration) in enumerate(zip(text.scenes, request.durations, strict=False), 1):
        found = [
            *_narration_faults(scene.narration, duration, request),
            *_description_faults(scene.description),
            *_image_faults(scene.image_prompt, text.look),
        ]
        faults += [f"Scene {number}: {fault}" for fault in found]
    return faults + _repetitions(text.scenes)


def _heading_faults(text: StoryboardText) -> list[str]:
    faults = []
    if not normalised(text.title):
        faults.append("The title is empty: name what the video is about.")
    elif len(text.title) > TITLE_LIMIT:
        faults.append(f"The title has {len(text.title)} characters: at most {TITLE_LIMIT} are allowed.")
    if not normalised(text.look):
        faults.append("The look is empty: describe the people, the places and the palette once.")
    return faults


def _narration_faults(narration: str, duration: float, request: StoryboardRequest) -> list[str]:
    reason = unspeakable_reason(narration, request.language)
    if reason:
        return [f"its narration cannot be spoken. {reason}"]
    taken, room = cautious_seconds(narration, request.voice), narration_seconds(duration)
    if taken <= room:
        return []
    words = max(1, math.floor(len(narration.split()) * room / taken))
    return [f"its narration takes {taken:.1f} s to say and has {room:.1f} s: say it in at most {words} words."]


def _description_faults(description: str) -> list[str]:
    if not normalised(description):
        return ["its description is empty: say what is seen."]
    if len(description) > DESCRIPTION_LIMIT:
        return [f"its description has {len(description)} characters: at most {DESCRIPTION_LIMIT} are allowed."]
    return []


def _image_faults(image_prompt: str, look: str) -> list[str]:
    faults = []
    if look not in image_prompt:
        faults.append("its image prompt does not contain the look word for word.")
    if len(image_prompt) > IMAGE_PROMPT_LIMIT:
        faults.append(f"its image prompt has {len(image_prompt)} characters: at most {IMAGE_PROMPT_LIMIT} are allowed.")
    if not normalised(image_prompt.replace(look, "")):
        faults.append("its image prompt shows nothing but the look: say what this scene shows.")
    if asks_for_lettering(image_prompt):
        faults.append("its image prompt asks for text in the picture: show things only.")
    return faults


def asks_for_lettering(image_prompt: str) -> bool:
    """Pictures with words in them come out misspelled; to ask for none is fine."""
    found = _LETTERING.finditer(image_prompt)
    return any(not _WITHOUT.search(image_prompt[: match.start()]) for match in found)


def _repetitions(scenes: Sequence[SceneText]) -> list[str]:
    return [
        f"Scene {number}: its {what} repeats that of scene {first}."
        for what, texts in (
            ("description", [scene.description for scene in scenes]),
            ("image prompt", [scene.image_prompt for scene in scenes]),
            ("narration", [scene.narration for scene in scenes]),
        )
        for number, first in _repeats(texts)
    ]


def _repeats(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Numbers of each text that says what an earlier one said, and of that earlier one."""
    first: dict[str, int] = {}
    found = [(number, first.setdefault(normalised(text), number)) for number, text in enumerate(texts, 1)]
    return [(number, earlier) for number, earlier in found if earlier < number]
