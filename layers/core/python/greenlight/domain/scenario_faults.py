"""What makes a scenario unfit to show, whoever wrote it: each fault tells a writer what would be right."""

import re
from collections.abc import Iterator

from greenlight.domain.scenario_shares import share_faults
from greenlight.domain.scenario_writing import ScenarioRequest, ScenarioScene, ScenarioText
from greenlight.domain.script_faults import other_language
from greenlight.domain.storyboard_faults import asks_for_lettering
from greenlight.domain.writing import normalised

# Most characters of each text, as its field is called.
LIMITS = {"title": 100, "description": 500, "narrative_style": 100, "target_audience": 300}
SCENE_LIMITS = {"description": 300, "image_prompt": 1_000, "visual_prompt": 1_000, "image_reasoning": 300}
DEMOGRAPHICS_LIMIT, PERSON_LIMIT = 200, 300
LEAST_HASHTAGS, MOST_HASHTAGS = 3, 10
HASHTAG = re.compile(r"#[^\W_]{1,40}")
# Who appears where a scenario says that nobody does.
_PEOPLE = re.compile(
    r"\b(?:man|men|woman|women|girl|girls|boy|boys|person|people|someone|somebody|he|she|his|her|lady|guy|child|"
    r"children|couple|customer|model|influencer)\b",
    re.IGNORECASE,
)


def scenario_faults(text: ScenarioText, request: ScenarioRequest) -> list[str]:
    """Everything wrong; none when it can be shown."""
    faults = [*_texts(text), *_hashtags(text.audio.hashtags), *share_faults(text.audio, request)]
    if len(text.scenes) != request.scenes:
        faults.append(f"There are {len(text.scenes)} scenes: write exactly {request.scenes}.")
    for number, scene in enumerate(text.scenes, 1):
        faults += [f"Scene {number}: {fault}" for fault in _scene(scene, text.person)]
    faults += _repetitions(text)
    audio = text.audio
    return faults + other_language(
        f"{text.title}. {text.description} {audio.hook} {audio.main} {audio.cta}", request.language
    )


def _texts(text: ScenarioText) -> Iterator[str]:
    for name, limit in LIMITS.items():
        yield from _said(f"The {name}", getattr(text, name), limit)
    for name, value in vars(text.demographics).items():
        yield from _said(f"The {name} of the demographics", value, DEMOGRAPHICS_LIMIT)
    if len(text.person) > PERSON_LIMIT:
        yield f"The person has {len(text.person)} characters: at most {PERSON_LIMIT} are allowed."


def _said(what: str, value: str, limit: int) -> Iterator[str]:
    if not normalised(value):
        yield f"{what} is empty: say it in a few words."
    elif len(value) > limit:
        yield f"{what} has {len(value)} characters: at most {limit} are allowed."


def _hashtags(tags: tuple[str, ...]) -> Iterator[str]:
    if not LEAST_HASHTAGS <= len(tags) <= MOST_HASHTAGS:
        yield f"There are {len(tags)} hashtags: write {LEAST_HASHTAGS} to {MOST_HASHTAGS}."
    wrong = [tag for tag in tags if not HASHTAG.fullmatch(tag)]
    if wrong:
        yield f"{wrong[0][:50]!r} is no hashtag: write # and then only letters and digits, at most 40."
    if len({tag.casefold() for tag in tags}) < len(tags):
        yield "A hashtag is there twice: each one once."


def _scene(scene: ScenarioScene, person: str) -> Iterator[str]:
    for name, limit in SCENE_LIMITS.items():
        yield from _said(f"its {name}", getattr(scene, name), limit)
    for name in ("image_prompt", "visual_prompt"):
        prompt = getattr(scene, name)
        if person and person not in prompt:
            yield f"its {name} does not describe the person word for word as {person!r}."
        if not person and (found := _PEOPLE.search(prompt)):
            yield f"its {name} shows a person ({found[0]}) where the scenario has none: show things only."
        if asks_for_lettering(prompt):
            yield f"its {name} asks for text in the picture: show things only."


def _repetitions(text: ScenarioText) -> Iterator[str]:
    for name in ("description", "image_prompt", "visual_prompt"):
        values = [normalised(getattr(scene, name)) for scene in text.scenes]
        for number, value in enumerate(values, 1):
            if value in values[: number - 1]:
                yield f"Scene {number}: its {name} repeats that of scene {values.index(value) + 1}."
