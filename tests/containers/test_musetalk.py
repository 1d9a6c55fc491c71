"""The production talking head with networks of its own make but hardly any width: the whole way on a CPU."""

import pickle
import weakref
from pathlib import Path

import av
import numpy as np
import pytest
import torch
from PIL import Image

from faces.detector import detect
from gpu_containers.runtime.accelerator import Accelerator
from gpu_containers.runtime.engine import JobFailed, Produced, Work
from gpu_containers.runtime.registry import Registry
from gpu_containers.runtime.weights import WeightsError
from gpu_containers.runtime.weights_manifest import write_manifest
from gpu_containers.talking_head.engines import ENGINES
from gpu_containers.talking_head.musetalk import MuseTalk
from gpu_containers.talking_head.musetalk_audio import SAMPLE_RATE, Ears, resampled
from gpu_containers.talking_head.musetalk_face import steadied
from gpu_containers.text_to_speech.hibari import HibariEngine
from greenlight.contracts import Task
from tests.containers.test_landmark_warp import SAMPLE, job, no_report
from tests.support import tiny_musetalk

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_musetalk.make(tmp_path_factory.mktemp("weights"))


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("inputs")
    Image.open(SAMPLE).convert("RGB").resize((436, 512)).save(folder / "portrait.png")
    engine = HibariEngine()
    engine.load()
    spoken = job(Task.TEXT_TO_SPEECH, "hibari", text="Hi Bob.", voice="heart", language="en-US", seed=0)
    return {"portrait": folder / "portrait.png", **engine.run(Work(spoken, folder, {}, no_report)).outputs}


@pytest.fixture
def engine(weights: Path, monkeypatch: pytest.MonkeyPatch) -> MuseTalk:
    monkeypatch.setenv("WEIGHTS", str(weights))
    made = MuseTalk()
    made.load()
    return made


def render(engine: MuseTalk, folder: Path, inputs: dict[str, Path], report=no_report) -> Produced:
    folder.mkdir(exist_ok=True)
    return engine.run(Work(job(Task.TALKING_HEAD, "musetalk"), folder, inputs, report))


