"""A message in this worker's hands: kept invisible while the work goes on, then finished or handed back."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from gpu_containers.runtime.queues import Message, Queues
from gpu_containers.runtime.reporting import utc_now
from gpu_containers.runtime.storage import CLOUD_ERRORS
from greenlight.contracts import JobResult

log = logging.getLogger(__name__)


class Delivery:
    """Within `with`, a heartbeat extends the message's visibility every third of it.

    An engine that goes on past `keep_until` without a report hangs: `on_hang` is called and the message let go.
    """

    def __init__(
        self,
        queues: Queues,
        message: Message,
        *,
        visibility_seconds: int,
        deadline: datetime,
        on_hang: Callable[[], None],
    ) -> None:
        self._queues = queues
        self._message = message
        self._interval = visibility_seconds / 3
        self._keep_until = deadline + timedelta(seconds=visibility_seconds)
        self._on_hang = on_hang
        self._over = threading.Event()
        self._heartbeat = threading.Thread(target=self._extend_until_over, name="heartbeat", daemon=True)

    def __enter__(self) -> Self:
        self._heartbeat.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop_heartbeat()

    def finish(self, result: JobResult) -> None:
        """The result first: a worker killed between the two sends it twice, never not at all."""
        self._queues.send_result(result)
        self._queues.delete(self._message)

    def hand_back(self) -> None:
        """Lets another worker have the job now; it comes back by itself a little later when this fails."""
        self._stop_heartbeat()
        try:
            self._queues.hand_back(self._message)
        except CLOUD_ERRORS:
            log.warning("could not hand the job back", exc_info=True)

    def _stop_heartbeat(self) -> None:
        self._over.set()
        self._heartbeat.join()

    def _extend_until_over(self) -> None:
        while not self._over.wait(self._interval):
            if utc_now() > self._keep_until:
                log.error("the engine hangs: it neither ended nor reported by its deadline")
                self._on_hang()
                return
            self._extend()

    def _extend(self) -> None:
        try:
            self._queues.extend(self._message)
        except CLOUD_ERRORS:
            # The next beat tries again; should another worker get the job meanwhile, the first result wins.
            log.warning("could not extend the job's visibility", exc_info=True)
