"""What makes a scenario unfit: each fault is found, and said so that a writer knows what would be right."""

from dataclasses import replace

import pytest

from greenlight.domain.scenario_faults import scenario_faults
from greenlight.domain.scenario_shares import SHARES, window
from greenlight.domain.scenario_writing import ProductFacts, ScenarioRequest
from greenlight.memory import MemoryScenarioWriter

REQUEST = ScenarioRequest(ProductFacts("Bottle", "Cold."), "product-demo", "calm", 15, "720:1280", "en-US", "heart")
RIGHT = MemoryScenarioWriter().draft(REQUEST, None, (), lambda: True)
PERSON = "a woman in her thirties with dark hair"


def faults_of(**changes):
    return scenario_faults(replace(RIGHT, **changes), REQUEST)


def with_scene(**changes):
    return faults_of(scenes=(replace(RIGHT.scenes[0], **changes), *RIGHT.scenes[1:]))


def with_audio(**changes):
    return faults_of(audio=replace(RIGHT.audio, **changes))


def test_what_is_right_has_no_faults():
    assert scenario_faults(RIGHT, REQUEST) == []


def test_a_missing_scene_is_counted():
    assert faults_of(scenes=RIGHT.scenes[:2]) == ["There are 2 scenes: write exactly 3."]


@pytest.mark.parametrize("part", SHARES)
@pytest.mark.parametrize(("text", "change"), [("Now.", "words more"), ("Now and then. " * 30, "words fewer")])
def test_a_part_that_is_too_short_or_too_long_is_told_by_how_many_words(part, text, change):
    (fault,) = with_audio(**{part: text})
    least, most = window(part, REQUEST)
    assert fault.startswith(f"The {part} takes ")
    assert f"must take {least:g} to {most:g} s" in fault
    assert fault.endswith(f"{change}.")


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        (("#a", "#b"), "There are 2 hashtags"),
        (tuple(f"#t{n}" for n in range(11)), "There are 11 hashtags"),
        (("#a", "#b", "no tag"), "'no tag' is no hashtag"),
        (("#a", "#b", "#c-d"), "'#c-d' is no hashtag"),
        (("#a", "#b", "#A"), "there twice"),
    ],
)
def test_hashtags_are_hashtags_each_once(tags, said):
    assert any(said in fault for fault in with_audio(hashtags=tags))


@pytest.mark.parametrize("name", ["title", "description", "narrative_style", "target_audience"])
def test_nothing_is_empty_or_without_end(name):
    assert any(f"The {name} is empty" in fault for fault in faults_of(**{name: " !"}))
    assert any("at most" in fault for fault in faults_of(**{name: "word " * 200}))


@pytest.mark.parametrize("name", ["description", "image_prompt", "visual_prompt", "image_reasoning"])
def test_a_scene_says_everything(name):
    assert f"Scene 1: its {name} is empty: say it in a few words." in with_scene(**{name: ""})


def test_a_person_is_described_alike_in_every_prompt():
    scenes = tuple(replace(s, image_prompt=f"{PERSON}, {s.image_prompt}", visual_prompt=PERSON) for s in RIGHT.scenes)
    other = replace(scenes[1], image_prompt="A woman with a bottle")
    faults = faults_of(person=PERSON, scenes=(scenes[0], other, scenes[2]))
    assert any(fault.startswith("Scene 2: its image_prompt does not describe the person") for fault in faults)
    assert not any("Scene 1: its image_prompt does not" in fault for fault in faults)


def test_nobody_is_shown_where_nobody_is_described():
    assert any("shows a person (woman)" in fault for fault in with_scene(image_prompt="A woman holds a bottle"))


def test_pictures_have_no_words_in_them():
    assert any("asks for text" in fault for fault in with_scene(image_prompt="A bottle with a caption"))


def test_no_scene_repeats_another():
    faults = faults_of(scenes=(RIGHT.scenes[0], *RIGHT.scenes[:2]))
    assert "Scene 2: its description repeats that of scene 1." in faults


def test_what_viewers_read_and_hear_is_in_the_language_that_was_asked_for():
    german = "Die Flasche hält das Wasser für den ganzen Tag kalt, und sie ist nicht schwer."
    assert any("write it in en-US" in fault for fault in faults_of(title=german, description=f"{german} {german}"))
    russian = replace(REQUEST, language="ru-RU")
    assert any("cannot be spoken" not in fault for fault in scenario_faults(RIGHT, russian))
