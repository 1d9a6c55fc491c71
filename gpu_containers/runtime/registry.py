"""The engines of a task by name: imported when a job first asks, loaded once and kept."""

import importlib
import importlib.util
from collections.abc import Mapping
from typing import cast

from gpu_containers.runtime.engine import Engine, JobFailed
from gpu_containers.runtime.settings import SettingError
from greenlight.contracts import Task


class Registry:
    """Engines by name; `engines` maps a name to "module:Class"."""

    def __init__(self, engines: Mapping[str, str], settings: Mapping[str, str]) -> None:
        self._engines = engines
        self._settings = settings
        self._loaded: dict[str, Engine] = {}

    @classmethod
    def from_module(cls, module: str, settings: Mapping[str, str]) -> "Registry":
        return cls(importlib.import_module(module).ENGINES, settings)

    def get(self, name: str) -> Engine:
        """A loaded engine; raises `JobFailed` when there is none by that name or it lacks something here."""
        if name not in self._loaded:
            self._loaded[name] = self._load(name)
        return self._loaded[name]

    def _load(self, name: str) -> Engine:
        if name not in self._engines:
            there_are = ", ".join(sorted(self._engines))
            raise JobFailed("unknown_engine", f"There is no engine '{name}' here; the engines are: {there_are}.")
        module, _, class_name = self._engines[name].partition(":")
        try:
            engine = cast(Engine, getattr(importlib.import_module(module), class_name)())
            self._refuse_missing_settings(engine)
            engine.load()
        except ImportError as missing:
            message = f"The engine '{name}' is not installed here: the package '{missing.name}' is missing."
            raise JobFailed("engine_not_installed", message) from missing
        return engine

    def _refuse_missing_settings(self, engine: Engine) -> None:
        missing = [setting for setting in engine.needs.settings if not self._settings.get(setting)]
        if missing:
            message = f"The engine '{engine.name}' is not configured: set {', '.join(missing)}."
            raise JobFailed("engine_not_configured", message)


def engines_module(task: str) -> str:
    """The module that lists the engines of `task`; raises `SettingError` that names the tasks there are."""
    tasks = [each.value for each in Task if _has_engines(each.value)]
    if task not in tasks:
        raise SettingError(f"There is no task '{task}' here; the tasks are: {', '.join(tasks) or 'none'}.")
    return f"gpu_containers.{task}.engines"


def _has_engines(task: str) -> bool:
    try:
        return importlib.util.find_spec(f"gpu_containers.{task}.engines") is not None
    except ModuleNotFoundError:
        return False
