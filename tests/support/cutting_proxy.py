"""A proxy on loopback that cuts event streams off: after each event, or in the middle of the one that follows."""

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from types import TracebackType
from typing import Any

import requests

PASSED_ON = ("authorization", "accept", "last-event-id", "origin")
PASSED_BACK = ("Content-Type", "Access-Control-Allow-Origin")


@dataclass
class CuttingProxy:
    """`asked` has the `Last-Event-ID` of each request that came."""

    upstream: str
    asked: list[str | None] = field(default_factory=list)

    def __enter__(self) -> "CuttingProxy":
        proxy, turns = self, count()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                headers = {name: self.headers[name] for name in PASSED_ON if name in self.headers}
                proxy.asked.append(headers.get("last-event-id"))
                answer = requests.get(proxy.upstream + self.path, headers=headers, timeout=120)
                # The client comes back at once: nobody waits in a test.
                whole = answer.content.replace(b"retry: 1000", b"retry: 1")
                self.send_response(answer.status_code)
                for name in PASSED_BACK:
                    if name in answer.headers:
                        self.send_header(name, answer.headers[name])
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                kept = cut(whole, in_the_middle=next(turns) % 2 == 1)
                self.wfile.write(b"%x\r\n%s\r\n" % (len(kept), kept) if kept else b"")
                # Without the last chunk: a connection that broke, unless there was nothing to cut off.
                self.wfile.write(b"0\r\n\r\n" if kept == whole else b"")
                self.close_connection = True

            def log_message(self, format: str, *args: Any) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"


def cut(stream: bytes, *, in_the_middle: bool) -> bytes:
    """What comes before the first event, that event, and where wished all of the next one but its last two bytes."""
    blocks = stream.split(b"\n\n")
    kept = b"".join(block + b"\n\n" for block in blocks[:2] if block)
    rest = blocks[2] if in_the_middle and len(blocks) > 2 else b""
    return kept + rest
