"""Jobs that ask only whether an engine would work: it is loaded, and a service asked, and nothing is made."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gpu_containers.runtime.attempt import Attempt
from gpu_containers.runtime.folder_storage import FolderStorage
from gpu_containers.runtime.registry import Registry, engines_module
from gpu_containers.runtime.workspace import Workspace
from greenlight.contracts import Job, JobResult, Task
from tests.containers.image_server import as_json, image_server, refused

MODEL = "GET /v1/models/picture-1"


def checked(folder: Path, task: str, engine: str, **settings: str) -> JobResult:
    job = Job(
        job_id="check",
        task=Task(task),
        engine=engine,
        params={"check": 1},
        output_prefix=f"{folder}/out/",
        cache_key="check",
        deadline=datetime.now(UTC) + timedelta(minutes=1),
    )
    workspace = Workspace(folder)
    try:
        registry = Registry.from_module(engines_module(task), os.environ | settings)
        return Attempt(job, FolderStorage(folder), workspace, lambda fraction, message: None).run(registry)
    finally:
        workspace.close()


@pytest.mark.parametrize(
    ("task", "engine"),
    [("text_to_speech", "hibari"), ("text_to_image", "storyboard_card"), ("media", "ffmpeg")],
)
def test_an_embedded_engine_is_loaded_and_makes_nothing(tmp_path: Path, task: str, engine: str) -> None:
    result = checked(tmp_path, task, engine)
    assert (result.outcome, result.outputs) == ("succeeded", {})
    assert (result.facts["engine"], result.facts["detail"]) == (engine, "It is loaded.")
    assert not (tmp_path / "out").exists()


def test_an_engine_that_there_is_not_is_named_with_those_that_there_are(tmp_path: Path) -> None:
    result = checked(tmp_path, "media", "magic")
    assert result.error is not None
    assert (result.error.code, "ffmpeg" in result.error.message) == ("unknown_engine", True)


def test_an_engine_without_its_key_says_which_setting_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    result = checked(tmp_path, "text_to_image", "openai")
    assert result.error is not None
    assert "OPENAI_API_KEY" in result.error.message


@pytest.mark.parametrize(("task", "setting"), [("text_to_image", "IMAGE"), ("text_to_speech", "SPEECH")])
def test_a_service_is_asked_whether_it_knows_key_and_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, task: str, setting: str
) -> None:
    with image_server() as server:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        monkeypatch.setenv(f"OPENAI_{setting}_MODEL", "picture-1")
        monkeypatch.setenv("OPENAI_RETRIES", "0")
        known = {"id": "picture-1", "object": "model", "created": 1, "owned_by": "us"}
        server.script[MODEL] = [as_json(known), refused(401, "No such key.")]
        well, ill = checked(tmp_path, task, "openai"), checked(tmp_path, task, "openai")
        assert server.paths() == [MODEL, MODEL]
    assert "picture-1" in well.facts["detail"]
    assert ill.error is not None
    assert ill.error.code == "engine_unauthorized"


def test_runway_is_asked_whether_it_knows_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with image_server() as server:
        monkeypatch.setenv("RUNWAYML_API_SECRET", "key_test")
        monkeypatch.setenv("RUNWAYML_BASE_URL", server.url)
        monkeypatch.setenv("RUNWAYML_RETRIES", "0")
        server.script["GET /v1/organization"] = [refused(401, "No such key.")]
        result = checked(tmp_path, "text_to_image", "runwayml")
    assert result.error is not None
    assert result.error.code == "engine_unauthorized"
