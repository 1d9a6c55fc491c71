"""Whether what this stage depends on answers: asked side by side, within a second, and not more often than needed."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from greenlight.ports import Clock

log = logging.getLogger(__name__)
PATIENCE = 0.9
KEPT = timedelta(seconds=5)

# Asks something that this stage depends on; raises where it does not answer as it should.
Probe = Callable[[], object]


@dataclass(frozen=True)
class Check:
    """`detail` is a sentence for a person: it names no resource and quotes nothing that a service said."""

    name: str
    ok: bool
    detail: str


@dataclass
class Health:
    """Its last round of checks is kept for a moment, so that a flood of questions is one round.

    `patience` is how many seconds a round may take.
    """

    probes: Sequence[tuple[str, Probe]]
    clock: Clock
    patience: float = PATIENCE
    _kept: tuple[datetime, list[Check]] | None = field(default=None, init=False)

    def checks(self) -> list[Check]:
        now = self.clock.now()
        if self._kept is None or now - self._kept[0] > KEPT:
            self._kept = (now, self.fresh())
        return self._kept[1]

    def fresh(self) -> list[Check]:
        return asked(self.probes, self.patience)


def asked(probes: Sequence[tuple[str, Probe]], seconds: float) -> list[Check]:
    """All probes at once; one that takes longer than `seconds` is left behind."""
    pool = ThreadPoolExecutor(max(1, len(probes)), thread_name_prefix="check")
    begun = [(name, pool.submit(probe)) for name, probe in probes]
    wait([answer for _, answer in begun], timeout=seconds)
    pool.shutdown(wait=False, cancel_futures=True)
    return [_check(name, answer, seconds) for name, answer in begun]


def _check(name: str, answer: Future[object], seconds: float) -> Check:
    if not answer.done() or answer.cancelled():
        return Check(name, False, f"It did not answer within {seconds:g} s.")
    error = answer.exception()
    if error is None:
        return Check(name, True, "It answered.")
    log.warning("the check of %s failed", name, exc_info=error)
    return Check(name, False, "It refused, or does not work as it should; the log says more.")
