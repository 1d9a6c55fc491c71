"""`serve`: the HTTP server that SageMaker starts, on the standard library since only SageMaker ever asks it."""

import logging
import os
import sys
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from gpu_containers.runtime import cloud, signals
from gpu_containers.runtime.engine import JobFailed
from gpu_containers.runtime.invocations import Invocations, Refusal
from gpu_containers.runtime.logs import log_as_json
from gpu_containers.runtime.machine import Machine
from gpu_containers.runtime.registry import Registry, engines_module
from gpu_containers.runtime.settings import ServerSettings
from gpu_containers.runtime.workspace import Workspace
from greenlight.contracts import Task

log = logging.getLogger(__name__)

LARGEST_BODY = 1_000_000
_MOST_DIGITS = 9


def serve(task: str, engines: str | None, preloaded: list[str]) -> int:
    """Answers until SIGTERM; 1 when an engine hangs, breaks its GPU or cannot be loaded, 0 after an orderly stop."""
    log_as_json()
    settings = ServerSettings.from_environment(os.environ)
    registry = Registry.from_module(engines or engines_module(task), os.environ)
    workspace = Workspace(settings.work_dir)
    endings = signals.Endings()
    invocations = Invocations(
        Machine(Task(task), registry, cloud.storage(), workspace),
        cloud.progress_sender(os.environ),
        patience=settings.patience_seconds,
        end=endings.put,
    )
    server = Server((settings.host, settings.port), invocations)
    signals.listen(endings)
    threading.Thread(target=server.serve_forever, name="http", daemon=True).start()
    log.info("listening on port %d", server.server_port, extra={"task": task})
    threading.Thread(target=_load, args=(invocations, preloaded, endings), name="load", daemon=True).start()
    reason = endings.get()
    engine_has_ended = invocations.drain(settings.grace_seconds if reason == signals.STOP else 0)
    server.shutdown()
    workspace.close()
    log.info("server stopped: %s", reason, extra={"task": task})
    code = 0 if reason == signals.STOP else 1
    return signals.leave(code, engine_has_ended=engine_has_ended and reason != signals.BROKEN)


def _load(invocations: Invocations, engines: list[str], endings: signals.Endings) -> None:
    try:
        invocations.load(engines)
        log.info("ready for jobs, with %s loaded", ", ".join(engines) or "each engine to load at its first job")
    except JobFailed as failure:
        # Never ready would only show as a deployment that takes too long; an exit shows why in its log.
        log.critical("an engine cannot be loaded: %s", failure.message)
        endings.put(signals.DIED)
    except BaseException:
        log.critical("an engine cannot be loaded", exc_info=True)
        endings.put(signals.DIED)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], invocations: Invocations) -> None:
        super().__init__(address, _Handler)
        self.invocations = invocations


class _Handler(BaseHTTPRequestHandler):
    server: Server
    server_version, sys_version = "greenlight", ""
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        if self.path != "/ping":
            self._refuse(Refusal(404, "Ask GET /ping or POST /invocations."))
        elif self.server.invocations.is_ready:
            self._send(200, b"")
        else:
            self._refuse(Refusal(503, "Not ready for jobs."))

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if self.path != "/invocations":
            self._refuse(Refusal(404, "Ask GET /ping or POST /invocations."))
        elif not (length.isascii() and length.isdigit()):
            self._refuse(Refusal(411, "Give the length of the job in Content-Length."))
        elif len(length) > _MOST_DIGITS or int(length) > LARGEST_BODY:
            self._refuse(Refusal(413, f"A job has at most {LARGEST_BODY:,} bytes."))
        else:
            with self.server.invocations.invoke(self.rfile.read(int(length))) as answer:
                if isinstance(answer, Refusal):
                    self._send(answer.status, answer.message.encode(), "text/plain; charset=utf-8")
                else:
                    self._send(200, answer.model_dump_json().encode(), "application/json")

    def log_message(self, format: str, *args: object) -> None:
        """Pings come every few seconds; jobs are logged where they are done."""

    def _refuse(self, refusal: Refusal) -> None:
        # A body that was not read would be taken for the next request.
        self.close_connection = True
        self._send(refusal.status, refusal.message.encode(), "text/plain; charset=utf-8")

    def _send(self, status: int, body: bytes, content_type: str = "text/plain") -> None:
        try:
            self.send_response(status, HTTPStatus(status).phrase)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            print("the caller did not wait for its answer", file=sys.stderr)
