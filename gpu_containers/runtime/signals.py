"""What ends a process that serves: a signal, an engine that hangs, a GPU that broke, or a thread that died."""

import logging
import os
import signal
import sys
from collections.abc import Callable
from queue import SimpleQueue
from types import FrameType

log = logging.getLogger(__name__)

STOP, HANGS, BROKEN, DIED = "stop", "hangs", "broken", "died"
# Unlike an Event, a SimpleQueue may be put to from a signal handler at any moment.
Endings = SimpleQueue[str]


def listen(endings: Endings) -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        endings.put(STOP)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def guarded(work: Callable[[], None], endings: Endings) -> None:
    """For a thread of its own: the process ends with it."""
    try:
        work()
    except BaseException:
        log.critical("the worker died", exc_info=True)
    finally:
        endings.put(DIED)


def leave(code: int, *, engine_has_ended: bool) -> int:
    """The exit code; where an engine goes on, the process ends here.

    A thread inside native code can abort the interpreter's orderly end, and one in a pool is waited for without end;
    there is nothing left to put in order.
    """
    if not engine_has_ended:
        sys.stderr.flush()
        os._exit(code)
    return code
