"""Engines are imported when asked for, and loaded once."""

import sys

import pytest

from gpu_containers.runtime.engine import Engine, JobFailed
from gpu_containers.runtime.registry import Registry, engines_module
from gpu_containers.runtime.settings import SettingError, WorkerSettings

_SAMPLES = "tests.containers.sample_task.engines"
_QUEUES = {"JOB_QUEUE_URL": "a", "RESULT_QUEUE_URL": "b", "PROGRESS_QUEUE_URL": "c", "WORK_DIR": "work"}


def test_an_engine_is_loaded_once_and_kept() -> None:
    registry = Registry.from_module(_SAMPLES, {})
    first: Engine = registry.get("counted")
    assert registry.get("counted") is first
    assert first.version == "loaded 1 times"


def test_listing_engines_imports_none_of_them() -> None:
    sys.modules.pop("tests.containers.sample_task.behaviours", None)
    Registry.from_module(_SAMPLES, {})
    assert "tests.containers.sample_task.behaviours" not in sys.modules


def test_an_engine_that_lacked_a_setting_is_tried_again() -> None:
    settings: dict[str, str] = {}
    registry = Registry.from_module(_SAMPLES, settings)
    with pytest.raises(JobFailed):
        registry.get("keyed")
    settings["SAMPLE_API_KEY"] = "something"
    assert registry.get("keyed").needs.settings == ("SAMPLE_API_KEY",)


def test_a_task_without_engines_is_refused_with_the_names_of_those_that_have_some() -> None:
    with pytest.raises(SettingError, match="text_to_speech"):
        engines_module("tea_making")


def test_a_tasks_engines_are_beside_it() -> None:
    assert engines_module("text_to_speech") == "gpu_containers.text_to_speech.engines"


def test_times_have_defaults() -> None:
    settings = WorkerSettings.from_environment(_QUEUES)
    assert (settings.visibility_seconds, settings.claim_seconds) == (30, 10)
    assert (settings.grace_seconds, settings.wait_seconds) == (5, 20)


@pytest.mark.parametrize(
    ("name", "value"),
    [("VISIBILITY_SECONDS", "0"), ("VISIBILITY_SECONDS", "43201"), ("WAIT_SECONDS", "21"), ("GRACE_SECONDS", "-1")],
)
def test_a_time_out_of_bounds_is_refused_with_its_name(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        WorkerSettings.from_environment(_QUEUES | {name: value})
