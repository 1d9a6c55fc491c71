"""HTTP to an address that was checked: no second look-up, no redirect, a limit for all of it, 1 kB of the answer."""

import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Event, Timer

from greenlight.domain.addresses import Destination, Target
from greenlight.domain.deliveries import ANSWER_BYTES, Reply

USER_AGENT = "Greenlight-Webhooks/1"
# Each address has so long to take the connection.
CONNECT_SECONDS = 3.0


@cache
def verifying() -> ssl.SSLContext:
    return ssl.create_default_context()


@dataclass(frozen=True)
class PinnedHttp:
    """`context` decides which certificates are believed."""

    context: ssl.SSLContext | None = field(default=None)

    def post(self, destination: Destination, headers: Mapping[str, str], body: bytes, within: timedelta) -> Reply:
        """Errors are one word: timeout, unreachable, tls_failed, connection_dropped."""
        if within <= timedelta():
            return Reply(error="timeout")
        deadline = _Deadline(within.total_seconds())
        try:
            with deadline, _connected(destination, deadline) as plain:
                return self._exchange(destination.target, plain, deadline, headers, body)
        except _Unreachable:
            error = "unreachable"
        except ssl.SSLError:
            error = "tls_failed"
        except (OSError, HTTPException, ValueError):
            error = "connection_dropped"
        return Reply(error="timeout" if deadline.passed else error)

    def _exchange(
        self, target: Target, plain: socket.socket, deadline: "_Deadline", headers: Mapping[str, str], body: bytes
    ) -> Reply:
        connection = HTTPConnection(target.host, target.port)
        if target.scheme == "https":
            context = self.context or verifying()
            secured = context.wrap_socket(plain, server_hostname=target.host, do_handshake_on_connect=False)
            deadline.ends(secured)
            secured.do_handshake()
            connection.sock = secured
        else:
            connection.sock = plain
        try:
            connection.request("POST", target.path, body, {**_common(target), **headers})
            answer = connection.getresponse()
            return Reply(answer.status, _beginning(answer))
        finally:
            connection.close()


def _beginning(answer: HTTPResponse) -> bytes:
    """The status has decided already; what comes of the body is for the log."""
    try:
        return answer.read(ANSWER_BYTES)
    except (OSError, HTTPException):
        return b""


def _common(target: Target) -> dict[str, str]:
    host = f"[{target.host}]" if ":" in target.host else target.host
    is_usual = target.port == (443 if target.scheme == "https" else 80)
    return {
        "Host": host if is_usual else f"{host}:{target.port}",
        "User-Agent": USER_AGENT,
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


class _Unreachable(OSError):
    """No address took the connection."""


def _connected(destination: Destination, deadline: "_Deadline") -> socket.socket:
    for address in destination.addresses:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        plain = socket.socket(family, socket.SOCK_STREAM)
        plain.settimeout(min(deadline.left, CONNECT_SECONDS))
        deadline.ends(plain)
        try:
            plain.connect((address, destination.target.port))
        except OSError:
            plain.close()
        else:
            plain.settimeout(deadline.left)
            return plain
    raise _Unreachable


class _Deadline:
    """Shuts the socket when the time is over: a limit for each read would let a receiver drip for ever."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._passed = Event()
        self._timer = Timer(seconds, self._shut)
        self._timer.daemon = True
        self._socket: socket.socket | None = None

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    @property
    def left(self) -> float:
        return max(self._end - time.monotonic(), 0.001)

    @property
    def passed(self) -> bool:
        return self._passed.is_set() or time.monotonic() >= self._end

    def ends(self, connection: socket.socket) -> None:
        self._socket = connection
        if self._passed.is_set():
            self._shut()

    def _shut(self) -> None:
        self._passed.set()
        if self._socket is not None:
            # Closed already, it keeps nobody waiting.
            with suppress(OSError):
                # The plain shutdown: that of a TLS socket takes away what another thread is reading from.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
