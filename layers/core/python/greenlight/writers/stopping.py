"""Work that is given up as soon as nobody wants it any more, though it hangs on a silent connection."""

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TypeVar

from greenlight.domain.writing import WriterFailed

BETWEEN_LOOKS = 1.0

T = TypeVar("T")


def while_wanted(work: Callable[[], T], is_wanted: Callable[[], bool], hang_up: Callable[[], None]) -> T:
    """What `work` gives, or raises; WriterFailed("stopped") within two seconds of `is_wanted` saying no.

    A read that blocks cannot be interrupted, so it is left behind in a thread of its own: `hang_up` ends what it waits
    for, and its answer is heard by nobody.
    """
    ended: SimpleQueue[Callable[[], T]] = SimpleQueue()

    def run() -> None:
        try:
            done = work()
        except BaseException as error:
            failure = error

            def raised() -> T:
                raise failure

            ended.put(raised)
        else:
            ended.put(lambda: done)

    threading.Thread(target=run, name="writer", daemon=True).start()
    while True:
        try:
            answer = ended.get(timeout=BETWEEN_LOOKS)
        except Empty:
            if not is_wanted():
                hang_up()
                raise WriterFailed("stopped", "The work was cancelled while it was written.") from None
        else:
            return answer()
