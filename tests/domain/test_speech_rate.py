"""The estimate of spoken time against speech that was measured (hibari, voice heart, speed 1)."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenlight.domain.read_aloud import number_words, read_out, syllables
from greenlight.domain.speech_rate import MARGIN, cautious_seconds, spoken_seconds

MEASURED = {
    "The mayor announced on Tuesday that the bridge will be closed until further notice.": 5.05,
    "She sells sea shells by the sea shore.": 2.5,
    "Photosynthesis turns light, water and carbon dioxide into sugar and oxygen.": 5.475,
    "A triangle with sides 3, 4 and 5 has a right angle.": 4.275,
    "The CEO of the company told the BBC that the API will stay free.": 5.225,
    "Only 1 in 10 visitors reads past the first paragraph.": 3.9,
    "First, open the settings. Second, choose your account. Third, press the blue button.": 6.275,
    "The committee, which had met four times since January, could not agree on a budget.": 5.15,
    "Call 555-0142 or visit https://www.example.com/start for details.": 6.625,
    "Do you want to sleep better tonight?": 2.275,
    "Our USB cable is 2 m long and weighs 45 g.": 4.05,
    "Every morning, before the sun comes up, Maria opens the doors of her little bakery and begins to knead.": 6.675,
    "The quick brown fox jumps over the lazy dog.": 3.075,
    "Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday.": 4.525,
    "Tell me and I forget. Teach me and I remember. Involve me and I learn.": 5.825,
    "Please arrive at 7:30 pm on March 3, 2025.": 4.75,
    "Remember: the best camera is the one that you have with you.": 3.7,
    "Music, as everybody knows, is the only language that needs no translation.": 5.55,
    "The list is short… very short, in fact.": 2.875,
    "Strength through struggles.": 1.85,
    "Number one: they go to bed at the same time every night.": 3.85,
    "What would you do with an extra hour every single day?": 3.325,
    "SALE ENDS TODAY: BUY ONE, GET ONE FREE!": 2.975,
    "Try it free for 14 days; no credit card needed.": 3.85,
}


@pytest.mark.parametrize(("text", "seconds"), MEASURED.items())
def test_measured_speech_takes_no_longer_than_the_cautious_estimate(text: str, seconds: float) -> None:
    assert seconds <= cautious_seconds(text)


@pytest.mark.parametrize(("text", "seconds"), MEASURED.items())
def test_the_estimate_is_within_its_margin_of_measured_speech(text: str, seconds: float) -> None:
    assert spoken_seconds(text) == pytest.approx(seconds, rel=MARGIN)


def test_a_whole_script_is_estimated_within_three_percent() -> None:
    assert spoken_seconds("\n".join(MEASURED)) == pytest.approx(sum(MEASURED.values()), rel=0.03)


def test_sentences_take_the_same_time_on_one_line_and_on_several() -> None:
    assert spoken_seconds("Go home. Sleep well.") == pytest.approx(spoken_seconds("Go home.\nSleep well."))


def test_a_sentence_may_begin_with_a_number() -> None:
    assert spoken_seconds("We grew. 12 came.") == pytest.approx(spoken_seconds("We grew. Twelve came."))


def test_a_title_does_not_end_a_sentence() -> None:
    with_title, without = spoken_seconds("We met Dr. Smith."), spoken_seconds("We met doctor Smith.")
    assert with_title == pytest.approx(without)


def test_digits_take_as_long_as_their_words() -> None:
    assert spoken_seconds("It was 1987.") == pytest.approx(spoken_seconds("It was nineteen eighty seven."))
    assert spoken_seconds("$3,250") > 3 * spoken_seconds("$3") - 2 * spoken_seconds("a")


def test_twice_the_speed_takes_half_the_time() -> None:
    assert spoken_seconds("A sentence.", speed=2.0) == pytest.approx(spoken_seconds("A sentence.") / 2)


def test_an_unmeasured_voice_is_taken_for_the_default_one() -> None:
    assert spoken_seconds("A sentence.", voice="alloy") == spoken_seconds("A sentence.")


@pytest.mark.parametrize("text", ["", "  \n", "🙂", "—"])
def test_nothing_takes_no_time(text: str) -> None:
    assert spoken_seconds(text) == 0


@given(st.text(max_size=300))
def test_any_text_has_an_estimate(text: str) -> None:
    assert 0 <= spoken_seconds(text) < 1200


@pytest.mark.parametrize("text", ["a" + "\n" * 20_000, "." * 20_000, "a." * 10_000, "a-" * 10_000, "!" * 20_000 + "a"])
def test_no_text_takes_long_to_estimate(text: str) -> None:
    began = time.process_time()
    spoken_seconds(text)
    assert time.process_time() - began < 1


@given(st.lists(st.sampled_from(["apple", "seven", "2024", "world,", "go.", "NASA"]), min_size=1, max_size=30))
def test_a_longer_text_never_takes_less(words: list[str]) -> None:
    text = " ".join(words)
    assert spoken_seconds(f"{text} banana") > spoken_seconds(text) - 0.7  # a sentence that no longer ends


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("0", "zero"),
        ("17", "seventeen"),
        ("342", "three hundred and forty two"),
        ("1905", "nineteen oh five"),
        ("2024", "twenty twenty four"),
        ("2005", "two thousand five"),
        ("1,250", "one thousand two hundred and fifty"),
        ("3.14", "three point one four"),
        ("2000000", "two million"),
        ("1234567890123456", "one two three four five six seven eight nine zero one two three four five six"),
    ],
)
def test_numbers_are_read_in_words(digits: str, words: str) -> None:
    assert number_words(digits) == words


@pytest.mark.parametrize(
    ("text", "aloud"),
    [
        ("$4.5 million", "four point five million dollars"),
        ("7:30 pm", "seven thirty P M"),
        ("12%", "twelve percent"),
        ("Prof. Brown", "professor Brown"),
        ("https://www.example.com/start?x=1", "example dot com slash start"),
        ("ann@example.com", "ann at example dot com"),
        ("10 km", "ten kilometers"),
    ],
)
def test_what_is_not_a_word_is_read_out(text: str, aloud: str) -> None:
    assert read_out(text).split() == aloud.split()


@pytest.mark.parametrize(
    ("word", "count"), [("a", 1), ("make", 1), ("table", 2), ("banana", 3), ("FBI", 3), ("rhythm", 1)]
)
def test_syllables_are_counted_by_vowels(word: str, count: int) -> None:
    assert syllables(word) == count