def frames_of(video: Path) -> list[np.ndarray]:
    with av.open(str(video)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def test_a_portrait_and_a_speech_become_a_video_with_a_painted_mouth(engine, inputs, tmp_path: Path) -> None:
    told: list[float] = []
    produced = render(engine, tmp_path, inputs, lambda fraction, _: told.append(fraction))
    frames = frames_of(produced.outputs["video"])
    assert len(frames) == produced.facts["frames"] == round(produced.facts["duration"] * 25)
    assert (produced.facts["device"], produced.facts["dtype"]) == ("cpu", "float32")
    assert told == sorted(told)
    assert told[-1] == 1
    still = np.asarray(Image.open(inputs["portrait"]))
    face = detect(still)[0]
    change = np.abs(frames[5].astype(float) - still).mean(2)
    across, down = (int(each) for each in face.keypoints[3])
    mouth = change[down - 10 : down + 10, across - 20 : across + 20]
    # Random weights paint noise where the mouth is, and nothing anywhere else.
    assert mouth.mean() > 15
    assert np.median(change[: int(face.y * 0.5)]) < 3


def test_the_same_portrait_and_speech_give_the_same_file(engine, inputs, tmp_path: Path) -> None:
    made = [render(engine, tmp_path / name, inputs).outputs["video"].read_bytes() for name in ("one", "two")]
    assert made[0] == made[1]


def test_the_batch_does_not_show_in_the_frames(engine, inputs) -> None:
    face = torch.randint(0, 255, (256, 256, 3), dtype=torch.uint8, generator=torch.Generator().manual_seed(0))
    seen = engine._painter.look(face)
    heard = torch.randn(5, engine._ears.states, tiny_musetalk.WIDTH, generator=torch.Generator().manual_seed(1))
    engine._batch = 5
    whole = torch.cat(list(engine._mouths(seen, heard)))
    engine._batch = 2
    parts = torch.cat(list(engine._mouths(seen, heard)))
    assert whole.shape == (5, 3, 256, 256)
    assert torch.allclose(whole, parts, atol=1e-3)


def test_each_frame_leans_on_its_neighbours() -> None:
    frames = torch.tensor([0.0, 1.0, 0.0])[:, None]
    assert steadied(frames, frames[:1], frames[-1:]).flatten().tolist() == pytest.approx([0.12, 0.76, 0.12])


def test_a_frame_hears_what_is_said_around_it_however_long_the_speech(weights: Path) -> None:
    ears = Ears(weights / "musetalk" / "whisper", Accelerator("cpu", torch.float32))
    samples = np.random.default_rng(0).normal(0, 0.1, 31 * SAMPLE_RATE).astype(np.float32)
    heard = ears.hear(samples, 25, 31 * 25)
    assert heard.shape == (31 * 25, ears.states, tiny_musetalk.WIDTH)
    silent = samples.copy()
    silent[: 5 * SAMPLE_RATE] = 0
    changed = (ears.hear(silent, 25, 31 * 25) - heard).abs().amax((1, 2))
    # The second half minute is heard by itself.
    assert changed[30 * 25 + 5 :].max() == 0
    assert changed[: 4 * 25].min() > 0


def test_sound_of_another_rate_is_heard_at_the_networks_own() -> None:
    time = np.arange(24_000) / 24_000
    slow = resampled(np.sin(2 * np.pi * 200 * time).astype(np.float32), 24_000)
    expected = np.sin(2 * np.pi * 200 * np.arange(16_000) / 16_000)
    assert len(slow) == pytest.approx(16_000, abs=2)
    slow, expected = slow[:15_900], expected[:15_900]
    assert np.abs(slow[100:-100] - expected[100:-100]).max() < 0.05


def test_too_little_memory_halves_the_batch_and_says_so_only_when_one_frame_does_not_fit(engine) -> None:
    class Full:
        def __init__(self, fits: int) -> None:
            self.fits = fits
            self.sizes: list[int] = []

        def paint(self, seen: torch.Tensor, heard: torch.Tensor) -> torch.Tensor:
            self.sizes.append(len(heard))
            if len(heard) > self.fits:
                raise torch.OutOfMemoryError
            return torch.zeros(len(heard), 3, 1, 1)

    engine._painter, engine._batch = Full(fits=2), 8
    assert sum(len(part) for part in engine._painted(torch.zeros(1), torch.zeros(5, 1, 1))) == 5
    assert engine._painter.sizes == [5, 4, 2, 2, 1]
    engine._painter = Full(fits=0)
    with pytest.raises(JobFailed) as caught:
        list(engine._painted(torch.zeros(1), torch.zeros(5, 1, 1)))
    assert (caught.value.code, caught.value.retryable) == ("out_of_gpu_memory", False)


def test_of_a_batch_that_did_not_fit_nothing_is_held_when_memory_is_given_back(engine, monkeypatch) -> None:
    tensors: list[weakref.ref[torch.Tensor]] = []
    held: list[bool] = []

    class Full:
        def paint(self, seen: torch.Tensor, heard: torch.Tensor) -> torch.Tensor:
            painted = torch.zeros(len(heard), 3, 1, 1)
            if len(heard) > 1:
                tensors.append(weakref.ref(painted))
                raise torch.OutOfMemoryError
            return painted

    monkeypatch.setattr(torch.cuda, "empty_cache", lambda: held.append(tensors[-1]() is not None))
    engine._painter, engine._batch = Full(), 4
    assert len(list(engine._painted(torch.zeros(1), torch.zeros(4, 1, 1)))) == 4
    assert held == [False, False]


@pytest.mark.parametrize(
    ("change", "says"),
    [({"unet_channels": 4}, "takes 4 channels"), ({"listens_to": 16}, "listens to 16 numbers")],
)
def test_networks_of_another_make_are_refused(tmp_path: Path, monkeypatch, change, says: str) -> None:
    monkeypatch.setenv("WEIGHTS", str(tiny_musetalk.make(tmp_path, **change)))
    with pytest.raises(JobFailed, match=says):
        MuseTalk().load()


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("unet/config.json", b'{"_class_name": "AutoencoderKL"}'),
        ("unet/config.json", b'{"block_out_channels": 3}'),
        ("vae/config.json", b'{"in_channels": "x"}'),
        ("whisper/config.json", b"[]"),
        ("whisper/model.safetensors", pickle.dumps({"weight": 1}) * 10),
        ("unet/diffusion_pytorch_model.safetensors", pickle.dumps({"weight": 1}) * 10),
        ("vae/diffusion_pytorch_model.safetensors", pickle.dumps({"weight": 1}) * 10),
    ],
)
def test_files_that_make_no_such_networks_are_refused_for_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, content: bytes
) -> None:
    root = tiny_musetalk.make(tmp_path)
    (root / "musetalk" / path).write_bytes(content)
    write_manifest(root / "musetalk", "musetalk", "none")
    monkeypatch.setenv("WEIGHTS", str(root))
    with pytest.raises(WeightsError, match="do not make the networks") as caught:
        MuseTalk().load()
    assert not caught.value.retryable


def test_without_weights_the_setting_is_named() -> None:
    with pytest.raises(JobFailed, match="set WEIGHTS") as caught:
        Registry(ENGINES, {}).get("musetalk")
    assert caught.value.code == "engine_not_configured"
