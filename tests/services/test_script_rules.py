"""The rules writer of video scripts: whatever the topic, what it says can be filmed, and invents nothing."""

import re

import pytest

from greenlight.domain.script_faults import variation_faults
from greenlight.domain.script_writing import ANGLES, VariationRequest
from greenlight.domain.writing import WriterFailed, normalised
from greenlight.writers.script_rules import RulesVariationWriter

TOPICS = [
    "How to make cold brew coffee",
    "Our app launches Monday",
    "Bees",
    "X",
    "Why is the sky blue?",
    "WHY CATS PURR",
    "Make a 30 second video about photosynthesis for kids",
    "A lighthouse keeper adopts a stray cat during a storm.",
    "Benefits of daily walking. It strengthens the heart. It clears the mind. Thirty minutes are enough.",
    "Our new bottle keeps water cold for 24 hours. It weighs 300 grams. Order it today.",
    "<b>Hello</b> & <script>alert(1)</script> world",
    "Coffee \x07 and \N{GRINNING FACE} tea",
    "1, 2, 3",
    "Words. " * 600,
    "A sentence that goes on and on about the sea and the ships and the sailors and the weather and the wind " * 20,
    "Visit https://example.com now!",
    "- first point\n- second point\n- third point about bees",
    "Dr. Smith's guide to U.S. taxes in 2024.",
]


def write(topic: str, angle: str = "story", seconds: float = 30, language: str = "en-US"):
    request = VariationRequest(topic, angle, seconds, "cinematic", language, "heart")  # type: ignore[arg-type]
    return request, RulesVariationWriter().write(request)


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("angle", ANGLES)
def test_whatever_the_topic_and_the_length_the_script_can_be_filmed(topic, angle):
    for seconds in (10, 15, 30, 60, 180):
        request, script = write(topic, angle, seconds)
        assert variation_faults(script, request) == []


@pytest.mark.parametrize("topic", TOPICS[:10])
def test_the_angles_differ_in_what_they_say_and_not_only_in_how(topic):
    texts = [write(topic, angle)[1] for angle in ANGLES]
    said = [{normalised(scene.narration) for scene in text.scenes[1:]} for text in texts]
    assert len({text.title for text in texts}) == 3
    own = {normalised(part) for part in re.split(r"(?<=[.!?])\s+", topic)}
    assert not (said[0] & said[1]) - own


def test_a_list_announces_as_many_points_as_it_makes():
    _, script = write("10 tips for better sleep", "list", 60)
    points = [scene for scene in script.scenes if scene.narration.startswith("Number ")]
    assert [scene.on_screen_text.split(".")[0] for scene in points] == [str(n) for n in range(1, len(points) + 1)]
    assert f"Here are {_word(len(points))} things" in script.scenes[0].narration


def test_the_facts_of_a_topic_are_told_and_no_number_is_invented():
    topic = "Our new bottle keeps water cold for 24 hours. It weighs 300 grams. Order it today."
    for angle in ANGLES:
        said = " ".join(scene.narration for scene in write(topic, angle, 60)[1].scenes)
        assert "24 hours" in said
        assert "300 grams" in said
        assert set(re.findall(r"\d+", said)) <= {"24", "300"}


def test_one_look_runs_through_all_pictures_and_the_title_opens():
    _, script = write("Bees")
    look = script.scenes[0].visual_prompt.split(". ", 1)[1]
    assert all(scene.visual_prompt.endswith(look) for scene in script.scenes)
    assert script.scenes[0].on_screen_text == "Bees"


def test_the_same_request_gives_the_same_script():
    assert write("Bees") == write("Bees")


@pytest.mark.parametrize(
    ("topic", "language", "code"),
    [
        ("Les bienfaits de la marche pour vous et pour le coeur", "en-US", "language_not_written"),
        ("Tea", "de-DE", "language_not_written"),
        ("Доброе утро, друзья", "en-US", "language_not_written"),
        ("!!! ???", "en-US", "no_new_version"),
    ],
)
def test_what_it_cannot_write_about_it_says(topic, language, code):
    with pytest.raises(WriterFailed) as failed:
        write(topic, language=language)
    assert failed.value.code == code


def _word(number: int) -> str:
    return ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"][number]
