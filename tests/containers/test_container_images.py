"""The containers' recipes: pinned, with no weights in them, and run by nobody special."""

import importlib
import re
from pathlib import Path

import pytest

from greenlight.contracts import Task

ROOT = Path(__file__).parents[2]
ON_A_GPU = {"text_to_speech", "talking_head", "text_to_image", "image_to_video"}

each_task = pytest.mark.parametrize("task", [task.value for task in Task])


def recipe(task: str) -> str:
    return (ROOT / f"gpu_containers/{task}/Dockerfile").read_text()


@each_task
def test_the_image_is_built_in_stages_on_a_pinned_base_and_does_not_run_as_root(task: str) -> None:
    lines = recipe(task).splitlines()
    bases = {line.split()[1] for line in lines if line.startswith("FROM ")} - {"python"}
    assert bases == {"nvidia/cuda:13.0.1-base-ubuntu24.04" if task in ON_A_GPU else "python:3.11-slim-bookworm"}
    assert len([line for line in lines if line.startswith("FROM ")]) >= 2
    assert "USER greenlight" in lines
    assert lines.index("USER greenlight") > max(n for n, line in enumerate(lines) if line.startswith(("RUN", "COPY")))


@each_task
def test_the_image_holds_what_the_container_needs_and_no_weights(task: str) -> None:
    text = recipe(task)
    assert f"COPY gpu_containers/{task} /app/gpu_containers/{task}" in text
    for setting in (f"TASK={task}", "BIND_HOST=0.0.0.0", "WORK_DIR=/var/greenlight/work"):
        assert setting in text
    assert "--require-hashes" in text
    assert not re.search(r"curl|wget|huggingface|safetensors|from_pretrained", text)


@each_task
def test_cuda_in_the_base_is_the_one_that_torch_was_built_for(task: str) -> None:
    locked = (ROOT / f"gpu_containers/{task}/requirements.txt").read_text()
    toolkit = re.search(r"^cuda-toolkit==(\d+\.\d+)", locked, re.MULTILINE)
    base = re.search(r"nvidia/cuda:(\d+\.\d+)", recipe(task))
    assert (toolkit and toolkit[1]) == (base and base[1])
    assert bool(base) == (task in ON_A_GPU)


@each_task
def test_each_engine_name_leads_to_an_engine_of_that_name(task: str) -> None:
    for name, path in importlib.import_module(f"gpu_containers.{task}.engines").ENGINES.items():
        module, _, engine = path.partition(":")
        assert getattr(importlib.import_module(module), engine).name == name
