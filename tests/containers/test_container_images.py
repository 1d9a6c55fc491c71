"""The containers of speech and of pictures: their recipes download no weights and run as nobody special."""

import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

each_task = pytest.mark.parametrize("task", ["text_to_speech", "text_to_image"])


@each_task
def test_the_image_is_pinned_and_does_not_run_as_root(task: str) -> None:
    recipe = (ROOT / f"gpu_containers/{task}/Dockerfile").read_text().splitlines()
    bases = [line.split()[1] for line in recipe if line.startswith("FROM ")]
    assert set(bases) == {"python:3.11-slim-bookworm"}
    assert "USER greenlight" in recipe
    assert not any(word in line for line in recipe for word in ("curl", "wget", "huggingface"))


@each_task
def test_each_engine_name_leads_to_an_engine_of_that_name(task: str) -> None:
    for name, path in importlib.import_module(f"gpu_containers.{task}.engines").ENGINES.items():
        module, _, engine = path.partition(":")
        assert getattr(importlib.import_module(module), engine).name == name
