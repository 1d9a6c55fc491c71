"""Waiting for something to become true, without a bare sleep."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_until(predicate: Callable[[], T | None], timeout: float = 30.0, *, every: float = 0.05, what: str = "") -> T:
    """The first truthy value of `predicate`, asked every `every` seconds; `TimeoutError` after `timeout` seconds."""
    deadline, pause = time.monotonic() + timeout, threading.Event()
    while not (value := predicate()):
        if time.monotonic() >= deadline:
            raise TimeoutError(f"waited {timeout:g} s for {what or predicate.__name__}")
        pause.wait(every)
    return value
