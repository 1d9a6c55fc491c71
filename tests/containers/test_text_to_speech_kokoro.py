"""The speech engine `kokoro` on random weights of the published form: what it writes, when, and what it refuses."""

import json
import pickle
import wave
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from gpu_containers.runtime.engine import JobCancelled, JobFailed, Produced, Work
from gpu_containers.runtime.weights import WeightsError
from gpu_containers.runtime.weights_manifest import write_manifest
from gpu_containers.text_to_speech.kokoro import KokoroEngine
from gpu_containers.text_to_speech.kokoro_config import MOST_PHONEMES, KokoroConfig
from gpu_containers.text_to_speech.kokoro_convert import convert
from gpu_containers.text_to_speech.kokoro_model import Kokoro
from gpu_containers.text_to_speech.kokoro_weights import build, fill, folded
from greenlight.contracts import Job
from tests.containers.speech_checks import loudness_of
from tests.support import tiny_kokoro

SAMPLE_JOB = Path(__file__).parents[2] / "gpu_containers/text_to_speech/job.json"
Speak = Callable[..., tuple[Produced, dict[str, Any]]]


def load_from(root: Path) -> KokoroEngine:
    engine = KokoroEngine()
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("WEIGHTS", str(root))
        engine.load()
    return engine


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> KokoroEngine:
    return load_from(tiny_kokoro.make(tmp_path_factory.mktemp("weights")))


@pytest.fixture(scope="module")
def network() -> Kokoro:
    network = fill(build(KokoroConfig.model_validate(tiny_kokoro.CONFIG)), tiny_kokoro.weights())
    network.eval()
    return network


