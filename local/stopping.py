"""Turns the first SIGTERM or SIGINT into an exception, so that `with` blocks end what they started."""

import signal
from types import FrameType


class Stopped(BaseException):
    """Somebody asked this process to end."""


def raise_when_stopped() -> None:
    """Only the first signal is heard: what ends must not be interrupted while it ends."""

    def stop(number: int, _frame: FrameType | None) -> None:
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(number)

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, stop)
