"""Fetches what a service made from where it says it is: https, public addresses, a limit of size and of time."""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 3
_CHUNK = 65_536


class DownloadError(Exception):
    """What was to be fetched cannot be, or must not be; the message says why."""


@dataclass(frozen=True)
class Downloader:
    """`own` is the service's base URL as it was configured; what lies there may be on any address, by http too."""

    own: str
    most_bytes: int = 64_000_000
    seconds: float = 60.0

    def fetch(self, url: str) -> bytes:
        """Raises `DownloadError`."""
        ends = time.monotonic() + self.seconds
        try:
            for _ in range(_MOST_REDIRECTS + 1):
                target = _parsed(url)
                with self._asked(target, ends) as answer:
                    if answer.status in _REDIRECTS:
                        url = urljoin(url, answer.headers.get("location", ""))
                        continue
                    if answer.status != 200:
                        raise DownloadError(f"its address answered with {answer.status}")
                    return self._read(answer, ends)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise DownloadError(f"it cannot be fetched ({type(error).__name__})") from error
        raise DownloadError("its address leads on and on")

    @contextlib.contextmanager
    def _asked(self, target: SplitResult, ends: float) -> Iterator[http.client.HTTPResponse]:
        connection = self._connected(target, ends)
        try:
            path = (target.path or "/") + (f"?{target.query}" if target.query else "")
            connection.request("GET", path, headers={"Accept": "image/*"})
            yield connection.getresponse()
        finally:
            connection.close()

    def _connected(self, target: SplitResult, ends: float) -> http.client.HTTPConnection:
        """The address is looked up once, judged, and then used: a name that changes its mind changes nothing."""
        host, port = target.hostname or "", target.port or (443 if target.scheme == "https" else 80)
        trusted = _origin(target) == _origin(urlsplit(self.own))
        if target.scheme != "https" and not trusted:
            raise DownloadError("its address is not https")
        address = str(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0])
        if not trusted and not ipaddress.ip_address(address).is_global:
            raise DownloadError("its address is not a public one")
        plain = socket.create_connection((address, port), timeout=max(0.1, ends - time.monotonic()))
        connection = http.client.HTTPConnection(host, port)
        secure = target.scheme == "https"
        connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
        return connection

    def _read(self, answer: http.client.HTTPResponse, ends: float) -> bytes:
        content = bytearray()
        while chunk := answer.read1(_CHUNK):
            content += chunk
            if len(content) > self.most_bytes:
                raise DownloadError(f"it is larger than {self.most_bytes:,} bytes")
            if time.monotonic() > ends:
                raise DownloadError(f"it takes longer than {self.seconds:g} s")
        return bytes(content)


def _parsed(url: str) -> SplitResult:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise DownloadError("its address is not https")
    return parts


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port
