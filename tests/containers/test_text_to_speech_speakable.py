"""From text as people write it to what a voice reads: marks, emoji, addresses, capitals, and where sentences end."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpu_containers.runtime.engine import JobFailed
from gpu_containers.text_to_speech.pauses import find_pauses
from gpu_containers.text_to_speech.speakable import make_speakable
from gpu_containers.text_to_speech.spelling import spoken_form
from gpu_containers.text_to_speech.word_times import spread_words


def sentences(text: str) -> list[str]:
    return [" ".join(word.text for word in words) for words in make_speakable(text, "en-US").sentences]


def shown(text: str) -> list[str]:
    """The words, or the code of the refusal."""
    try:
        return [word.text for words in make_speakable(text, "en-US").sentences for word in words]
    except JobFailed as refused:
        return [refused.code]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two! Three? Four…", ["One.", "Two!", "Three?", "Four…"]),
        ("Dr. Smith met J. K. Rowling at 5 p.m. yesterday.", ["Dr. Smith met J. K. Rowling at 5 p.m. yesterday."]),
        ("“Go away!” he said. She left.", ["“Go away!” he said.", "She left."]),
        ("It costs 4.5 dollars. Not 5.", ["It costs 4.5 dollars.", "Not 5."]),
        ("A wrapped\nline goes on.\nA new one", ["A wrapped line goes on.", "A new one"]),
        ("# A title\n\nthe text", ["A title", "the text"]),
        ("- one\n- two\n* three", ["one", "two", "three"]),
        ("so it was\n\nand so it is", ["so it was", "and so it is"]),
        ("You and I. We go.", ["You and I.", "We go."]),
    ],
)
def test_sentences_end_where_a_reader_would_pause(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("**bold**, *slanted*, __under__, ~~gone~~ and `code`", "bold, slanted, under, gone and code"),
        ("![a cat](cat.png) on [a mat](https://mat.example)", "a cat on a mat"),
        ("> quoted\n> text", "quoted text"),
        ("<p>Hello <b>there</b></p><!-- note -->", "Hello there"),
        ("| a | table |", "a table"),
        ("```\nprint\n```", "print"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("𝐁𝐨𝐥𝐝 ｗｉｄｅ ① ٣ ﬁne", "Bold wide 1 3 fine"),
        ("soft\u00adhyphen\u200b and\u00a0space", "softhyphen and space"),
    ],
)
def test_marks_that_nobody_reads_are_taken_off(text: str, clean: str) -> None:
    assert " ".join(sentences(text)) == clean


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("https://www.example.com/shop/a?b=c#d", "example dot com slash shop"),
        ("(www.example.org).", "example dot org)."),
        ("ann.lee@example.com,", "ann dot lee at example dot com,"),
        ("@greenlight", "at greenlight"),
        ("#thankful!", "hashtag thankful!"),
        ("WOW!!!", "WOW!"),
        ("STOP", "stop"),
        ("THE", "the"),
        ("NASA", "nasa"),
        ("HTML", "HTML"),
        ("FBI", "FBI"),
        ("U.S.A.", "U.S.A."),
        ("α", "alpha"),
        ("©2024", "copyright 2024"),
        ("Wait....", "Wait…"),
        ("12345678901234567890", " ".join("12345678901234567890")),
        ("$1,250.50", "$1,250.50"),
    ],
)
def test_what_is_not_a_word_is_said_in_words(written: str, spoken: str) -> None:
    assert spoken_form(written) == spoken


def test_a_shouted_line_is_read_as_words_and_shown_in_capitals() -> None:
    (words,) = make_speakable("THIS IS AN OPEN BBQ", "en-US").sentences
    assert [word.text for word in words] == ["THIS", "IS", "AN", "OPEN", "BBQ"]
    assert [word.spoken for word in words] == ["this", "is", "an", "open", "bbq"]


def test_a_foreign_word_is_left_out_and_its_sentence_still_spoken() -> None:
    speakable = make_speakable("They call it мир over there, which is peace. It is.", "en-US")
    assert speakable.left_out == ["мир"]
    assert len(speakable.sentences) == 2


def test_a_voice_for_every_script_leaves_no_word_out() -> None:
    speakable = make_speakable("Привет 🎉 мир", "ru", any_script=True)
    assert [word.text for word in speakable.sentences[0]] == ["Привет", "мир"]
    assert speakable.left_out == ["🎉"]


@given(st.text(max_size=200))
def test_any_text_is_made_speakable_or_refused(text: str) -> None:
    words = shown(text)
    assert words
    assert all(word and not word.isspace() for word in words)


@pytest.mark.parametrize(
    "text",
    ["a" + " " * 20_000, "a" + "\n" * 20_000, "*a" * 9000, "_a " * 6000, "[" * 20_000, "<!--" * 5000, "a." * 9000],
)
def test_no_text_takes_long_to_clean(text: str) -> None:
    began = time.process_time()
    assert shown(text)
    assert time.process_time() - began < 2


def test_words_share_their_time_by_length_when_there_are_no_pauses() -> None:
    a, b = spread_words(["I", "congratulate"], 1.0, 3.0, [])
    assert (a.start, b.end) == (1.0, 3.0)
    assert a.end == b.start
    assert b.end - b.start > 3 * (a.end - a.start)


def test_words_are_held_to_the_pause_at_their_clause_mark() -> None:
    spans = spread_words(["Well,", "yes,", "of", "course"], 0.0, 2.4, [(0.5, 0.7), (1.1, 1.4)])
    assert [(spans[0].end, spans[1].start), (spans[1].end, spans[2].start)] == [(0.5, 0.7), (1.1, 1.4)]


def test_a_pause_far_from_any_mark_moves_no_word() -> None:
    assert spread_words(["one", "two", "three,", "ten"], 0.0, 2.0, [(0.3, 0.4)]) == spread_words(
        ["one", "two", "three,", "ten"], 0.0, 2.0, []
    )


def test_silence_has_no_pauses_but_itself() -> None:
    assert find_pauses(np.zeros(0, np.float32), 24_000) == []
