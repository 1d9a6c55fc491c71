"""Where a webhook may go: an https URL that names a host plainly, at addresses that the whole internet shares."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from greenlight.domain.errors import Invalid

LONGEST_URL = 2_000
# IANA's special-purpose registry: this host, private, shared (CGNAT), loopback, link-local with the metadata
# service, protocol assignments, documentation, 6to4 relays, benchmarks, multicast, reserved.
_CLOSED_4 = [
    IPv4Network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    )
]  # fmt: skip
# All else in IPv6 is not handed out yet, local, or another way to write an IPv4 address (mapped, NAT64).
_OPEN_6 = IPv6Network("2000::/3")
# Teredo and other protocols, documentation, 6to4.
_CLOSED_6 = [IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]

_PLAIN = re.compile(r"[\x21-\x7e]+")
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"({_LABEL}\.)+{_LABEL}")
# What some resolvers take for an address: 2130706433, 0x7f.1, 127.1.
_NUMBER = re.compile(r"([0-9]+|0x[0-9a-f]*)")


@dataclass(frozen=True)
class Target:
    """A URL taken apart; `host` in lower case and without brackets, `path` with its query."""

    scheme: str
    host: str
    port: int
    path: str


@dataclass(frozen=True)
class Destination:
    """A target and the addresses that were checked: whoever connects must use these and ask no resolver again."""

    target: Target
    addresses: tuple[str, ...]


class UrlRefused(Invalid):
    """Something about a webhook's URL, or where it leads, that is not taken."""

    code = "webhook_url_refused"

    def __init__(self, message: str) -> None:
        super().__init__(message, field="url")


def is_public(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv4Address):
        return not any(found in network for network in _CLOSED_4)
    return found.scope_id is None and found in _OPEN_6 and not any(found in network for network in _CLOSED_6)


def is_loopback(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    # Not ::ffff:127.0.0.1, which some versions of Python count as loopback.
    return found.is_loopback and not (isinstance(found, IPv6Address) and found.ipv4_mapped)


def destination(target: Target, addresses: Sequence[str], *, allow_loopback: bool) -> Destination:
    """Every address must be public; http alone may go to loopback where that is allowed, and nowhere else."""
    if target.scheme == "http":
        good = allow_loopback and all(map(is_loopback, addresses))
        rule = "http is for receivers on loopback alone" if allow_loopback else "webhooks take https URLs"
    else:
        good = all(map(is_public, addresses))
        rule = "a webhook goes to public addresses only"
    if not addresses or not good:
        raise UrlRefused(f"The host {target.host} is not allowed: {rule}.")
    return Destination(target, tuple(sorted(addresses, key=lambda address: ":" in address)))


def parse(url: str, *, allow_loopback: bool = False) -> Target:
    """Refuses every URL that two readers might read differently, with the reason."""
    if len(url) > LONGEST_URL:
        raise UrlRefused(f"A webhook's URL has up to {LONGEST_URL} characters.")
    if not _PLAIN.fullmatch(url) or "\\" in url:
        raise UrlRefused(
            "A webhook's URL has plain ASCII characters only; write other ones percent-encoded or as xn--."
        )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise UrlRefused("This is not a URL; write it as https://example.com/path.") from None
    if parts.scheme not in ({"https", "http"} if allow_loopback else {"https"}):
        raise UrlRefused("A webhook's URL begins with https://.")
    if "@" in parts.netloc:
        raise UrlRefused("A webhook's URL has no user name or password; check the signature instead.")
    if "#" in url:
        raise UrlRefused("A webhook's URL has no fragment; leave out # and what follows.")
    return Target(parts.scheme, _host(parts), _port(parts, port), _path(parts))


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    if parts.netloc.startswith("["):
        try:
            address = IPv6Address(host)
        except ValueError:
            raise UrlRefused(f"{host[:100]!r} is not an IPv6 address.") from None
        if address.scope_id is not None:
            raise UrlRefused("An address with a zone means something on one machine only; name a host.")
        return str(address)
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        try:
            return str(IPv4Address(host))
        except ValueError:
            raise UrlRefused(f"{host[:100]!r} is not a host; write an IPv4 address as four decimal numbers.") from None
    if host != "localhost" and not (_NAME.fullmatch(host) and len(host) <= 253):
        raise UrlRefused(f"{host[:100]!r} is not a full host name such as hooks.example.com.")
    return host


def _port(parts: SplitResult, port: int | None) -> int:
    if port is None:
        if parts.netloc.endswith(":"):
            raise UrlRefused("The port is missing after the colon; leave the colon out.")
        return 443 if parts.scheme == "https" else 80
    # Below 1024 live other protocols, which must not be spoken to by way of a webhook.
    if parts.scheme == "https" and port != 443 and port < 1024:
        raise UrlRefused("A webhook goes to port 443 or to one from 1024 up.")
    if port == 0:
        raise UrlRefused("There is no port 0.")
    return port


def _path(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
