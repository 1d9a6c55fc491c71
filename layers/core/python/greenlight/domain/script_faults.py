"""What makes a script unfit to be made into a video, whoever wrote it."""

import math
from collections.abc import Iterator

from greenlight.domain.language import alphabet, language_of
from greenlight.domain.script_writing import ScriptScene, ScriptText, VariationRequest
from greenlight.domain.speakable import unspeakable_reason
from greenlight.domain.speech_rate import cautious_seconds
from greenlight.domain.storyboard_faults import asks_for_lettering
from greenlight.domain.storyboard_writing import NARRATION_LEAD, NARRATION_TAIL, narration_seconds
from greenlight.domain.writing import normalised

TITLE_LIMIT, NARRATION_LIMIT, VISUAL_PROMPT_LIMIT, ON_SCREEN_LIMIT = 100, 600, 1_000, 80
MOST_SCENES = 30
SHORTEST_SCENE, LONGEST_SCENE = 2.0, 40.0
LONGEST_SCRIPT = 300.0
# A scene with nothing to say is seen this long where nobody says how long.
SILENT_SCENE = 4.0
# How far, as a share, a written script may be from the length that was asked for.
LENGTH_TOLERANCE = 0.25

# A field of the script, such as `scenes.2.narration` (from 0), and what is wrong with it.
Fault = tuple[str, str]


def least_duration(narration: str, voice: str) -> float:
    """Seconds, in tenths, that a scene needs for its words."""
    if not normalised(narration):
        return SILENT_SCENE
    needed = cautious_seconds(narration, voice) + NARRATION_LEAD + NARRATION_TAIL
    return max(SHORTEST_SCENE, math.ceil(needed * 10) / 10)


def script_faults(script: ScriptText, language: str, voice: str) -> list[Fault]:
    """Everything that keeps it from being filmed; none when it can be."""
    faults: list[Fault] = []
    if not normalised(script.title):
        faults.append(("title", "is empty: name what the video is about."))
    if not 1 <= len(script.scenes) <= MOST_SCENES:
        faults.append(("scenes", f"are {len(script.scenes)}: a script has 1 to {MOST_SCENES}."))
    for place, scene in enumerate(script.scenes):
        faults += [(f"scenes.{place}.{field}", said) for field, said in _scene_faults(scene, language, voice)]
    total = sum(scene.duration for scene in script.scenes)
    if total > LONGEST_SCRIPT:
        faults.append(("scenes", f"take {total:g} s together: at most {LONGEST_SCRIPT:g} s are allowed."))
    return faults


def _scene_faults(scene: ScriptScene, language: str, voice: str) -> Iterator[Fault]:
    if not SHORTEST_SCENE <= scene.duration <= LONGEST_SCENE:
        yield "duration", f"is {scene.duration:g} s: a scene takes {SHORTEST_SCENE:g} to {LONGEST_SCENE:g} s."
    if not normalised(scene.visual_prompt):
        yield "visual_prompt", "is empty: say what is seen."
    if not normalised(scene.narration):
        return
    reason = unspeakable_reason(scene.narration, language)
    if reason:
        yield "narration", f"cannot be spoken. {reason}"
        return
    taken, room = cautious_seconds(scene.narration, voice), narration_seconds(scene.duration)
    if taken > room:
        longer = least_duration(scene.narration, voice)
        remedy = f"shorten it, or make the scene {longer:g} s long"
        yield "narration", f"takes {taken:.1f} s to say and has {max(room, 0):.1f} s: {remedy}."


def variation_faults(script: ScriptText, request: VariationRequest) -> list[str]:
    """What a writer is told to mend, on top of what keeps any script from being filmed."""
    faults = [f"{field} {said}" for field, said in script_faults(script, request.language, request.voice)]
    total = sum(scene.duration for scene in script.scenes)
    if abs(total - request.seconds) > LENGTH_TOLERANCE * request.seconds:
        faults.append(f"The scenes take {total:g} s together: make it about {request.seconds:g} s.")
    for place, scene in enumerate(script.scenes):
        if not normalised(scene.narration):
            faults.append(f"scenes.{place}.narration is empty: every scene says something.")
        if asks_for_lettering(scene.visual_prompt):
            faults.append(f"scenes.{place}.visual_prompt asks for text in the picture: show things only.")
    faults += _too_long(script)
    said = [normalised(scene.narration) for scene in script.scenes]
    faults += [f"scenes.{i}.narration repeats an earlier one." for i, text in enumerate(said) if text in said[:i]]
    return faults + other_language(" ".join(scene.narration for scene in script.scenes), request.language)


def other_language(text: str, language: str) -> list[str]:
    """A fault where a text is clearly not in `language` (BCP 47); nothing where that cannot be told."""
    wanted, found = language.partition("-")[0].lower(), language_of(text)
    if alphabet(text) in {"LATIN", None} and found not in {wanted, None}:
        return [f"What viewers read and hear is in {found!r}: write it in {language}."]
    return [f"What viewers hear is not written in {language}."] if unspeakable_reason(text, language) else []


def _too_long(script: ScriptText) -> list[str]:
    limits = {
        "narration": NARRATION_LIMIT,
        "visual_prompt": VISUAL_PROMPT_LIMIT,
        "on_screen_text": ON_SCREEN_LIMIT,
    }
    faults = [f"The title has more than {TITLE_LIMIT} characters."] if len(script.title) > TITLE_LIMIT else []
    return faults + [
        f"scenes.{place}.{field} has more than {limit} characters."
        for place, scene in enumerate(script.scenes)
        for field, limit in limits.items()
        if len(getattr(scene, field)) > limit
    ]
