"""Scripts and their films by themselves: lengths, sizes, prices, names."""

from datetime import UTC, datetime

import pytest

from greenlight.domain.drawing import StoryboardEngines
from greenlight.domain.films import FilmConfig, film_price, size_of
from greenlight.domain.money import usd
from greenlight.domain.script_faults import LONGEST_SCRIPT, least_duration, script_faults, variation_faults
from greenlight.domain.script_video import ScriptVideo
from greenlight.domain.script_writing import ScriptScene, ScriptText, VariationRequest

SCENE = ScriptScene("A walk a day.", "A park", "", 4.0)
ENGINES = StoryboardEngines("storyboard_card", "hibari")


def script(*scenes: ScriptScene, title: str = "Walk") -> ScriptText:
    return ScriptText(title, scenes)


def test_a_scene_is_as_long_as_its_words_need():
    short, long = least_duration("Hello.", "heart"), least_duration("Hello. " * 10, "heart")
    assert 2.0 <= short < long
    for words in ("Hello.", "Hello. " * 10):
        scene = ScriptScene(words, "A park", "", least_duration(words, "heart"))
        assert script_faults(script(scene), "en-US", "heart") == []


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (script(title=""), "title"),
        (script(), "scenes"),
        (script(*[SCENE] * 31), "scenes"),
        (script(ScriptScene("Hi.", "A park", "", 1.0)), "scenes.0.duration"),
        (script(ScriptScene("Hi.", "", "", 3.0)), "scenes.0.visual_prompt"),
        (
            script(SCENE, ScriptScene("Many words in no time at all.", "A park", "", 2.0)),
            "scenes.1.narration",
        ),
        (script(ScriptScene("Доброе утро, друзья.", "A park", "", 9.0)), "scenes.0.narration"),
        (script(*[ScriptScene("", "A park", "", 40.0)] * 8), "scenes"),
    ],
)
def test_what_cannot_be_filmed_is_named_by_its_field(text, field):
    assert field in [name for name, _ in script_faults(text, "en-US", "heart")]


def test_a_scene_may_be_silent():
    assert script_faults(script(ScriptScene("", "A park", "Quiet", 4.0)), "en-US", "heart") == []
    assert LONGEST_SCRIPT < 8 * 40.0


def test_a_writer_is_told_of_length_language_and_repetition():
    request = VariationRequest("Walking", "story", 30, "plain", "de-DE", "heart")
    faults = variation_faults(script(SCENE, SCENE), request)
    assert any("make it about 30 s" in fault for fault in faults)
    assert any("repeats an earlier one" in fault for fault in faults)


@pytest.mark.parametrize(
    ("ratio", "quality", "size"),
    [
        ("16:9", "low", (854, 480)),
        ("16:9", "medium", (1280, 720)),
        ("16:9", "high", (1920, 1080)),
        ("9:16", "high", (1080, 1920)),
        ("1:1", "low", (480, 480)),
        ("4:5", "high", (1080, 1350)),
    ],
)
def test_a_quality_is_the_number_of_lines_on_the_short_side(ratio, quality, size):
    assert size_of(ratio, quality) == size


def test_a_film_costs_its_pictures_its_words_and_its_seconds():
    estimate = film_price([SCENE, SCENE], ENGINES)
    assert [line.what for line in estimate.lines] == ["text_to_image", "text_to_speech", "media"]
    assert usd(estimate.amount) == pytest.approx(2 * 0.02 + 26 * 0.000001 + 8 * 0.0002)


def test_every_wish_for_a_film_is_part_of_what_is_filmed():
    plain = FilmConfig("heart")
    others = [FilmConfig("heart", **{name: "other"}) for name in vars(plain) if name != "voice"]
    assert len({config.digest for config in (plain, FilmConfig("alloy"), *others)}) == 1 + len(vars(plain))


@pytest.mark.parametrize(
    ("title", "name"),
    [("Walk: a story", "walk-a-story-v.mp4"), ("../../etc/passwd\x00", "etc-passwd-v.mp4"), ("日本", "v.mp4")],
)
def test_a_film_is_named_by_its_title_and_its_id_whatever_the_title(title, name):
    now = datetime(2026, 1, 1, tzinfo=UTC)
    about = {"prompt": "", "seconds": 4.0, "style": "", "engines": ENGINES, "aspect_ratio": "16:9", "voice": "heart"}
    who = {"account_id": "a", "user_id": "u", "created_at": now, "updated_at": now, "approve_by": now}
    film = ScriptVideo(production_id="v", script_id="s", title=title, **who, **about)
    assert film.filename == name
