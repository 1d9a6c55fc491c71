"""The embedded speech engine on real text: what is heard, how loud it is, and when."""

import json
import wave
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gpu_containers.runtime.engine import JobCancelled, JobFailed, Produced, Work
from gpu_containers.text_to_speech.hibari import HibariEngine
from gpu_containers.text_to_speech.pauses import find_pauses
from greenlight.contracts import Job
from tests.containers.speech_checks import loudness_of, samples_of

SAMPLE_JOB = Path(__file__).parents[2] / "gpu_containers/text_to_speech/job.json"
PROSE = (
    "My grandmother used to say that a kitchen without a table is only a corridor with a stove in it, and in 2024 I "
    "finally understood what she meant. We had opened four shops, and three of them grew by 12% within the first year. "
    "Nobody expected that! So we asked the people who work there, and they told us why: good bread and fair prices. "
)
Speak = Callable[..., tuple[Produced, dict[str, Any]]]


@pytest.fixture(scope="module")
def engine() -> HibariEngine:
    engine = HibariEngine()
    engine.load()
    return engine


@pytest.fixture
def speak(engine: HibariEngine, tmp_path: Path) -> Speak:
    """Runs the sample job with other params; gives what was produced and the timing document."""

    def run(text: str, report: Callable[[float, str], None] = lambda *_: None, **params: Any) -> Any:
        job = json.loads(SAMPLE_JOB.read_text())
        job["params"] = {**job["params"], "text": text, **params}
        produced = engine.run(Work(Job.model_validate(job), tmp_path, {}, report))
        return produced, json.loads(produced.outputs["timing"].read_text())

    return run


def words_of(timing: dict[str, Any]) -> list[str]:
    return [word["text"] for word in timing["words"]]


def test_the_sample_job_is_spoken(engine: HibariEngine, tmp_path: Path) -> None:
    job = Job.model_validate_json(SAMPLE_JOB.read_text())
    produced = engine.run(Work(job, tmp_path, {}, lambda *_: None))
    timing = json.loads(produced.outputs["timing"].read_text())
    assert words_of(timing) == job.params["text"].split()
    assert produced.facts["device"] == "cpu"


def test_speech_is_48_khz_mono_16_bit_at_minus_16_lufs(speak: Speak) -> None:
    produced, timing = speak("Good morning, and welcome. Today we talk about bread, butter, and a very old oven.")
    with wave.open(str(produced.outputs["speech"])) as speech:
        assert (speech.getnchannels(), speech.getsampwidth(), speech.getframerate()) == (1, 2, 48_000)
        assert speech.getnframes() / 48_000 == pytest.approx(timing["duration"], abs=0.001)
    integrated, true_peak = loudness_of(produced.outputs["speech"])
    assert integrated == pytest.approx(-16, abs=1)
    assert true_peak <= -1
    assert produced.facts["loudness_lufs"] == pytest.approx(integrated, abs=0.2)


def test_a_single_word_is_as_loud_as_a_speech(speak: Speak) -> None:
    produced, _ = speak("Hello!")
    assert loudness_of(produced.outputs["speech"])[0] == pytest.approx(-16, abs=1)


def test_times_never_go_back_and_stay_within_the_file(speak: Speak) -> None:
    _, timing = speak("Wait, what? In 2024 we sold 1,250 loaves: nobody (really, nobody) had expected that… Well done!")
    for kind in ("sentences", "words", "phonemes"):
        spans = timing[kind]
        assert spans
        assert all(span["start"] <= span["end"] for span in spans)
        assert all(before["end"] <= after["start"] + 1e-6 for before, after in pairwise(spans))
        assert spans[0]["start"] >= 0
        assert spans[-1]["end"] <= timing["duration"]


def test_a_sentence_lasts_from_its_first_word_to_its_last(speak: Speak) -> None:
    _, timing = speak("One small step. Then another one.")
    first, second = timing["sentences"]
    assert [first["text"], second["text"]] == ["One small step.", "Then another one."]
    assert (first["start"], first["end"]) == (timing["words"][0]["start"], timing["words"][2]["end"])
    assert (second["start"], second["end"]) == (timing["words"][3]["start"], timing["words"][5]["end"])


