"""What both benchmarks of the talking head share: the sample script spoken, the sample portrait, one render."""

from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

from gpu_containers.runtime.engine import Produced, Work
from gpu_containers.talking_head.landmark_warp import LandmarkWarp
from gpu_containers.text_to_speech.hibari import HibariEngine
from greenlight.contracts import Job, Task

SAMPLES = Path(__file__).parents[1] / "local" / "samples"
TEXT = (SAMPLES / "script.txt").read_text(encoding="utf-8")


def speak(folder: Path, text: str) -> dict[str, Path]:
    engine = HibariEngine()
    engine.load()
    params = {"text": text, "voice": "heart", "language": "en-US", "seed": 0}
    return engine.run(_work(Task.TEXT_TO_SPEECH, "hibari", params, folder, {})).outputs


def portrait(folder: Path, width: int, height: int) -> Path:
    """The middle of the sample portrait at that size."""
    path = folder / f"portrait_{width}x{height}.png"
    image = Image.open(SAMPLES / "portrait.jpg").convert("RGB")
    side = min(image.width, round(image.height * width / height))
    high = round(side * height / width)
    left = (image.width - side) // 2
    image.crop((left, 0, left + side, high)).resize((width, height), Image.Resampling.LANCZOS).save(path)
    return path


def render(folder: Path, picture: Path, speech: dict[str, Path]) -> Produced:
    engine = LandmarkWarp()
    engine.load()
    return engine.run(_work(Task.TALKING_HEAD, "landmark_warp", {"seed": 0}, folder, {"portrait": picture, **speech}))


def _work(task: Task, engine: str, params: dict[str, object], folder: Path, inputs: dict[str, Path]) -> Work:
    deadline = datetime(2030, 1, 1, tzinfo=UTC)
    job = Job(
        job_id="benchmark",
        task=task,
        engine=engine,
        params=params,
        output_prefix="s3://benchmark/",
        cache_key="benchmark",
        deadline=deadline,
    )
    return Work(job, folder, inputs, lambda _fraction, _message: None)
