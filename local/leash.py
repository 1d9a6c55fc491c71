"""Runs a module that ends when its starter does: `python -m local.leash module arguments…`.

The starter holds the other end of stdin. When it is gone, however it went, stdin ends, and this process sends itself
the SIGTERM that the starter could not.
"""

import os
import runpy
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

PATIENCE = 10.0


def start(module: str, arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    """A leashed process in a session of its own, so that Ctrl-C reaches the starter alone."""
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "local.leash", module, *arguments]
    with log.open("ab") as output:
        return subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=output, stderr=output, start_new_session=True
        )


def _end_with_starter() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(PATIENCE)
    os._exit(1)


def main() -> None:
    module, sys.argv = sys.argv[1], sys.argv[1:]
    threading.Thread(target=_end_with_starter, daemon=True).start()
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