def test_no_word_lies_in_a_pause(speak: Speak) -> None:
    produced, timing = speak("First, we wait; then, after a while, we go home. Nobody asks why.")
    pauses = find_pauses(samples_of(produced.outputs["speech"]), 48_000)
    assert len(pauses) >= 4
    for word in timing["words"]:
        silent = sum(max(0.0, min(word["end"], b) - max(word["start"], a)) for a, b in pauses)
        assert silent <= 0.09, f"{word} is silent for {silent:.3f} s"


def test_sibilants_hiss_where_the_timing_says(speak: Speak) -> None:
    produced, timing = speak("She sells sea shells by the sea shore, and his sister sits.")
    samples = samples_of(produced.outputs["speech"])

    def brightness(phoneme: dict[str, Any]) -> float:
        middle = int((phoneme["start"] + phoneme["end"]) / 2 * 48_000)
        power = np.abs(np.fft.rfft(samples[middle - 480 : middle + 480] * np.hanning(960))) ** 2
        return float(power[40:].sum() / power.sum())  # above 2 kHz

    hissing = [brightness(p) for p in timing["phonemes"] if p["symbol"] in "sʃ"]
    vowels = [brightness(p) for p in timing["phonemes"] if p["symbol"] in "ɛiɔæIɪ"]
    assert np.mean([value > 0.5 for value in hissing]) >= 0.9
    assert np.mean([value < 0.2 for value in vowels]) >= 0.9


def test_closed_lips_are_quieter_than_the_vowels_beside_them(speak: Speak) -> None:
    produced, timing = speak("Mama put a bible upon a table. Bob may be happy about a puppy, a baby, or a pepper.")
    samples = samples_of(produced.outputs["speech"])

    def level(phoneme: dict[str, Any]) -> float:
        middle = int((phoneme["start"] + phoneme["end"]) / 2 * 48_000)
        return float(np.sqrt(np.mean(samples[middle - 240 : middle + 240] ** 2)))

    phonemes = timing["phonemes"]
    closed = [
        level(lips) < level(vowel)
        for before, lips, after in zip(phonemes, phonemes[1:], phonemes[2:], strict=False)
        for vowel in (before, after)
        if lips["symbol"] in "pbm" and vowel["symbol"] in "ɑAIæʌɪəiɛO"
    ]
    assert len(closed) >= 20
    assert np.mean(closed) >= 0.85


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("In 2024 it cost $4.5 million.", ["In", "2024", "it", "cost", "$4.5", "million."]),
        ("At 7:30 pm on March 3, 2025!", ["At", "7:30", "pm", "on", "March", "3,", "2025!"]),
        ("It’s 12% of 10 km at -5 °C.", ["It's", "12%", "of", "10", "km", "at", "-5", "°C."]),
        ("Dr. Smith said: “Really?”", ["Dr.", "Smith", "said:", "“Really?”"]),
        ("Made with love 🎉❤️ by us 👨‍👩‍👧!", ["Made", "with", "love", "by", "us !"]),
        ("**Bold** and [a link](https://example.com/x) to `code`", ["Bold", "and", "a", "link", "to", "code"]),
        ("Say [two words](or three words)", ["Say", "[two", "words](or", "three", "words)"]),
        ("Wait — no... yes", ["Wait —", "no...", "yes"]),
    ],
)
def test_words_are_shown_as_they_are_written(speak: Speak, text: str, written: list[str]) -> None:
    _, timing = speak(text)
    assert words_of(timing) == written
    assert all(word["end"] > word["start"] for word in timing["words"])


def test_a_number_takes_the_time_of_all_its_words(speak: Speak) -> None:
    _, timing = speak("The year 1987 was good.")
    length = {word["text"]: word["end"] - word["start"] for word in timing["words"]}
    assert length["1987"] > 2 * length["year"]


def test_an_address_is_read_as_words_and_shown_as_an_address(speak: Speak) -> None:
    _, timing = speak("Visit https://www.example.com/shop?ref=42 today.")
    assert words_of(timing) == ["Visit", "https://www.example.com/shop?ref=42", "today."]
    assert 1.0 < timing["words"][1]["end"] - timing["words"][1]["start"] < 3.0


def test_what_is_left_out_is_listed(speak: Speak) -> None:
    produced, timing = speak("The Russian word мир means both peace and the world to everybody there 🌍.")
    assert produced.facts["left_out"] == ["🌍", "мир"]
    assert "мир" not in words_of(timing)


