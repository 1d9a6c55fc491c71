"""The rules writer: what it keeps, what it changes, and that it always fits."""

import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenlight.domain.writing import RewriteRequest, WriterFailed, normalised
from greenlight.writers.rules import RulesWriter
from tests.support.examples import examples

PITCH = (
    "Our new coffee maker brews a perfect cup in 45 seconds. It uses 30% less energy than other machines, and you can "
    "control it from your phone. Order today at www.brewfast.com and get free shipping!"
)
BAKERY = "We make bread every day. Our shop opens at 7 a.m. in the old town. You will love it."
MARGIN = 1.05
TUNED = ("friendly", "energetic", "professional", "calm", "humorous", "serious")


def seconds(text: str, voice: str) -> float:
    """A measure of the kind that speech has: words and digits take time, and so do the pauses between sentences."""
    pace = {"slow": 1.3}.get(voice, 1.0)
    return pace * (len(text) * 0.06 + 0.12 * sum(c.isdigit() for c in text) + 0.3 * len(re.findall(r"[.!?]\s", text)))


WRITER = RulesWriter(seconds, MARGIN)


def ask(original: str, tone: str = "friendly", earlier: tuple[str, ...] = (), **other: Any) -> RewriteRequest:
    fields: dict[str, Any] = {"language": "en-US", "max_seconds": 30.0, "voice": "heart", "instructions": None}
    return RewriteRequest(original=original, tone=tone, earlier=earlier, **(fields | other))


def versions(count: int, original: str, **other: Any) -> list[str]:
    written: list[str] = []
    for _ in range(count):
        written.append(WRITER.rewrite(ask(original, earlier=tuple(written), **other)))
    return written


def numbers(text: str) -> set[str]:
    return {number.strip(".,") for number in re.findall(r"\d[\d.,]*", text)}


def outcome(request: RewriteRequest) -> str | WriterFailed:
    try:
        return WRITER.rewrite(request)
    except WriterFailed as refused:
        return refused


@pytest.mark.parametrize(
    "tone", ["friendly", "energetic", "professional", "calm", "humorous", "serious", "like a pirate"]
)
def test_every_tone_keeps_numbers_links_and_offers_of_a_pitch_that_fits(tone: str) -> None:
    for text in versions(5, PITCH, tone=tone):
        for fact in ("45 seconds", "30% less energy", "www.brewfast.com", "free shipping", "coffee maker"):
            assert fact in text


def test_a_hundred_versions_of_three_sentences_all_differ_and_fit() -> None:
    written = versions(100, BAKERY)
    assert len({normalised(text) for text in [*written, BAKERY]}) == 101
    assert all(seconds(text, "heart") * MARGIN <= 30 for text in written)


def test_the_same_request_gives_the_same_text() -> None:
    assert WRITER.rewrite(ask(PITCH)) == RulesWriter(seconds, MARGIN).rewrite(ask(PITCH))


def test_a_voice_that_speaks_slower_gets_fewer_words() -> None:
    quick = WRITER.rewrite(ask(PITCH, max_seconds=9.0))
    slow = WRITER.rewrite(ask(PITCH, max_seconds=9.0, voice="slow"))
    assert len(slow) < len(quick)
    assert seconds(slow, "slow") * MARGIN <= 9


def test_a_quotation_stays_word_for_word_while_the_text_around_it_changes() -> None:
    said = '"We do not need to start with everyone, for example."'
    for text in versions(12, f"We want to learn more every day. Our founder said: {said} It is our rule for everyone."):
        assert said in text


def test_a_professional_tone_writes_contractions_out_and_never_shouts() -> None:
    text = WRITER.rewrite(ask("We're open! It's been great, and we can't wait to see you!!!", tone="professional"))
    assert "We are open." in text
    assert "It has been" in text
    assert "cannot wait" in text
    assert "!" not in text


def test_a_friendly_tone_contracts() -> None:
    assert "We're sure you'll like it" in WRITER.rewrite(ask("We are sure you will like it, and that is no joke."))


def test_a_negative_question_is_not_turned_into_nonsense_by_a_formal_tone() -> None:
    assert "Don't you want" in WRITER.rewrite(ask("Don't you want better coffee? We sell it.", tone="formal"))


def test_wordy_phrases_become_short_ones() -> None:
    text = WRITER.rewrite(ask("In order to win, we test each and every part. Due to the fact that we test, it holds."))
    assert "To win, we test every part." in text
    assert "Because we test, it holds." in text


def test_a_warning_about_medicine_gets_no_jokes() -> None:
    for text in versions(8, "Never take more than 2 pills a day. Call your doctor if you feel ill.", tone="funny"):
        assert not re.search(r"applaud|coffee|quiz|sang|speech", text)


