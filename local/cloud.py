"""Serves the embedded cloud on two loopback ports: the AWS gateway, and the public API at its root.

Run as `python -m local.cloud --state DIR [--port 8000] [--gateway-port 0]`; port 0 takes a free one. The ports that
were taken are written to `DIR/ports.json`, and `DIR/api_id` names the API that the public port answers with.
"""

import argparse
import asyncio
import contextlib
import fcntl
import json
import logging
import os
import signal
import socket
import sys
from pathlib import Path
from typing import TextIO

from local import fork_server
from local.asgi import Lifespan, api_at_the_root, at_most, without_lifespan

LOOPBACK = "127.0.0.1"
KEEP_ALIVE, DRAIN = 75, 1.0
# Processes of the API function, some 25 MB each.
REQUESTS_AT_ONCE, STREAMS_AT_ONCE = 16, 64


def listen(port: int) -> socket.socket:
    """A socket on loopback that holds `port`, or a free port for 0, from now on."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((LOOPBACK, port))
    bound.listen(128)
    return bound


def listen_as_before(port: int) -> socket.socket:
    """The port of the last run if it is still free: URLs that the state holds then stay true."""
    try:
        return listen(port)
    except OSError:
        return listen(0)


def emulator_settings(state: Path, gateway_port: int) -> dict[str, str]:
    """The environment of ministack: everything it keeps is under `state`, nothing listens beyond loopback."""
    return {
        "BIND_HOST": LOOPBACK,
        "GATEWAY_PORT": str(gateway_port),
        "PERSIST_STATE": "1",
        "STATE_DIR": str(state / "cloud"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(state / "s3"),
        "TMPDIR": str(state / "tmp"),
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
        "AWS_ENDPOINT_URL": f"http://{LOOPBACK}:{gateway_port}",
        # A burst of requests leaves a process per request behind; they need not stay for five minutes.
        "LAMBDA_WARM_TTL_SECONDS": "60",
        # Nothing here takes traces.
        "POWERTOOLS_TRACE_DISABLED": "true",
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
    }


async def serve(state: Path, public: socket.socket, gateway: socket.socket) -> None:
    """Serves until SIGTERM or SIGINT, then saves the state."""
    # Read their settings when they are imported.
    from hypercorn.asyncio import serve as hypercorn_serve
    from hypercorn.config import Config
    from ministack.app import app

    stopped = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stopped.set)
    config = Config()
    config.bind = [f"fd://{gateway.fileno()}", f"fd://{public.fileno()}"]
    config.errorlog = logging.getLogger("hypercorn.error")
    config.keep_alive_timeout = KEEP_ALIVE
    config.graceful_timeout = DRAIN
    port = public.getsockname()[1]
    routed = at_most(api_at_the_root(app, port, state / "api_id"), port, REQUESTS_AT_ONCE, STREAMS_AT_ONCE)
    emulator = Lifespan(app)
    await emulator.startup()
    server = asyncio.ensure_future(hypercorn_serve(without_lifespan(routed), config, shutdown_trigger=stopped.wait))  # type: ignore[arg-type]
    await asyncio.wait({server, asyncio.ensure_future(stopped.wait())}, return_when=asyncio.FIRST_COMPLETED)
    # Connections that are cut from here on complain about it.
    asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
    await asyncio.wait({server}, timeout=DRAIN)
    await emulator.shutdown()


def end_with_everything_started() -> None:
    """A Lambda that is still running would hold this process back; its work is found again from the data."""
    if os.getpgrp() == os.getpid():
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.killpg(os.getpid(), signal.SIGTERM)
    os._exit(0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--gateway-port", type=int, default=0)
    options = parser.parse_args()
    state: Path = options.state.resolve()
    state.mkdir(parents=True, exist_ok=True)
    lock = _only_one_stack_on(state)
    try:
        public = listen(options.port)
    except OSError as error:
        sys.exit(f"port {options.port} cannot be used ({error.strerror}); choose another with --port.")
    gateway = listen_as_before(options.gateway_port)
    ports = {"port": public.getsockname()[1], "gateway_port": gateway.getsockname()[1]}
    written = state / "ports.json.new"
    written.write_text(json.dumps(ports))
    written.rename(state / "ports.json")
    for folder in ("cloud", "s3", "tmp"):
        (state / folder).mkdir(exist_ok=True)
    os.environ.update(emulator_settings(state, ports["gateway_port"]))
    with lock, contextlib.ExitStack() as started:
        if sys.platform == "linux":
            # What the emulator starts functions with.
            sys.executable = started.enter_context(fork_server.running(state / "fork_server"))
        asyncio.run(serve(state, public, gateway))
        end_with_everything_started()


def _only_one_stack_on(state: Path) -> TextIO:
    """A lock that ends with this process."""
    lock = (state / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        sys.exit(f"the state in {state} is in use by another stack; choose another with --state.")
    return lock


if __name__ == "__main__":
    main()
