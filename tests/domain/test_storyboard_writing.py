"""Scenes add up to the video to the frame, and what is wrong with a storyboard is found and said."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenlight.domain.storyboard_faults import asks_for_lettering, storyboard_faults
from greenlight.domain.storyboard_writing import SceneText, StoryboardRequest, StoryboardText, scene_durations
from greenlight.memory import MemoryStoryboardWriter

LOOK = "An old keeper in a yellow coat, muted blues"
REQUEST = StoryboardRequest("A lighthouse keeper adopts a cat.", (5.0, 4.0), "cinematic", "16:9", "en-US", "heart")
GOOD = StoryboardText(
    "The keeper's cat",
    LOOK,
    (
        SceneText("A storm over the lighthouse.", f"{LOOK}, wide shot of the lighthouse", "A storm comes up at night."),
        SceneText("The keeper finds a cat.", f"{LOOK}, close-up of a wet cat", "A wet cat knocks."),
    ),
)


@given(total=st.floats(5, 120))
def test_scenes_are_whole_frames_of_three_to_eight_seconds_and_add_up_to_the_frame(total: float) -> None:
    durations = scene_durations(total)
    frames = [round(duration * 25) for duration in durations]
    assert all(frame / 25 == duration for frame, duration in zip(frames, durations, strict=True))
    assert abs(sum(frames) / 25 - total) <= 0.02 + 1e-9
    assert all(75 <= frame <= 200 for frame in frames)
    assert len(durations) >= 2 or total < 6


@pytest.mark.parametrize(("total", "count"), [(5, 1), (5.9, 1), (6, 2), (10, 2), (14, 3), (30, 6), (7.3, 2), (120, 24)])
def test_there_is_about_one_scene_every_five_seconds(total: float, count: int) -> None:
    assert len(scene_durations(total)) == count


def test_the_opening_lingers_and_no_two_neighbours_are_alike() -> None:
    durations = scene_durations(60)
    assert durations[0] == max(durations)
    assert all(a != b for a, b in pairwise(durations))
    assert durations == scene_durations(60)


def test_a_sound_storyboard_has_no_faults() -> None:
    assert storyboard_faults(GOOD, REQUEST) == []


def test_the_twin_in_memory_writes_what_can_be_shown() -> None:
    request = replace(REQUEST, durations=scene_durations(120))
    assert storyboard_faults(MemoryStoryboardWriter().write(request), request) == []


def second(**changes: str) -> StoryboardText:
    return replace(GOOD, scenes=(GOOD.scenes[0], replace(GOOD.scenes[1], **changes)))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (replace(GOOD, scenes=GOOD.scenes[:1]), "There are 1 scenes: write exactly 2."),
        (replace(GOOD, title=" … "), "The title is empty"),
        (replace(GOOD, title="a" * 101), "The title has 101 characters"),
        (replace(GOOD, look=""), "The look is empty"),
        (second(narration="🎉"), "Scene 2: its narration cannot be spoken"),
        (second(narration="Промокший кот стучится в дверь."), "Scene 2: its narration cannot be spoken"),
        (second(narration="A wet cat knocks at the door of the house and the keeper lets it in at once."), "at most "),
        (second(narration="A storm comes up, at night!"), "Scene 2: its narration repeats that of scene 1."),
        (second(description=" "), "Scene 2: its description is empty"),
        (second(description="a" * 501), "Scene 2: its description has 501 characters"),
        (second(description="A storm over the lighthouse"), "Scene 2: its description repeats that of scene 1."),
        (second(image_prompt="close-up of a wet cat"), "Scene 2: its image prompt does not contain the look"),
        (second(image_prompt=LOOK + "."), "Scene 2: its image prompt shows nothing but the look"),
        (second(image_prompt=LOOK + " a cat" * 200), "Scene 2: its image prompt has 12"),
        (second(image_prompt=f'{LOOK}, a sign saying "Open"'), "Scene 2: its image prompt asks for text"),
        (second(image_prompt=GOOD.scenes[0].image_prompt), "Scene 2: its image prompt repeats that of scene 1."),
    ],
)
def test_each_fault_is_named_with_its_scene(text: StoryboardText, fault: str) -> None:
    (found,) = storyboard_faults(text, REQUEST)
    assert fault in found


def test_a_narration_that_is_too_long_is_told_how_many_words_fit() -> None:
    (fault,) = storyboard_faults(second(narration="a wet cat knocks at the door " * 3), REQUEST)
    assert "has 3.6 s: say it in at most 12 words" in fault


@pytest.mark.parametrize("prompt", ["a cat, no text or captions", "no text", "without any lettering", "a reading boy"])
def test_to_ask_for_no_lettering_is_not_to_ask_for_it(prompt: str) -> None:
    assert not asks_for_lettering(prompt)