def test_slang_is_written_out_in_a_formal_tone_only() -> None:
    assert "I want to thank you" in WRITER.rewrite(ask("I wanna thank u for coming.", tone="serious"))
    assert "I wanna thank you" in WRITER.rewrite(ask("I wanna thank u for coming.", tone="friendly"))


def test_a_sad_script_gets_no_jokes_and_no_cheer_in_any_tone() -> None:
    script = "We deeply regret that our colleague John died on Monday. The funeral is on Friday at 10."
    for tone in ("humorous", "energetic"):
        for text in versions(8, script, tone=tone):
            assert "!" not in text
            assert not re.search(r"applaud|coffee|quiz|let's|hey", text, re.IGNORECASE)


def test_abbreviations_do_not_end_sentences_and_are_spoken() -> None:
    text = WRITER.rewrite(ask("Dr. Smith comes at 5 p.m. on Friday. Bring a snack, e.g. an apple, to Mt. Hood."))
    assert "Dr. Smith comes at 5 p.m. on Friday." in text
    assert re.search(r"a snack, for (example|instance) an apple,", text)


def test_markdown_emoji_and_list_marks_are_gone() -> None:
    script = "🚀 **Big news!**\n- [Our app](https://example.com/a) is out\n- It is free 🎉 Get it now"
    text = WRITER.rewrite(ask(script))
    assert "Big news! Our app is out. It's free. Get it now" in text


def test_marks_inside_links_and_names_stay() -> None:
    text = WRITER.rewrite(ask("See https://x.io/~ann/my_page?a=1&b=2 or run *make_it* with 5*3 <b>steps</b>."))
    assert "https://x.io/~ann/my_page?a=1&b=2" in text
    assert "run make_it with 5*3 steps." in text


def test_shouted_text_is_calmed_and_keeps_its_acronyms() -> None:
    text = WRITER.rewrite(ask("THE BBC AND NASA ARE ON TV ON FRIDAY. I AM GLAD TO BE THERE.", tone="serious"))
    assert "The BBC and NASA are on TV on Friday." in text
    assert re.search(r"I am (glad|happy|pleased) to be there\.", text)


def test_a_script_that_is_too_long_loses_whole_sentences_and_keeps_its_order() -> None:
    script = " ".join(f"Point {n} costs {n * 7} dollars in the shop." for n in range(1, 80))
    text = WRITER.rewrite(ask(script, max_seconds=20.0))
    prices = [int(n) for n in re.findall(r"costs (\d+) dollars", text)]
    assert seconds(text, "heart") * MARGIN <= 20
    assert len(prices) >= 4
    assert prices == sorted(prices)


def test_a_sentence_that_restricts_the_one_before_never_leaves_it_alone() -> None:
    script = (
        "The pass is free for all guests. However, children under 12 pay 5 dollars. The park opens at 9 in the "
        "morning. It has 14 slides and 3 pools. Parking costs 8 dollars a day. Dogs are welcome in the garden."
    )
    for text in versions(6, script, max_seconds=12.0, tone="calm"):
        assert ("pass is free" in text) == ("under 12 pay" in text)


def test_one_endless_sentence_is_cut_where_it_still_stands() -> None:
    script = "we sell handmade wooden toys for small children which are painted by artists from 14 villages " * 6
    text = WRITER.rewrite(ask(script, max_seconds=6.0))
    assert seconds(text, "heart") * MARGIN <= 6
    assert text.endswith(".")
    assert not re.search(r"\b(for|by|are|which|from|14)\.$", text)


def test_a_cut_never_splits_a_number_from_its_unit() -> None:
    script = "In the spring of this year our small company raised 2 million dollars from investors in many countries"
    for limit in (5.0, 5.5, 6.0, 6.5):
        assert not re.search(r"\b2\.$", WRITER.rewrite(ask(script, max_seconds=limit)))


def test_a_cut_never_drops_the_condition_of_a_promise() -> None:
    script = "Your ticket to the museum and to the old castle is completely free if you are under 12 and live in town"
    assert not re.search(r"free\.$", WRITER.rewrite(ask(script, max_seconds=6.5)))


@pytest.mark.parametrize("word", ["Hello", "bananas", "42", "www.brewfast.com", "I"])
def test_one_word_is_enough_for_many_versions(word: str) -> None:
    written = versions(10, word)
    assert len({normalised(text) for text in written}) == 10


def test_shorter_is_shorter() -> None:
    assert len(WRITER.rewrite(ask(PITCH, instructions="make it shorter please"))) < 0.7 * len(PITCH)


