"""The OpenAI speech engine against a server that speaks its API: what is asked, what comes out, every way it fails."""

import json
import threading
import wave
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gpu_containers.runtime.engine import JobCancelled, JobFailed, Produced, Work
from gpu_containers.text_to_speech.openai import OpenAISpeechEngine
from greenlight.contracts import Job
from tests.containers.speech_checks import loudness_of
from tests.containers.speech_server import PAUSE_AT_COMMA, Answer, SpeechServer, refusal, speech_server, wav

SAMPLE_JOB = Path(__file__).parents[2] / "gpu_containers/text_to_speech/job.json"
Speak = Callable[..., tuple[Produced, dict[str, Any]]]


@pytest.fixture
def server() -> Iterator[SpeechServer]:
    with speech_server() as server:
        yield server


@pytest.fixture
def speak(server: SpeechServer, tmp_path: Path) -> Speak:
    def run(
        text: str,
        report: Callable[[float, str], None] = lambda *_: None,
        settings: dict[str, str] | None = None,
        **params: Any,
    ) -> Any:
        environment = {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": server.url, **(settings or {})}
        engine = OpenAISpeechEngine(environment)
        engine.load()
        job = {**json.loads(SAMPLE_JOB.read_text()), "engine": "openai"}
        job["params"] = {**job["params"], "voice": "alloy", "text": text, **params}
        produced = engine.run(Work(Job.model_validate(job), tmp_path, {}, report))
        return produced, json.loads(produced.outputs["timing"].read_text())

    return run


def test_each_sentence_is_asked_for_with_model_voice_and_key(speak: Speak, server: SpeechServer) -> None:
    produced, _ = speak("Good morning. How are you?", settings={"OPENAI_SPEECH_MODEL": "tts-next"})
    assert sorted(request["input"] for request in server.requests) == ["Good morning.", "How are you?"]
    assert {(r["path"], r["model"], r["voice"], r["response_format"]) for r in server.requests} == {
        ("/v1/audio/speech", "tts-next", "alloy", "wav")
    }
    assert set(server.keys) == {"Bearer sk-test"}
    assert produced.facts["model"] == "tts-next"


def test_the_answers_become_one_levelled_48_khz_file(speak: Speak) -> None:
    produced, timing = speak("Good morning to everybody. How are you today?")
    with wave.open(str(produced.outputs["speech"])) as speech:
        assert (speech.getnchannels(), speech.getsampwidth(), speech.getframerate()) == (1, 2, 48_000)
        assert speech.getnframes() / 48_000 == pytest.approx(timing["duration"], abs=0.001)
    integrated, true_peak = loudness_of(produced.outputs["speech"])
    assert integrated == pytest.approx(-16, abs=1)
    assert true_peak <= -1


def test_sentences_follow_in_the_order_of_the_text_whatever_answers_first(speak: Speak) -> None:
    _, timing = speak("First comes a rather long sentence with many words. Short. Last.")
    first, second, third = timing["sentences"]
    assert first["text"].startswith("First")
    lengths = [sentence["end"] - sentence["start"] for sentence in (first, second, third)]
    assert lengths[0] > 4 * lengths[1] > 4 * lengths[2] * 0.9
    assert first["end"] < second["start"] < second["end"] < third["start"] < third["end"] <= timing["duration"]


def test_words_are_those_written_and_their_times_never_go_back(speak: Speak) -> None:
    text = "In 2024, three of our shops grew by 12%. Well done!"
    _, timing = speak(text)
    assert [word["text"] for word in timing["words"]] == text.split()
    assert all(before["end"] <= after["start"] + 1e-6 for before, after in pairwise(timing["words"]))
    assert all(word["start"] < word["end"] for word in timing["words"])


def test_english_words_get_phonemes_for_the_lips_and_others_none(speak: Speak) -> None:
    _, timing = speak("Mama bought a map.")
    assert "".join(phoneme["symbol"] for phoneme in timing["phonemes"]) == "mɑməbɔtɐmæp"
    first, last = timing["words"][0], timing["words"][-1]
    assert timing["phonemes"][0]["start"] == pytest.approx(first["start"], abs=0.001)
    assert timing["phonemes"][-1]["end"] == pytest.approx(last["end"], abs=0.001)
    assert all(before["end"] <= after["start"] + 1e-3 for before, after in pairwise(timing["phonemes"]))
    assert speak("Bonjour Maman.", language="fr")[1]["phonemes"] == []


def test_a_pause_at_a_comma_divides_the_words_around_it(speak: Speak) -> None:
    _, timing = speak("Three words here, and then six words there.")
    words = {word["text"]: word for word in timing["words"]}
    gap = words["and"]["start"] - words["here,"]["end"]
    assert gap == pytest.approx(PAUSE_AT_COMMA, abs=0.03)


def test_another_script_is_spoken_where_the_service_can(speak: Speak, server: SpeechServer) -> None:
    _, timing = speak("שלום עולם. מה שלומך?", language="he")
    assert len(server.requests) == 2
    assert [word["text"] for word in timing["words"]] == ["שלום", "עולם.", "מה", "שלומך?"]


def test_text_without_spaces_is_cut_after_its_sentences(speak: Speak, server: SpeechServer) -> None:
    speak("你好世界。今天天气很好。", language="zh")
    assert sorted(request["input"] for request in server.requests) == sorted(["你好世界。", "今天天气很好。"])


def test_speed_is_made_here_since_not_every_model_knows_it(speak: Speak, server: SpeechServer) -> None:
    usual = speak("A sentence of some length to be spoken.")[1]["duration"]
    faster = speak("A sentence of some length to be spoken.", speed=1.25)[1]["duration"]
    assert faster == pytest.approx(usual / 1.25, rel=0.02)
    assert all("speed" not in request for request in server.requests)


def test_without_a_key_the_setting_is_named() -> None:
    with pytest.raises(JobFailed, match="OPENAI_API_KEY") as refused:
        OpenAISpeechEngine({}).load()
    assert refused.value.code == "engine_not_configured"
    assert OpenAISpeechEngine.needs.settings == ("OPENAI_API_KEY",)


def test_an_unknown_voice_is_refused_with_the_voices_there_are(tmp_path: Path) -> None:
    job = {**json.loads(SAMPLE_JOB.read_text()), "engine": "openai"}
    engine = OpenAISpeechEngine({"OPENAI_API_KEY": "sk-test"})
    with pytest.raises(JobFailed, match=r"alloy.*verse") as refused:
        engine.run(Work(Job.model_validate(job), tmp_path, {}, lambda *_: None))
    assert refused.value.code == "voice_unavailable"


@pytest.mark.parametrize(
    ("answer", "code", "retryable"),
    [
        (refusal(401, "Incorrect API key"), "engine_unauthorized", False),
        (refusal(403, "Not allowed"), "engine_unauthorized", False),
        (refusal(404, "No such model"), "engine_not_configured", False),
        (refusal(400, "This text is against our rules."), "engine_refused", False),
        (refusal(429, "Slow down"), "engine_busy", True),
        (refusal(429, "Quota", code="insufficient_quota"), "engine_quota_spent", False),
        (refusal(500, "Oops"), "engine_unavailable", True),
        (refusal(503, "Overloaded"), "engine_unavailable", True),
    ],
)
def test_each_refusal_has_its_own_reason(
    speak: Speak, server: SpeechServer, answer: Answer, code: str, retryable: bool
) -> None:
    server.script = [answer] * 4
    with pytest.raises(JobFailed) as refused:
        speak("Hello there.")
    assert (refused.value.code, refused.value.retryable) == (code, retryable)
    assert "sk-test" not in refused.value.message


def test_a_refused_text_says_what_the_service_said(speak: Speak, server: SpeechServer) -> None:
    server.script = [refusal(400, "This text is against our rules.")]
    with pytest.raises(JobFailed, match="against our rules"):
        speak("Hello there.")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_passing_failure_is_tried_again(speak: Speak, server: SpeechServer, status: int) -> None:
    server.script = [refusal(status, "Not now"), refusal(status, "Not yet")]
    produced, _ = speak("Hello there.")
    assert len(server.requests) == 3
    assert produced.facts["duration"] > 0.5


def test_a_service_that_never_answers_is_given_up(speak: Speak, server: SpeechServer) -> None:
    over = threading.Event()
    server.script = [Answer(hangs_until=over)]
    try:
        with pytest.raises(JobFailed, match="in time") as refused:
            speak("Hello there.", settings={"OPENAI_TIMEOUT_SECONDS": "0.2", "OPENAI_RETRIES": "0"})
    finally:
        over.set()
    assert (refused.value.code, refused.value.retryable) == ("engine_unavailable", True)


def test_a_service_that_is_not_there_can_be_tried_later(speak: Speak) -> None:
    with pytest.raises(JobFailed, match="cannot be reached") as refused:
        speak("Hello there.", settings={"OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "OPENAI_RETRIES": "0"})
    assert refused.value.retryable


GARBAGE = {
    "a page": b"<html>Bad gateway</html>",
    "nothing": b"",
    "half a header": wav(np.zeros(0))[:30],
    "no samples": wav(np.zeros(0)),
    "silence": wav(np.zeros(24_000)),
    "strange channels": wav(np.ones(100), channels=99),
}


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE.keys())
def test_audio_that_is_none_is_asked_for_once_more_and_then_refused(
    speak: Speak, server: SpeechServer, garbage: bytes
) -> None:
    server.script = [Answer(200, garbage)] * 2
    with pytest.raises(JobFailed) as refused:
        speak("Hello there.")
    assert (refused.value.code, refused.value.retryable) == ("engine_bad_audio", True)
    assert len(server.requests) == 2


def test_one_garbled_answer_is_forgiven(speak: Speak, server: SpeechServer) -> None:
    server.script = [Answer(200, b"RIFFxxxxnot a wave")]
    assert speak("Hello there.")[0].facts["duration"] > 0.5


def test_stereo_at_another_rate_is_understood(speak: Speak, server: SpeechServer) -> None:
    tone = 0.3 * np.sin(np.arange(44_100) / 44_100 * 2 * np.pi * 200)
    server.script = [Answer(200, wav(np.repeat(tone, 2), rate=44_100, channels=2))]
    _, timing = speak("Hello.")
    assert timing["words"][0]["end"] - timing["words"][0]["start"] == pytest.approx(1.0, abs=0.02)


def test_a_cancelled_job_asks_for_nothing_more(speak: Speak, server: SpeechServer, tmp_path: Path) -> None:
    def cancelled(_: float, message: str) -> None:
        raise JobCancelled

    with pytest.raises(JobCancelled):
        speak("One sentence here. " * 40, report=cancelled)
    assert len(server.requests) < 40
    assert list(tmp_path.iterdir()) == []
