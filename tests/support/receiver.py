"""A receiver of webhooks on loopback that checks signatures as a customer's would, by the library."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError


@dataclass(frozen=True)
class Message:
    """`signatures` is how many of them the message carries."""

    message_id: str
    body: dict[str, Any]
    signatures: int


@dataclass
class Receiver:
    """`answer` says the status for a message; None drops the connection. Messages are kept when they are verified."""

    answer: Callable[[Message], int | None] = lambda _: 200
    secret: str = ""
    messages: list[Message] = field(default_factory=list)
    taken: dict[str, Message] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> "Receiver":
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                status = receiver.take(dict(self.headers), self.rfile.read(int(self.headers["Content-Length"])))
                if status is not None:
                    self.send_response(status)
                    self.end_headers()
                    self.wfile.write(b"noted")

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
        return f"http://127.0.0.1:{self._server.server_port}/hooks?from=greenlight"

    def take(self, headers: dict[str, str], body: bytes) -> int | None:
        try:
            checked = Webhook(self.secret).verify(body, headers)
        except (WebhookVerificationError, ValueError) as error:
            self.refused.append(repr(error))
            return 401
        names = {name.lower(): value for name, value in headers.items()}
        message = Message(names["webhook-id"], checked, len(names["webhook-signature"].split()))
        with self.lock:
            self.messages.append(message)
        status = self.answer(message)
        if status == 200:
            with self.lock:
                self.taken[message.message_id] = message
        return status
