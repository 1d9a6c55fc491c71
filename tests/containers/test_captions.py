"""Captions: cues that read well, and files that stay valid whatever a script says."""

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpu_containers.media.caption_lines import columns, line_length, pieces
from gpu_containers.media.captions import subrip, webvtt
from gpu_containers.media.cues import LONGEST, SHORTEST, Cue, make_cues
from gpu_containers.media.timing import Timing
from tests.containers.media_harness import HOSTILE, timing_of
from tests.support.examples import examples

SCRIPT = (
    "Most of us never read the whole report.",
    "In twelve seconds, here is what changed: revenue grew by 18%, two markets opened, and our oldest product, "
    "the one nobody wanted to touch, finally got a new engine.",
    "Thank you, and see you next month!",
)
TIME = r"\d\d:\d\d:\d\d[.,]\d{3}"


def cues_of(*sentences: str, seconds: float = 12.0, length: int = 42) -> list[Cue]:
    return make_cues(Timing.model_validate(timing_of(sentences, seconds=seconds)), length)


def said(cues: list[Cue]) -> str:
    return " ".join(line for cue in cues for line in cue.lines)


def blocks(text: str) -> list[list[str]]:
    """The cues of a caption file as any reader finds them: blocks between empty lines."""
    return [block.splitlines() for block in re.split(r"\n{2,}", text.removeprefix("WEBVTT").strip("\n")) if block]


def test_cues_break_where_a_phrase_ends_and_never_cross_a_sentence() -> None:
    cues = cues_of(*SCRIPT)
    assert said(cues) == " ".join(SCRIPT)
    ends = [cue.lines[-1] for cue in cues]
    assert all(end[-1] in ",.:!" for end in ends)
    assert {SCRIPT[0].split()[-1], SCRIPT[2].split()[-1]} <= {end.split()[-1] for end in ends}


def test_a_line_does_not_end_with_a_word_that_leans_on_the_next() -> None:
    sentence = "We have sent the results of the survey to all of the members of the board this morning."
    cues = cues_of(sentence, length=30, seconds=6)
    last_words = [line.split()[-1] for cue in cues for line in cue.lines]
    assert not {"the", "of", "to", "a"} & set(last_words)


def test_a_pause_within_a_sentence_parts_two_cues() -> None:
    times = [("Wait", 0.2), ("for", 0.9), ("it", 1.1), ("now", 3.0), ("it", 3.6), ("is", 3.8)]
    spans = [{"text": text, "start": start, "end": start + 0.4} for text, start in times]
    cues = make_cues(Timing.model_validate({"duration": 5, "words": spans}), 42)
    assert [cue.lines for cue in cues] == [("Wait for it",), ("now it is",)]


def test_a_tall_picture_gets_shorter_lines() -> None:
    assert line_length(1920, 1080) == 42
    assert line_length(1080, 1920) < line_length(1080, 1350) < line_length(1080, 1080) < 42


def test_a_short_sentence_stays_long_enough_to_be_read() -> None:
    cues = cues_of("Yes.", "We do.", "All of it, every single day of the year.", seconds=5)
    assert min(cue.end - cue.start for cue in cues) >= SHORTEST - 1e-6


def test_speech_of_usual_pace_can_be_read_in_time() -> None:
    for cue in cues_of(*SCRIPT, seconds=16):
        assert len(" ".join(cue.lines)) / (cue.end - cue.start) <= 20


def test_no_words_make_no_cues_and_valid_files() -> None:
    cues = make_cues(Timing(duration=3.0), 42)
    assert cues == []
    assert webvtt(cues) == "WEBVTT\n"
    assert subrip(cues) == ""


def test_sentences_without_word_times_share_their_time_by_letters() -> None:
    span = {"text": "Slow words and quick words are all the same here.", "start": 1.0, "end": 5.0}
    cues = make_cues(Timing.model_validate({"duration": 6, "sentences": [span]}), 30)
    assert said(cues) == span["text"]
    assert cues[0].start == 1.0


