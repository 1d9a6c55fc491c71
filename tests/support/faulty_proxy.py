"""A proxy in front of a real server that answers badly as often as it is told to, and otherwise hands on."""

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Fault:
    """`keeps` is how much of the real answer is sent before the connection is cut, where it is an answer at all."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    keeps: int | None = None
    hangs_until: threading.Event | None = None


@dataclass
class FaultyProxy:
    """`faults` come first, in their order; `asked` counts all requests."""

    upstream: str
    url: str = ""
    faults: list[Fault] = field(default_factory=list)
    asked: int = 0

    def handed_on(self, path: str, body: bytes) -> tuple[int, bytes]:
        request = urllib.request.Request(
            self.upstream + path, body, {"Content-Type": "application/json"}, method="POST"
        )
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


@contextmanager
def faulty_proxy(upstream: str) -> Iterator[FaultyProxy]:
    """`upstream` is a base URL that ends in /v1, and so does `url`."""
    proxy = FaultyProxy(upstream.removesuffix("/v1"))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            proxy.asked += 1
            fault = proxy.faults.pop(0) if proxy.faults else None
            if fault is not None and fault.hangs_until is not None:
                fault.hangs_until.wait(60)
                return
            if fault is not None and fault.keeps is None:
                self._send(fault.status, fault.body, fault.headers)
                return
            status, content = proxy.handed_on(self.path, body)
            self._send(status, content, {}, None if fault is None else fault.keeps)

        def _send(self, status: int, content: bytes, headers: dict[str, str], keeps: int | None = None) -> None:
            self.send_response(status)
            for name, value in ({"Content-Type": "application/json"} | headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[:keeps])

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    proxy.url = f"http://127.0.0.1:{server.server_port}/v1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
