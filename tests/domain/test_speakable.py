"""Which texts are refused before anything is paid for, and in which words."""

import pytest

from greenlight.domain.speakable import unspeakable_reason

ENGINES = {"hibari": {"en-US"}, "openai": {"en", "ar", "he", "ru", "ja"}}


@pytest.mark.parametrize(
    "text",
    [
        "Hello there.",
        "12",
        "½",
        "Café Zürich, naïve façade, Łódź",
        "Great news 🎉🎉🎉!!!",
        "Visit https://example.com/a?b=c",
        "The word мир means both peace and world in that language.",
        "E = mc² at 20 µm, says the ﬁrst page of the book",
        "𝐁𝐨𝐥𝐝 and ｗｉｄｅ letters are letters",
    ],
)
def test_text_in_latin_letters_can_be_spoken(text: str) -> None:
    assert unspeakable_reason(text, "en-US", ENGINES) is None


@pytest.mark.parametrize("text", ["", "   \n", "🙂🙂", "— … !", "***", "\u200b"])
def test_text_without_words_cannot_be_spoken(text: str) -> None:
    assert unspeakable_reason(text, "en-US", ENGINES) == "The text has no words to speak: it needs letters or digits."


@pytest.mark.parametrize(
    ("text", "letters", "remedy"),
    [
        ("مرحبا بالعالم", "Arabic", "set the language to ar, which the engine openai speaks"),
        ("שלום עולם", "Hebrew", "set the language to he, which the engine openai speaks"),
        ("Привет, мир", "Cyrillic", "set the language to ru, which the engine openai speaks"),
        ("こんにちは", "Japanese", "set the language to ja, which the engine openai speaks"),
        ("你好世界", "Chinese", "set the language to ja, which the engine openai speaks"),
        ("สวัสดีชาวโลก", "Thai", "write it in Latin letters."),
        ("ሰላም ለዓለም", "foreign", "write it in Latin letters."),
    ],
)
def test_another_script_is_refused_with_the_engine_that_reads_it(text: str, letters: str, remedy: str) -> None:
    reason = unspeakable_reason(text, "en-US", ENGINES)
    assert reason is not None
    assert reason.startswith(f"The text is written in {letters} letters, which a voice for en-US cannot read")
    assert remedy in reason


def test_a_script_is_read_in_its_own_language() -> None:
    assert unspeakable_reason("مرحبا بالعالم", "ar", ENGINES) is None
    assert unspeakable_reason("Привет, Greenlight", "ru-RU", ENGINES) is None
    assert unspeakable_reason("漢字とかな", "ja-JP", ENGINES) is None


def test_a_text_that_is_half_foreign_is_refused() -> None:
    assert unspeakable_reason("Hello Привет world мир", "en-US", ENGINES) is not None


def test_an_engine_without_a_list_of_languages_reads_them_all() -> None:
    reason = unspeakable_reason("สวัสดี", "en-US", {"any": None})
    assert reason is not None
    assert "set the language to th, which the engine any speaks" in reason


def test_the_catalogue_is_asked_where_no_engines_are_given() -> None:
    reason = unspeakable_reason("Привет, мир", "en-US")
    assert reason is not None
    assert "openai" in reason
