"""Starts the function processes of the embedded cloud as forks of one process that has imported their libraries.

A function's process costs most of a second of CPU, nearly all of it for boto3, pydantic and Powertools. Run as
`python -m local.fork_server FOLDER`; it says `ready` on stdout, and ends with its stdin. `fork_client.py` asks it by
`FOLDER/socket` for a process that runs a script, with the client's own streams, environment and working directory.
Nothing of Greenlight is imported here, so that a function that starts later runs the code as it is then.
"""

import contextlib
import importlib
import io
import json
import os
import runpy
import selectors
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

SOCKET = "socket"
CLIENT = Path(__file__).with_name("fork_client.py")
# Some packages import their parts only when they are first asked for them.
LIBRARIES = (
    "asyncio",
    "aws_lambda_powertools.logging",
    "aws_lambda_powertools.metrics",
    "aws_lambda_powertools.utilities.batch",
    "aws_lambda_powertools.utilities.idempotency",
    "boto3",
    "chalice.app",
    "multipart",
    "pydantic.fields",
    "pydantic.functional_validators",
    "pydantic.main",
    "pydantic.networks",
    "standardwebhooks",
    "zoneinfo",
)
# What functions have clients of; reading a service's description is half of what the first call costs.
SERVICES = ("dynamodb", "events", "lambda", "s3", "sqs", "stepfunctions")
STREAMS, HEADER = 3, 8
LONGEST_REQUEST, PATIENCE = 1 << 20, 5.0


@contextlib.contextmanager
def running(folder: Path) -> Iterator[str]:
    """A server that ends with the block or with this process; the path of what asks it in place of Python."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / SOCKET).unlink(missing_ok=True)
    executable = folder / "python"
    executable.write_text(f'#!/bin/sh\nexec "{sys.executable}" -IS "{CLIENT}" "{folder}" "$@"\n')
    executable.chmod(0o700)
    command = [sys.executable, "-m", "local.fork_server", str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        if server.stdout:
            server.stdout.readline()
        yield str(executable)


class ForkServer:
    """One thread, so that a fork is never made while another thread holds a lock."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self._waiting: dict[int, socket.socket] = {}
        self._selector = selectors.DefaultSelector()

    def serve(self) -> None:
        """Until stdin ends; the functions end with it."""
        ended, wakes = os.pipe()
        os.set_blocking(wakes, False)
        signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        for source in (self._listener, ended, sys.stdin.fileno()):
            self._selector.register(source, selectors.EVENT_READ)
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._listener:
                    self._accept()
                elif key.fileobj == ended:
                    os.read(ended, 4096)
                    self._reap()
                elif isinstance(key.data, int):
                    self._end(key.data)
                else:
                    return

    def close(self) -> None:
        for process in self._waiting:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def _accept(self) -> None:
        connection, _ = self._listener.accept()
        try:
            streams, request = _received(connection)
        except (OSError, ValueError):
            connection.close()
            return
        process = os.fork()
        if process == 0:
            _become(streams, request["script"], request["environment"], request["folder"])
        for stream in streams:
            os.close(stream)
        self._waiting[process] = connection
        self._selector.register(connection, selectors.EVENT_READ, process)

    def _reap(self) -> None:
        """Tells each client whose process has ended how it ended."""
        for process in list(self._waiting):
            found, status = os.waitpid(process, os.WNOHANG)
            if found:
                connection = self._waiting.pop(process)
                with contextlib.suppress(OSError):
                    connection.sendall(b"%d" % os.waitstatus_to_exitcode(status))
                self._forget(connection)

    def _end(self, process: int) -> None:
        """The client was ended, and its process ends with it; `_reap` closes the connection."""
        self._selector.unregister(self._waiting[process])
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGTERM)

    def _forget(self, connection: socket.socket) -> None:
        with contextlib.suppress(KeyError):
            self._selector.unregister(connection)
        connection.close()


def _received(connection: socket.socket) -> tuple[list[int], dict[str, Any]]:
    connection.settimeout(PATIENCE)
    header, streams, _, _ = socket.recv_fds(connection, HEADER, STREAMS)
    length = int.from_bytes(header, "big")
    if len(streams) != STREAMS or not 0 < length <= LONGEST_REQUEST:
        raise ValueError("this is no request of a fork client")
    with connection.makefile("rb") as request:
        return streams, json.loads(request.read(length))


def _become(streams: Sequence[int], script: str, environment: Mapping[str, str], folder: str) -> NoReturn:
    """In the fork: runs the script as if Python had been started for it."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        os.closerange(STREAMS, os.sysconf("SC_OPEN_MAX"))
        sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False), encoding="utf-8")
        for name, number in (("stdout", 1), ("stderr", 2)):
            raw = io.BufferedWriter(io.FileIO(number, "w", closefd=False))
            written = io.TextIOWrapper(raw, encoding="utf-8", errors="backslashreplace", line_buffering=True)
            setattr(sys, name, written)
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        own = [str(Path(script).parent), *filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))]
        sys.path[:] = list(dict.fromkeys([*own, *sys.path[1:]]))
        sys.argv = [script]
        runpy.run_path(script, run_name="__main__")
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        for stream_out in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError):
                stream_out.flush()
        os._exit(code)


def _import_libraries() -> None:
    for name in LIBRARIES:
        importlib.import_module(name)
    boto3 = importlib.import_module("boto3")
    for service in SERVICES:
        # The default session keeps the descriptions that it has read; a function's own clients are made from it.
        boto3.client(service, region_name="us-east-1")


def main() -> None:
    folder = Path(sys.argv[1])
    _import_libraries()
    # The path of a socket may have some 100 characters, and that of a folder many more.
    os.chdir(folder)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(SOCKET)
        listener.listen(128)
        print("ready", flush=True)
        server = ForkServer(listener)
        try:
            server.serve()
        finally:
            server.close()


if __name__ == "__main__":
    main()
