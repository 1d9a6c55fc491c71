"""The media container: its recipe is pinned, checks what it installs, and does not run as root."""

import json
from pathlib import Path

from gpu_containers.media.ffmpeg_engine import OPERATIONS
from gpu_containers.media.params import read_params
from greenlight.contracts import Job

CONTAINER = Path(__file__).parents[2] / "gpu_containers/media"


def test_the_image_is_pinned_checked_and_does_not_run_as_root() -> None:
    recipe = (CONTAINER / "Dockerfile").read_text()
    bases = {line.split()[1] for line in recipe.splitlines() if line.startswith("FROM ")}
    assert bases == {"python:3.11-slim-bookworm"}
    assert "--require-hashes" in recipe
    assert recipe.index("USER greenlight") < recipe.index("ENTRYPOINT")


def test_the_sample_job_is_one_that_the_engine_takes() -> None:
    job = Job.model_validate(json.loads((CONTAINER / "job.json").read_text()))
    assert job.params["operation"] in OPERATIONS
    assert read_params(job.params).ratio == 9 / 16
    assert set(job.inputs) == {"video", "speech", "timing"}


def test_every_font_comes_with_its_licence() -> None:
    licence = (CONTAINER / "fonts/OFL.txt").read_text()
    fonts = [path.name for path in (CONTAINER / "fonts").iterdir() if path.suffix in (".otf", ".ttf")]
    assert fonts
    assert all(name in licence for name in fonts)
    assert "SIL OPEN FONT LICENSE" in licence
