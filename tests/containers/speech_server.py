"""A speech service on loopback that answers OpenAI's speech API over real HTTP, well or badly, as a test asks."""

import json
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np

RATE = 24_000
SECONDS_PER_CHARACTER = 0.06
SILENCE_AROUND = 0.2
PAUSE_AT_COMMA = 0.3


@dataclass(frozen=True)
class Answer:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    hangs_until: threading.Event | None = None


@dataclass
class SpeechServer:
    """`script` are the answers to the first requests; later ones get a voice."""

    url: str = ""
    script: list[Answer] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)


def refusal(status: int, message: str, code: str | None = None, **headers: str) -> Answer:
    body = json.dumps({"error": {"message": message, "type": "error", "code": code}}).encode()
    return Answer(status, body, {"content-type": "application/json", "retry-after-ms": "1", **headers})


def voice_for(text: str) -> bytes:
    """A hum as long as the text, silent at commas and around, behind the endless WAV header that streams have."""
    parts = [np.zeros(int(SILENCE_AROUND * RATE))]
    for clause in text.split(","):
        time = np.arange(int(len(clause) * SECONDS_PER_CHARACTER * RATE)) / RATE
        parts += [0.2 * np.sin(2 * np.pi * 180 * time) + 0.1 * np.sin(2 * np.pi * 900 * time)]
        parts += [np.zeros(int(PAUSE_AT_COMMA * RATE))]
    parts[-1] = np.zeros(int(SILENCE_AROUND * RATE))
    return wav(np.concatenate(parts))


def wav(samples: Any, size: int = 0xFFFFFFFF, rate: int = RATE, channels: int = 1) -> bytes:
    described = struct.pack("<HHIIHH", 1, channels, rate, rate * 2 * channels, 2 * channels, 16)
    header = b"RIFF" + struct.pack("<I", size) + b"WAVEfmt " + struct.pack("<I", 16) + described
    return header + b"data" + struct.pack("<I", size) + (np.asarray(samples) * 32767).astype("<i2").tobytes()


def _handler(server: SpeechServer, lock: threading.Lock) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with lock:
                server.requests.append({"path": self.path, **request})
                server.keys.append(self.headers["authorization"])
                scripted = server.script.pop(0) if server.script else None
            answer = scripted or Answer(200, voice_for(request["input"]), {"content-type": "audio/wav"})
            if answer.hangs_until is not None:
                answer.hangs_until.wait(20)
                return
            self.send_response(answer.status)
            for name, value in {**answer.headers, "content-length": str(len(answer.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler


@contextmanager
def speech_server() -> Iterator[SpeechServer]:
    server = SpeechServer()
    http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(server, threading.Lock()))
    server.url = f"http://127.0.0.1:{http.server_port}/v1"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