@pytest.fixture
def speak(engine: KokoroEngine, tmp_path: Path) -> Speak:
    def run(text: str, report: Callable[[float, str], None] = lambda *_: None, **params: Any) -> Any:
        job = {**json.loads(SAMPLE_JOB.read_text()), "engine": "kokoro"}
        job["params"] = {**job["params"], "text": text, **params}
        produced = engine.run(Work(Job.model_validate(job), tmp_path, {}, report))
        return produced, json.loads(produced.outputs["timing"].read_text())

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Weights that a test may spoil."""
    return tiny_kokoro.make(tmp_path / "weights") / "kokoro"


def refused(folder: Path) -> str:
    write_manifest(folder, "kokoro", "random weights")
    with pytest.raises(WeightsError) as error:
        load_from(folder.parent)
    assert (error.value.code, error.value.retryable) == ("weights_unusable", False)
    return error.value.message


def test_the_sample_job_is_spoken_as_48_khz_mono_at_minus_16_lufs(speak: Speak) -> None:
    text = json.loads(SAMPLE_JOB.read_text())["params"]["text"]
    produced, timing = speak(text)
    with wave.open(str(produced.outputs["speech"])) as speech:
        assert (speech.getnchannels(), speech.getsampwidth(), speech.getframerate()) == (1, 2, 48_000)
        assert speech.getnframes() / 48_000 == pytest.approx(timing["duration"], abs=0.001)
    assert [word["text"] for word in timing["words"]] == text.split()
    assert loudness_of(produced.outputs["speech"])[0] == pytest.approx(-16, abs=1)
    assert {"device", "dtype", "model", "voice", "realtime_factor", "loudness_lufs"} <= produced.facts.keys()
    assert (produced.facts["voice"], produced.facts["dtype"]) == ("af_heart", "float32")


@pytest.mark.parametrize("speed", [0.5, 1.0, 2.0])
def test_the_sound_is_as_long_as_the_sum_of_its_durations(network: Kokoro, speed: float) -> None:
    ids = [0, 50, 83, 54, 156, 31, 4, 0]
    spoken = network.speak(ids, tiny_kokoro.voices()["af_heart"][5], speed, np.random.default_rng(0))
    assert len(spoken.durations) == len(ids)
    assert int(spoken.durations.min()) >= 1
    assert len(spoken.samples) == 600 * int(spoken.durations.sum())
    assert bool(spoken.samples.isfinite().all())


def test_the_file_is_as_long_as_its_frames_of_25_ms(speak: Speak) -> None:
    produced, timing = speak("One small step.")
    assert timing["duration"] * 40 == pytest.approx(round(timing["duration"] * 40), abs=0.01)
    assert produced.facts["duration"] == pytest.approx(timing["duration"], abs=0.001)


def test_times_never_go_back_and_stay_within_the_file(speak: Speak) -> None:
    _, timing = speak("Wait, what? In 2024 we sold 1,250 loaves: nobody (really, nobody) had expected that… Well done!")
    for kind in ("sentences", "words", "phonemes"):
        spans = timing[kind]
        assert spans
        assert all(span["start"] <= span["end"] for span in spans)
        assert all(before["end"] <= after["start"] + 1e-6 for before, after in pairwise(spans))
        assert spans[0]["start"] >= 0
        assert spans[-1]["end"] <= timing["duration"]
    assert all(word["end"] > word["start"] for word in timing["words"])


def test_a_sentence_begins_where_the_samples_of_the_one_before_it_end(speak: Speak) -> None:
    alone = speak("One small step.")[1]
    both = speak("One small step. Then another one.")[1]
    assert both["sentences"][1]["text"] == "Then another one."
    assert alone["words"] == both["words"][:3]
    assert both["sentences"][1]["start"] >= alone["duration"] - 3 / 40


def test_the_same_job_gives_the_same_bytes(speak: Speak) -> None:
    def both() -> tuple[bytes, bytes]:
        produced, _ = speak("The same words, twice.", seed=3)
        return produced.outputs["speech"].read_bytes(), produced.outputs["timing"].read_bytes()

    assert both() == both()


def test_another_seed_changes_the_breath_and_not_the_length(speak: Speak) -> None:
    first, timing = speak("A little noise.", seed=1)
    sound = first.outputs["speech"].read_bytes()
    second, again = speak("A little noise.", seed=2)
    assert second.outputs["speech"].read_bytes() != sound
    assert again["duration"] == timing["duration"]


def test_another_voice_sounds_different(speak: Speak) -> None:
    sound = speak("A little noise.", voice="af_heart")[0].outputs["speech"].read_bytes()
    assert speak("A little noise.", voice="am_puck")[0].outputs["speech"].read_bytes() != sound


def test_a_british_voice_is_given_british_phonemes(speak: Speak) -> None:
    def symbols(voice: str) -> set[str]:
        return {phoneme["symbol"] for phoneme in speak("Go home.", voice=voice)[1]["phonemes"]}

    assert "O" in symbols("heart")
    assert "Q" in symbols("emma")


@pytest.mark.parametrize(
    ("asked", "found"), [("heart", "af_heart"), ("puck", "am_puck"), ("em_puck", "em_puck"), ("emma", "bf_emma")]
)
def test_a_voice_is_found_by_its_name_and_by_its_short_one(speak: Speak, asked: str, found: str) -> None:
    assert speak("Hello.", voice=asked)[0].facts["voice"] == found


@pytest.mark.parametrize("voice", ["nobody", "", "af_", "bf_heart"])
def test_an_unknown_voice_is_refused_with_those_that_are_there(speak: Speak, voice: str) -> None:
    with pytest.raises(JobFailed, match=r"af_heart, am_puck, bf_emma, em_puck\.") as unknown:
        speak("Hello.", voice=voice)
    assert unknown.value.code == "voice_unavailable"


def test_a_language_that_is_not_spoken_is_refused_with_the_engine_that_does(speak: Speak) -> None:
    with pytest.raises(JobFailed, match=r"English.*de-DE.*openai") as unspoken:
        speak("Guten Morgen!", language="de-DE")
    assert unspoken.value.code == "language_not_spoken"


def test_speed_changes_the_length(speak: Speak) -> None:
    text = "This sentence is spoken at more than one pace."
    usual = speak(text)[1]["duration"]
    assert speak(text, speed=0.5)[1]["duration"] == pytest.approx(usual * 2, rel=0.2)
    assert speak(text, speed=2.0)[1]["duration"] < 0.7 * usual


@pytest.mark.parametrize("text", ["word " * 200, "9" * 230, "A-" * 300])
def test_text_that_is_too_long_for_the_network_is_spoken_in_pieces(speak: Speak, text: str) -> None:
    _, timing = speak(text)
    assert "".join(word["text"] for word in timing["words"]) == text.replace(" ", "")
    assert len(timing["phonemes"]) > MOST_PHONEMES / 2
    assert timing["words"][-1]["end"] <= timing["duration"]


def test_a_cancelled_job_stops_at_the_next_sentence(speak: Speak, tmp_path: Path) -> None:
    def cancelled_in_the_second_sentence(_: float, message: str) -> None:
        if message == "Speaking sentence 2 of 3":
            raise JobCancelled

    with pytest.raises(JobCancelled):
        speak("One. Two. Three.", report=cancelled_in_the_second_sentence)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["🙂🙂", "***"])
def test_a_text_without_words_is_refused(speak: Speak, text: str) -> None:
    with pytest.raises(JobFailed) as wordless:
        speak(text)
    assert wordless.value.code == "nothing_to_speak"


@pytest.mark.parametrize("missing", ["config.json", "model.safetensors", "voices.safetensors"])
def test_a_file_that_is_missing_is_named_with_the_remedy(folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    message = refused(folder)
    assert missing in message
    assert "kokoro_convert" in message


def test_weights_of_another_shape_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"bert_encoder\.weight in model\.safetensors is .*asks for") as misshapen:
        load_from(tiny_kokoro.make(tmp_path, hidden_dim=32))
    assert misshapen.value.code == "weights_unusable"


def test_a_weight_that_is_missing_and_one_too_many_are_named(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    kept = {name: tensor for name, tensor in weights.items() if name != "decoder.encode.conv1.weight_g"}
    save_file(kept, folder / "model.safetensors")
    assert "lacks decoder.encode.conv1.weight." in refused(folder)
    save_file(weights | {"diffusion.weight": torch.zeros(1)}, folder / "model.safetensors")
    assert "should not have diffusion.weight." in refused(folder)


@pytest.mark.parametrize("shape", [(510, 1, 8), (511, 1, 16), (510, 16)])
def test_a_voice_of_another_shape_is_refused_by_name(folder: Path, shape: tuple[int, ...]) -> None:
    save_file({"af_heart": torch.zeros(510, 1, 16), "am_odd": torch.zeros(shape)}, folder / "voices.safetensors")
    assert "the voice am_odd" in refused(folder)


def test_a_folder_without_any_voice_is_refused(folder: Path) -> None:
    save_file({}, folder / "voices.safetensors")
    assert "voices.safetensors has no voice" in refused(folder)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"vocab": {}}, "vocab"),
        ({"vocab": {"a": 178}}, "vocab"),
        ({"hidden_dim": 0}, "hidden_dim"),
        ({"istftnet": {}}, "istftnet.upsample_rates"),
        ({"plbert": {}}, "plbert.hidden_size"),
        ({"istftnet": tiny_kokoro.CONFIG["istftnet"] | {"upsample_kernel_sizes": [20]}}, "does not make a network"),
    ],
)
def test_a_config_that_describes_no_network_is_refused(folder: Path, wrong: dict[str, Any], named: str) -> None:
    (folder / "config.json").write_text(json.dumps(tiny_kokoro.CONFIG | wrong))
    assert named in refused(folder)


@pytest.mark.parametrize("content", [b"no tensors", pickle.dumps({"weight": 1}) * 10], ids=["bytes", "a pickle"])
@pytest.mark.parametrize("file", ["model.safetensors", "voices.safetensors"])
def test_a_file_that_is_no_safetensors_is_refused(folder: Path, file: str, content: bytes) -> None:
    (folder / file).write_bytes(content)
    assert f"{file} is not a file of safetensors" in refused(folder)


@pytest.mark.parametrize(("half", "shape"), [("g", (0,)), ("g", (7, 1, 1)), ("v", ()), ("v", (7, 1, 1))])
def test_a_direction_and_a_length_that_do_not_fit_are_named(folder: Path, half: str, shape: tuple[int, ...]) -> None:
    weights = load_file(folder / "model.safetensors")
    save_file(weights | {f"decoder.encode.conv1.weight_{half}": torch.zeros(shape)}, folder / "model.safetensors")
    assert "decoder.encode.conv1.weight_v and decoder.encode.conv1.weight_g" in refused(folder)


def test_published_weights_are_a_direction_and_a_length() -> None:
    published = tiny_kokoro.weights()
    assert sum(name.startswith("decoder.") and name.endswith("_g") for name in published) > 20
    weight = folded(published)["decoder.encode.conv1.weight"]
    length = published["decoder.encode.conv1.weight_g"]
    assert torch.allclose(torch.norm_except_dim(weight, 2, 0), length)


def test_the_published_files_become_a_folder_that_speaks(tmp_path: Path) -> None:
    convert(tiny_kokoro.make_published(tmp_path / "published"), tmp_path / "kokoro")
    made = load_file(tmp_path / "kokoro" / "model.safetensors")
    wanted = tiny_kokoro.weights()
    assert made.keys() == wanted.keys()
    assert all(torch.equal(made[name], wanted[name]) for name in wanted)
    assert sorted(load_file(tmp_path / "kokoro" / "voices.safetensors")) == sorted(tiny_kokoro.VOICES)
    assert load_from(tmp_path).name == "kokoro"


def test_published_files_of_another_network_are_not_converted(tmp_path: Path) -> None:
    published = tiny_kokoro.make_published(tmp_path / "published")
    (published / "config.json").write_text(json.dumps(tiny_kokoro.CONFIG | {"n_layer": 3}))
    with pytest.raises(WeightsError, match="lacks predictor"):
        convert(published, tmp_path / "kokoro")
    assert not (tmp_path / "kokoro" / "manifest.json").exists()