def test_a_word_longer_than_a_line_is_cut_and_loses_nothing() -> None:
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunter"
    cues = cues_of(f"Das heißt {word} dort.", length=24)
    assert "".join(said(cues).split()) == f"Dasheißt{word}dort."
    assert max(len(line) for cue in cues for line in cue.lines) <= 24


def test_full_width_characters_take_two_columns() -> None:
    assert columns("日本") == 4
    assert all(columns(part) <= 24 for part in pieces("今日は良い天気ですから散歩に行きましょう", 24))


def test_webvtt_shows_hostile_text_and_obeys_none_of_it() -> None:
    text = webvtt(cues_of(*HOSTILE, seconds=20))
    assert text.startswith("WEBVTT\n\n")
    for timing, *lines in blocks(text):
        assert re.fullmatch(rf"{TIME} --> {TIME}", timing)
        assert 1 <= len(lines) <= 2
        assert not any("-->" in line or "<" in line for line in lines)
        assert not any(re.search(r"&(?!amp;|lt;|gt;)", line) for line in lines)
    assert "&lt;script&gt;" in text
    assert "R&amp;D" in text


def test_subrip_shows_hostile_text_and_obeys_none_of_it() -> None:
    text = subrip(cues_of(*HOSTILE, seconds=20))
    for index, (number, timing, *lines) in enumerate(blocks(text), start=1):
        assert number == str(index)
        assert re.fullmatch(rf"{TIME} --> {TIME}", timing)
        assert not any("-->" in line or re.search(r"</?[a-z]|\{\\", line) for line in lines)
    assert "script>alert(1)" in text
    assert "an8}top" in text


def test_right_to_left_text_comes_through_letter_by_letter() -> None:
    for sentence in ("שלום עולם, מה שלומך היום?", "مرحبا بالعالم، كيف حالك اليوم؟"):
        cues = cues_of(sentence, seconds=4)
        assert said(cues) == sentence
        assert " ".join(line for block in blocks(webvtt(cues)) for line in block[1:]) == sentence


def test_times_beyond_an_hour_are_written_in_full() -> None:
    assert "01:01:01,500 --> 01:01:03,000" in subrip([Cue(3661.5, 3663.0, ("x",))])


@st.composite
def timings(draw: st.DrawFn) -> Timing:
    """Words of any text, at times that a careless engine may give: too short, in no order, one over the other."""
    text = st.text(st.characters(exclude_categories=["Cs"]), max_size=70)
    seconds = st.floats(0, 30, allow_nan=False)
    spans: list[dict[str, Any]] = []
    for word, start, length in draw(st.lists(st.tuples(text, seconds, st.floats(0, 9)), max_size=25)):
        spans.append({"text": word, "start": start, "end": start + length})
    cuts = draw(st.lists(seconds, max_size=4))
    sentences = [{"text": "s", "start": cut, "end": cut + 1} for cut in cuts]
    return Timing.model_validate({"duration": draw(seconds), "sentences": sentences, "words": spans})


@examples(150)
@given(timings(), st.sampled_from([24, 30, 42]))
def test_whatever_the_timing_cues_are_in_order_and_fit_the_screen(timing: Timing, length: int) -> None:
    cues = make_cues(timing, length)
    assert all(before.end < after.start for before, after in pairwise(cues))
    for cue in cues:
        assert 0 < cue.end - cue.start <= LONGEST + 1e-6
        assert 1 <= len(cue.lines) <= 2
        assert all(line and columns(line) <= length for line in cue.lines)
    assert len(blocks(webvtt(cues))) == len(blocks(subrip(cues))) == len(cues)


@pytest.mark.parametrize("character", ["\u202e", "\u0000", "\u2028", "\r"])
def test_characters_that_break_a_file_or_turn_its_text_round_are_taken_out(character: str) -> None:
    text = webvtt(cues_of(f"one{character}two three.", seconds=4))
    assert character not in text
    assert "two three." in text
