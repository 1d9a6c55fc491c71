"""A chat completions server on loopback that answers as a test tells it to."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """`held` waits for the server's end before it answers; `drops` ends the connection in the middle of the body."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    held: bool = False
    trickles: bool = False
    drops: bool = False


def message(content: str | None, finish_reason: str = "stop", refusal: str | None = None) -> Reply:
    choice = {
        "index": 0,
        "finish_reason": finish_reason,
        "message": {"role": "assistant", "content": content, "refusal": refusal},
    }
    answer = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
    return Reply(json.dumps(answer).encode())


def script(text: str) -> Reply:
    return message(json.dumps({"script": text}))


def error(status: int, code: str = "", said: str = "no", **headers: str) -> Reply:
    body = {"error": {"message": said, "type": "error", "param": None, "code": code or None}}
    return Reply(json.dumps(body).encode(), status, {k.replace("_", "-"): v for k, v in headers.items()})


@dataclass
class Request:
    path: str
    authorization: str | None
    body: dict[str, Any]

    @property
    def last_message(self) -> str:
        return str(self.body["messages"][-1]["content"])


class ChatServer(ThreadingHTTPServer):
    """Gives its replies in order, the last one again and again; `requests` is what it was asked."""

    daemon_threads = True

    def __init__(self, replies: list[Reply]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies = replies
        self.requests: list[Request] = []
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def answer_with(self, *replies: Reply) -> None:
        """From now on; what was asked before is forgotten."""
        self.replies = list(replies)
        self.requests.clear()

    def next_reply(self, request: Request) -> Reply:
        self.requests.append(request)
        return self.replies[min(len(self.requests), len(self.replies)) - 1]


class _Handler(BaseHTTPRequestHandler):
    server: ChatServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        reply = self.server.next_reply(Request(self.path, self.headers["Authorization"], body))
        if reply.held:
            self.server.over.wait(20)
            return
        self.send_response(reply.status)
        for name, value in {"Content-Type": "application/json", **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body) + 1000 * (reply.trickles or reply.drops)))
        self.end_headers()
        self.wfile.write(reply.body)
        while reply.trickles and not self.server.over.wait(0.02):
            self.wfile.write(b" ")
            self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a test's output is its own."""

    def handle(self) -> None:
        try:
            super().handle()
        except ConnectionError:
            self.close_connection = True


@contextmanager
def chat_server(*replies: Reply) -> Iterator[ChatServer]:
    server = ChatServer(list(replies))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
