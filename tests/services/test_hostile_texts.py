"""Whatever a person types, a writer without a model writes something right of it, or says what to change."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenlight.domain.scenario_faults import scenario_faults
from greenlight.domain.scenario_writing import LENGTHS, MOODS, RESOLUTIONS, STYLES, ProductFacts, ScenarioRequest
from greenlight.domain.script_faults import variation_faults
from greenlight.domain.script_writing import ANGLES, VariationRequest
from greenlight.domain.speech_rate import cautious_seconds
from greenlight.domain.storyboard_faults import storyboard_faults
from greenlight.domain.storyboard_writing import StoryboardRequest, scene_durations
from greenlight.domain.writing import RewriteRequest, WriterFailed, normalised
from greenlight.writers.moderation_rules import RulesModerator
from greenlight.writers.rules import RulesWriter
from greenlight.writers.scenario_rules import RulesScenarioWriter
from greenlight.writers.script_rules import RulesVariationWriter
from greenlight.writers.storyboard_rules import RulesStoryboardWriter
from tests.support.examples import examples
from tests.support.hostile_text import hostile_texts

REFUSALS = {"language_not_written", "no_new_version"}
TONES = st.sampled_from(["friendly", "energetic", "professional", "calm", "humorous", "serious"])
WISHES = st.sampled_from([None, "shorter", "longer and formal", "no questions", "a call to action", "end by asking"])
SECONDS = st.sampled_from([10, 15, 30, 60, 180])
ASPECTS = st.sampled_from(["16:9", "9:16", "1:1", "4:5"])


def refused(write: Callable[[], None]) -> bool:
    """It could not be written, and that was said in words that help."""
    try:
        write()
    except WriterFailed as failed:
        if failed.code not in REFUSALS:
            raise
        return True
    return False


def rewrite(script: str, tone: str = "friendly", seconds: float = 30, wishes: str | None = None) -> None:
    request = RewriteRequest(script, tone, "en-US", seconds, "heart", wishes, ())
    text = RulesWriter(cautious_seconds).rewrite(request)
    assert normalised(text) not in {"", normalised(script)}
    assert cautious_seconds(text) <= seconds


def draw_up(prompt: str, seconds: float = 30, style: str = "cinematic", aspect_ratio: str = "16:9") -> None:
    request = StoryboardRequest(prompt, scene_durations(seconds), style, aspect_ratio, "en-US", "heart")
    assert storyboard_faults(RulesStoryboardWriter().write(request), request) == []


def vary(topic: str, angle: str = "story", seconds: float = 30, style: str = "cinematic") -> None:
    request = VariationRequest(topic, angle, seconds, style, "en-US", "heart")  # type: ignore[arg-type]
    assert variation_faults(RulesVariationWriter().write(request), request) == []


def advertise(product: ProductFacts, style: str, mood: str, length: int, resolution: str = "720:1280") -> None:
    request = ScenarioRequest(product, style, mood, length, resolution, "en-US", "heart")
    assert scenario_faults(RulesScenarioWriter().draft(request, None, (), lambda: True), request) == []


@pytest.mark.parametrize("seconds", [5, 30, 120])
@pytest.mark.parametrize(
    "prompt",
    [
        pytest.param(".,;:!?a", id="a first word that begins with signs alone"),
        pytest.param("!: a dog", id="a sign in place of a label"),
        pytest.param("$ + " + "W" * 200, id="signs, then one word too long for a title"),
        pytest.param("/;Ad for…!!-", id="a sign in place of a product's name"),
        pytest.param("$ never [take] App... rollled", id="a product whose name begins with a sign"),
        pytest.param("a: [ for kids", id="a lesson that names nothing"),
        pytest.param("='s°uncovers-", id="one word that is read as a deed"),
        pytest.param(
            "© with stray sellling § is 's : harvests 、walking during disappear new kids Describe *** Stray during "
            "who adds Named tips mountains flew lightting . laptop The runs --",
            id="a sign that does something",
        ),
    ],
)
def test_a_prompt_of_signs_and_few_words_becomes_a_storyboard(prompt, seconds):
    assert not refused(lambda: draw_up(prompt, seconds))


@pytest.mark.parametrize("angle", ANGLES)
@pytest.mark.parametrize(
    "topic",
    [
        pytest.param(".,;:!?a", id="a first word that begins with signs alone"),
        pytest.param("a: [ for kids", id="a lesson that names nothing"),
        pytest.param("x-y 猫", id="a word in letters that no English voice reads"),
        pytest.param("was app?! 猫", id="a sentence in letters that no English voice reads"),
        pytest.param("@shouting+ 3.5 [ Å .", id="a sentence without an end that is heard"),
        pytest.param(
            "make '' Turnning 50%« (a <beach >- I it swimmer' along) _< old“ Create ! It's prayying app c]© can't "
            "ringging surffing Jumps another。 of[ 、 ^boyfriend% leopard '{0}> %",
            id="a beginning that takes half of the shortest film",
        ),
    ],
)
def test_a_topic_of_signs_and_few_words_becomes_a_script_of_any_length(topic, angle):
    for seconds in (10, 15, 30, 60, 180):
        assert not refused(lambda seconds=seconds: vary(topic, angle, seconds))


@pytest.mark.parametrize("topic", ["explain !", "Describe: …", "please summarise ?", "Discuss \u200b-"])
def test_an_order_to_write_about_nothing_is_refused_in_words(topic):
    with pytest.raises(WriterFailed, match="say in a sentence what the video is about"):
        vary(topic)


@pytest.mark.parametrize("topic", ["Explain Москва", "describe 한 -"])
def test_an_english_order_makes_a_topic_in_other_letters_no_english_one(topic):
    with pytest.raises(WriterFailed, match="not written in English letters"):
        vary(topic)


@pytest.mark.parametrize(
    "script",
    [
        "$ (This is a very long sentence that goes on and on and on and never ends with any of these words to say",
        "% (It is not quite clear yet whether anything at all is going to be said before all of the time is over",
        "“ (one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen",
    ],
)
@pytest.mark.parametrize("seconds", [1, 2, 3, 5])
def test_a_sentence_in_brackets_is_cut_to_words_and_never_to_its_signs(script, seconds):
    refused(lambda: rewrite(script, seconds=seconds))


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", ["withLondon", "whyParrot", "iCloud", "putting50%", "eBook reader", "–¿always`sprouX"])
def test_a_name_in_small_letters_is_said_within_the_time_of_its_part(name, style, length):
    assert not refused(lambda: advertise(ProductFacts(name, "-"), style, "calm", length))


@pytest.mark.parametrize(
    ("name", "category"),
    [("Video", "video"), ("Coffee", "Coffee"), ("Home", "home"), ("Lamp", "Calm"), ("Food", "food")],
)
def test_a_product_that_is_called_like_its_category_has_each_hashtag_once(name, category):
    assert not refused(lambda: advertise(ProductFacts(name, "A lamp.", category), "unboxing", "calm", 20))


def test_scraps_that_read_as_another_language_are_left_out_of_an_advertisement():
    scraps = ProductFacts("Story %s", "x.y/z\nruns\nflickering\n。\nknockked\n§\nplacing\n’\nspy\naddding}\nbake、\n—©")
    assert not refused(lambda: advertise(scraps, "customer-testimonial", "energetic", 15))


@examples(120)
@given(
    script=hostile_texts,
    tone=TONES | hostile_texts,
    seconds=st.sampled_from([1, 5, 12, 30, 60]),
    wishes=WISHES | hostile_texts,
)
def test_any_script_is_rewritten_in_its_time_or_refused_in_words(script, tone, seconds, wishes):
    refused(lambda: rewrite(script, tone, seconds, wishes))


@examples(250)
@given(prompt=hostile_texts, style=hostile_texts, seconds=st.floats(5, 120), aspect_ratio=ASPECTS)
def test_any_prompt_becomes_a_storyboard_or_is_refused_in_words(prompt, style, seconds, aspect_ratio):
    refused(lambda: draw_up(prompt, seconds, style, aspect_ratio))


@examples(250)
@given(topic=hostile_texts, style=hostile_texts, seconds=SECONDS, angle=st.sampled_from(ANGLES))
def test_any_topic_becomes_a_script_or_is_refused_in_words(topic, style, seconds, angle):
    refused(lambda: vary(topic, angle, seconds, style))


@examples(150)
@given(
    product=st.builds(ProductFacts, hostile_texts, hostile_texts, st.just("") | hostile_texts),
    style=st.sampled_from(STYLES),
    mood=st.sampled_from(MOODS),
    length=st.sampled_from(LENGTHS),
    resolution=st.sampled_from(RESOLUTIONS),
)
def test_any_product_becomes_an_advertisement_or_is_refused_in_words(product, style, mood, length, resolution):
    refused(lambda: advertise(product, style, mood, length, resolution))


@examples(100)
@given(text=hostile_texts)
def test_any_text_is_judged_fit_for_families_or_not(text):
    try:
        RulesModerator().refuse(text)
    except WriterFailed as failed:
        if not failed.code.startswith("moderation."):
            raise