def test_no_exclamation_marks_when_told_so() -> None:
    for text in versions(6, PITCH, tone="energetic", instructions="without exclamation marks"):
        assert "!" not in text


def test_an_ending_question_or_call_to_action_is_the_last_sentence_even_when_time_is_short() -> None:
    for limit in (10.0, 30.0):
        assert WRITER.rewrite(ask(PITCH, instructions="End with a question.", max_seconds=limit)).endswith("?")
        called = WRITER.rewrite(ask(BAKERY, instructions="add a call to action", max_seconds=limit))
        assert re.search(r"(today|start today)[.?!]$", called)


def test_no_question_means_no_question_in_what_is_added() -> None:
    for text in versions(12, BAKERY, tone="energetic", instructions="no questions, please"):
        assert "?" not in text


def test_formal_instructions_outweigh_a_casual_tone() -> None:
    for text in versions(6, BAKERY, tone="energetic", instructions="more formal"):
        assert "You will love it" in text
        assert not re.search(r"!|\bhey\b|let's", text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("language", "script"),
    [
        ("de-DE", "Guten Tag."),
        ("en-US", "こんにちは、世界。今日は良い天気です。"),
        ("en-US", "Nous vous proposons une machine qui fait du café et que vous pouvez utiliser dans la cuisine."),
    ],
)
def test_another_language_is_refused_and_the_other_writer_named(language: str, script: str) -> None:
    with pytest.raises(WriterFailed, match="openai") as refused:
        WRITER.rewrite(ask(script, language=language))
    assert refused.value.code == "language_not_written"
    assert not refused.value.retryable


@pytest.mark.parametrize("script", ["", "   \n", "🎉🎉🎉", "…!?", "\x00\u200b"])
def test_a_script_without_words_is_refused_in_words(script: str) -> None:
    with pytest.raises(WriterFailed, match="write at least one sentence"):
        WRITER.rewrite(ask(script))


def test_when_every_version_was_taken_it_says_what_to_change() -> None:
    with pytest.raises(WriterFailed, match="change the tone, allow more seconds") as refused:
        versions(200, "Bananas are fine food.", max_seconds=1.6)
    assert refused.value.code == "no_new_version"


def test_one_word_that_cannot_be_said_in_time_is_refused() -> None:
    with pytest.raises(WriterFailed, match="cannot be cut to 5 s"):
        WRITER.rewrite(ask("a" * 300, max_seconds=5.0))


WORDS = """we you the Anna Smith shop 45 3.5 $1,000 bread opens and but, because if today. Order really not don't it is!
"as is" (maybe) www.x.io every day so that, However, e.g. Dr. 50% which? we're can"""
PROSE = st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=60).map(" ".join)


@examples(80)
@given(script=PROSE, tone=st.sampled_from(TUNED), limit=st.sampled_from([5, 12, 60]))
def test_any_prose_fits_is_new_is_repeatable_and_invents_no_number(script: str, tone: str, limit: int) -> None:
    request = ask(script, tone, max_seconds=float(limit))
    text = outcome(request)
    if isinstance(text, WriterFailed):
        assert text.code in {"no_new_version", "language_not_written"}
        return
    assert seconds(text, "heart") * MARGIN <= limit
    assert normalised(text) != normalised(script)
    assert WRITER.rewrite(request) == text
    assert numbers(text) <= numbers(script)
    if seconds(script, "heart") * MARGIN <= 0.8 * limit:
        assert numbers(text) == numbers(script)


@examples(150)
@given(script=st.text(max_size=400), tone=st.text(max_size=20), instructions=st.none() | st.text(max_size=40))
def test_no_text_of_any_kind_makes_it_crash(script: str, tone: str, instructions: str | None) -> None:
    text = outcome(ask(script, tone, instructions=instructions))
    if isinstance(text, WriterFailed):
        assert text.code in {"no_new_version", "language_not_written"}
        return
    assert seconds(text, "heart") * MARGIN <= 30
    assert normalised(text) not in {"", normalised(script)}


@examples(5)
@given(seed=st.integers(0, 10**6))
def test_five_thousand_characters_are_done_within_a_request(seed: int) -> None:
    script = " ".join(
        f"Sentence {seed + n} says that we really like bread, and it is good for everyone." for n in range(80)
    )
    began = time.process_time()
    text = WRITER.rewrite(ask(script[:5000], max_seconds=30.0))
    # The gateway gives an answer up after 29 seconds.
    assert time.process_time() - began < 15
    assert seconds(text, "heart") * MARGIN <= 30