@pytest.mark.parametrize("text", ["🙂🙂", "  \n ", "—", "***", "!!!"])
def test_a_text_without_words_is_refused(speak: Speak, text: str) -> None:
    with pytest.raises(JobFailed) as refused:
        speak(text)
    assert refused.value.code == "nothing_to_speak"


@pytest.mark.parametrize("text", ["שלום עולם", "مرحبا بالعالم", "你好，世界。", "Привет, мир"])
def test_a_script_that_the_voice_cannot_read_is_refused(speak: Speak, text: str) -> None:
    with pytest.raises(JobFailed) as refused:
        speak(text)
    assert refused.value.code == "language_not_spoken"
    assert "Latin letters" in refused.value.message


def test_a_language_that_the_voice_does_not_speak_is_refused_with_the_engine_that_does(speak: Speak) -> None:
    with pytest.raises(JobFailed, match=r"de-DE.*openai") as refused:
        speak("Guten Morgen!", language="de-DE")
    assert refused.value.code == "language_not_spoken"


@pytest.mark.parametrize("voice", ["emma", "nobody", ""])
def test_a_voice_that_would_have_to_be_downloaded_is_refused(speak: Speak, voice: str) -> None:
    with pytest.raises(JobFailed, match="heart") as refused:
        speak("Hello.", voice=voice)
    assert refused.value.code == "voice_unavailable"


@pytest.mark.parametrize(
    "wrong", [{"text": ""}, {"text": 7}, {"speed": 9}, {"speed": "fast"}, {"seed": -1}, {"text": "a" * 20_001}]
)
def test_params_out_of_range_are_refused_by_name(speak: Speak, wrong: dict[str, Any]) -> None:
    with pytest.raises(JobFailed, match=next(iter(wrong))) as refused:
        speak(**{"text": "Hello.", **wrong})
    assert refused.value.code == "invalid_params"


def test_the_same_job_gives_the_same_bytes(speak: Speak) -> None:
    def both() -> tuple[bytes, bytes]:
        produced, _ = speak("The same words, twice.", seed=3)
        return produced.outputs["speech"].read_bytes(), produced.outputs["timing"].read_bytes()

    assert both() == both()


def test_another_seed_changes_the_breath_and_not_the_words(speak: Speak) -> None:
    first, timing = speak("A little noise.", seed=1)
    sound = first.outputs["speech"].read_bytes()
    second, again = speak("A little noise.", seed=2)
    assert second.outputs["speech"].read_bytes() != sound
    assert words_of(timing) == words_of(again)


@pytest.mark.parametrize("speed", [0.8, 1.25])
def test_speed_changes_the_length_in_proportion(speak: Speak, speed: float) -> None:
    text = "This sentence is spoken at more than one pace."
    usual = speak(text)[1]
    paced = speak(text, speed=speed)[1]
    assert paced["duration"] == pytest.approx(usual["duration"] / speed, rel=0.02)
    assert paced["words"][-1]["end"] == pytest.approx(usual["words"][-1]["end"] / speed, rel=0.02)


def test_progress_rises_with_each_sentence(speak: Speak) -> None:
    seen: list[tuple[float, str]] = []
    speak("One. Two. Three.", report=lambda fraction, message: seen.append((fraction, message)))
    fractions = [fraction for fraction, _ in seen]
    assert fractions == sorted(fractions)
    assert fractions[0] == 0
    assert fractions[-1] < 1
    assert seen[1][1] == "Speaking sentence 2 of 3"


def test_a_cancelled_job_stops_at_the_next_sentence(speak: Speak, tmp_path: Path) -> None:
    def cancelled_in_the_second_sentence(_: float, message: str) -> None:
        if message.startswith("Speaking sentence 2"):
            raise JobCancelled

    with pytest.raises(JobCancelled):
        speak("One. Two. Three.", report=cancelled_in_the_second_sentence)
    assert list(tmp_path.iterdir()) == []


def test_five_thousand_characters_are_spoken_to_the_last_word(speak: Speak) -> None:
    text = (PROSE * 20)[:5000]
    produced, timing = speak(text)
    assert words_of(timing) == text.split()
    assert produced.facts["duration"] > 200


@pytest.mark.parametrize("text", ["word " * 400, "a" * 1500, "9" * 500, "A-" * 300, "one,two," * 100])
def test_text_without_an_end_is_spoken_in_pieces(speak: Speak, text: str) -> None:
    produced, timing = speak(text)
    assert produced.facts["duration"] > 10
    assert timing["words"][-1]["end"] <= timing["duration"]
