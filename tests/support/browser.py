"""A page in a real browser, where there is one: served, opened without a window, and asked what it saw."""

import json
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PATIENCE = 240.0
# Without its sandbox it also runs in containers, where there are no user namespaces; it opens nothing but our page.
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0"]
# It would look for updates and call home.
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


def what_it_sees(page: Path, ports: tuple[int, ...], query: Mapping[str, str], profile: Path) -> Any:
    """What `page`, opened from a free one of `ports` with `query`, posts back as JSON."""
    said: queue.Queue[bytes] = queue.Queue()
    with (
        _served(page, ports, said) as port,
        _browser(profile, f"http://127.0.0.1:{port}/?{urlencode(query)}"),
    ):
        return json.loads(said.get(timeout=PATIENCE))


@contextmanager
def _served(page: Path, ports: tuple[int, ...], said: "queue.Queue[bytes]") -> Iterator[int]:
    """The page, and the scripts that lie beside it."""
    scripts = {f"/{script.name}": script.read_bytes() for script in page.parent.glob("*.js")}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path in scripts:
                self._answer(scripts[self.path], "text/javascript")
            else:
                self._answer(page.read_bytes())

        def do_POST(self) -> None:
            said.put(self.rfile.read(int(self.headers["Content-Length"])))
            self._answer(b"")

        def _answer(self, body: bytes, content_type: str = "text/html") -> None:
            self.send_response(200)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None: ...

    server = _listening(ports, Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def _listening(ports: tuple[int, ...], handler: type[BaseHTTPRequestHandler]) -> ThreadingHTTPServer:
    for port in ports:
        try:
            return ThreadingHTTPServer(("127.0.0.1", port), handler)
        except OSError:
            continue
    raise RuntimeError(f"None of the ports {ports} is free to serve a page from.")


@contextmanager
def _browser(profile: Path, url: str) -> Iterator[None]:
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={profile}", url]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        running.terminate()
        running.wait(120)
