"""The picture container: its recipe downloads no weights and runs as nobody special."""

import importlib
from pathlib import Path

from gpu_containers.text_to_image.engines import ENGINES

ROOT = Path(__file__).parents[2]
CONTAINER = ROOT / "gpu_containers/text_to_image"


def test_the_image_is_pinned_and_does_not_run_as_root() -> None:
    recipe = (CONTAINER / "Dockerfile").read_text().splitlines()
    bases = [line.split()[1] for line in recipe if line.startswith("FROM ")]
    assert set(bases) == {"python:3.11-slim-bookworm"}
    assert "USER greenlight" in recipe
    assert not any(word in line for line in recipe for word in ("curl", "wget", "huggingface"))


def test_each_engine_name_leads_to_an_engine_of_that_name() -> None:
    for name, path in ENGINES.items():
        module, _, engine = path.partition(":")
        assert getattr(importlib.import_module(module), engine).name == name
