"""Picture services on loopback that speak OpenAI's images API and RunwayML's tasks, well or badly, as a test asks."""

import base64
import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from PIL import Image


@dataclass(frozen=True)
class Answer:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    hangs_until: threading.Event | None = None


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    body: bytes
    headers: dict[str, str]

    @property
    def json(self) -> dict[str, Any]:
        parsed: dict[str, Any] = json.loads(self.body)
        return parsed


@dataclass
class ImageServer:
    """`script` holds the answers by "METHOD /path", first come first served; what is not there is 404."""

    url: str = ""
    script: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [f"{request.method} {request.path}" for request in self.asked]


def png(size: tuple[int, int] = (1536, 1024), colour: str = "teal") -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, colour).save(content, "PNG")
    return content.getvalue()


def as_json(body: object, status: int = 200, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, json.dumps(body).encode(), {"content-type": "application/json", **named})


def drawn(content: bytes) -> Answer:
    """OpenAI's answer."""
    return as_json({"created": 1, "data": [{"b64_json": base64.b64encode(content).decode()}]})


def refused(status: int, message: str, code: str | None = None, **headers: str) -> Answer:
    """OpenAI's way to say no; tried again at once."""
    error = {"message": message, "type": "error", "code": code}
    return as_json({"error": error}, status, **{"retry_after_ms": "1", **headers})


def task(status: str, **more: Any) -> Answer:
    """RunwayML's answer about the task `t-1`."""
    body = {"id": "t-1", "status": status, "createdAt": "2030-01-01T00:00:00Z", "estimatedCost": {"credits": 8}}
    return as_json({**body, "cost": {"credits": 8}, **more})


def _handler(server: ImageServer, lock: threading.Lock) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"] or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            with lock:
                server.asked.append(Asked(self.command, self.path, body, headers))
                waiting = server.script.get(f"{self.command} {self.path}", [])
                answer = waiting.pop(0) if len(waiting) > 1 else waiting[0] if waiting else Answer(404)
            if answer.hangs_until is not None:
                answer.hangs_until.wait(20)
                return
            self.send_response(answer.status)
            for name, value in {"content-length": str(len(answer.body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_POST = do_DELETE = answer  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler


@contextmanager
def image_server() -> Iterator[ImageServer]:
    server = ImageServer()
    http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(server, threading.Lock()))
    server.url = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
