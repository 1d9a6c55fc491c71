"""The HTTP client of webhooks against real receivers: where it connects, what it reads, when it stops."""

import socket
import ssl
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from greenlight.domain.addresses import Destination, Target
from greenlight.domain.deliveries import Reply
from greenlight.outbound.pinned_http import PinnedHttp
from greenlight.outbound.resolver import SystemResolver
from tests.adapters.receiver import answering, receiver

WITHIN = timedelta(seconds=10)
SHORTLY = timedelta(seconds=0.3)


def post(
    port: int, *addresses: str, client: PinnedHttp | None = None, within: timedelta = WITHIN, **target: Any
) -> Reply:
    wanted = Target(**{"scheme": "http", "host": "hooks.example", "port": port, "path": "/a?b=c", **target})
    destination = Destination(wanted, addresses or ("127.0.0.1",))
    return (client or PinnedHttp()).post(destination, {"webhook-id": "m1"}, b'{"a":1}', within)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context for hooks.example, and a client's that believes it."""
    folder: Path = tmp_path_factory.mktemp("certificate")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "hooks.example")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "both.pem").write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "both.pem")
    client = ssl.create_default_context(cadata=signed.public_bytes(serialization.Encoding.PEM).decode())
    return server, client


def test_it_connects_to_the_address_and_speaks_to_the_name():
    with receiver(answering("200 OK", body=b"thanks")) as there:
        assert post(there.port) == Reply(200, b"thanks")
    (request,) = there.received
    assert request.startswith(b"POST /a?b=c HTTP/1.1\r\n")
    assert f"\r\nHost: hooks.example:{there.port}\r\n".encode() in request
    assert b"\r\nwebhook-id: m1\r\n" in request
    assert request.endswith(b'\r\n\r\n{"a":1}')


def test_the_name_is_never_looked_up_again():
    with receiver(answering("204 No Content")) as there:
        assert post(there.port, host="does-not-exist.invalid").status == 204


def test_an_address_that_takes_no_connection_gives_way_to_the_next():
    with receiver(answering("200 OK")) as there:
        assert post(there.port, "127.0.0.2", "127.0.0.1").status == 200


def test_it_reaches_receivers_by_ipv6():
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        # Nothing to reach on a machine without IPv6, and that is said rather than raised.
        assert post(9, "::1") == Reply(error="unreachable")
        return
    with receiver(answering("200 OK"), host="::1") as there:
        assert post(there.port, "::1", host="2606:4700::1").status == 200
    assert b"Host: [2606:4700::1]:" in there.received[0]


def test_nobody_there_is_unreachable():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert post(port) == Reply(error="unreachable")


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_a_redirect_is_not_followed(status):
    with receiver(answering("200 OK")) as elsewhere:
        moved = answering(status, f"Location: http://127.0.0.1:{elsewhere.port}/")
        with receiver(moved) as there:
            assert post(there.port).status == int(status[:3])
    assert elsewhere.received == []


def test_of_a_long_answer_the_first_kilobyte_is_read():
    with receiver(answering("200 OK", body=b"x" * 1_000_000)) as there:
        assert post(there.port) == Reply(200, b"x" * 1024)


def test_an_answer_in_chunks_is_read_as_what_it_says():
    chunks = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    with receiver(lambda connection: connection.sendall(chunks)) as there:
        assert post(there.port) == Reply(200, b"abcde")


def test_an_answer_that_breaks_off_counts_by_its_status():
    broken = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"
    with receiver(lambda connection: connection.sendall(broken)) as there:
        assert post(there.port) == Reply(200, b"abc")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 20",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 200,
    ],
)
def test_what_is_no_http_answer_is_a_dropped_connection(answer):
    with receiver(lambda connection: connection.sendall(answer)) as there:
        assert post(there.port) == Reply(error="connection_dropped")


def test_a_receiver_that_never_answers_is_left_after_the_limit():
    with receiver(lambda _: there.released.wait(60)) as there:
        began = time.monotonic()
        assert post(there.port, within=SHORTLY) == Reply(error="timeout")
    assert 0.25 <= time.monotonic() - began < 20


@pytest.mark.parametrize(
    "drop", [b"H", b"HTTP/1.1 100 Continue\r\n\r\n"], ids=["a byte at a time", "for ever continuing"]
)
def test_a_receiver_that_drips_is_left_after_the_limit(drop):
    def drip(connection: socket.socket) -> None:
        while not there.released.wait(0.02):
            connection.sendall(drop)

    with receiver(drip) as there:
        began = time.monotonic()
        assert post(there.port, within=SHORTLY) == Reply(error="timeout")
    assert time.monotonic() - began < 20


def test_a_receiver_that_never_shakes_hands_is_left_after_the_limit():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        reply = post(silent.getsockname()[1], scheme="https", within=SHORTLY)
    assert reply == Reply(error="timeout")


def test_no_time_left_is_no_attempt():
    with receiver(answering("200 OK")) as there:
        assert post(there.port, within=timedelta(seconds=-1)).error == "timeout"


# -- TLS ---------------------------------------------------------------------------------------------------------------
def test_the_certificate_is_checked_for_the_name_and_not_for_the_address(certificate):
    server, client = certificate
    with receiver(answering("200 OK"), server) as there:
        assert post(there.port, scheme="https", client=PinnedHttp(client)).status == 200


def test_a_certificate_of_another_name_is_refused_before_anything_is_said(certificate):
    server, client = certificate
    with receiver(answering("200 OK"), server) as there:
        assert post(there.port, scheme="https", host="other.example", client=PinnedHttp(client)).error == "tls_failed"
    assert there.received == []


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate):
    with receiver(answering("200 OK"), certificate[0]) as there:
        assert post(there.port, scheme="https") == Reply(error="tls_failed")


def test_what_speaks_no_tls_is_refused():
    with receiver(answering("200 OK")) as there:
        assert post(there.port, scheme="https", within=timedelta(seconds=2)).error in {"tls_failed", "timeout"}


# -- names -------------------------------------------------------------------------------------------------------------
def test_the_system_resolver_gives_each_address_once():
    assert SystemResolver().addresses("127.0.0.1") == ["127.0.0.1"]
    assert "127.0.0.1" in SystemResolver().addresses("localhost")


@pytest.mark.parametrize("host", ["does-not-exist.invalid", "a" * 300 + ".example"])
def test_a_name_without_an_address_has_none(host):
    assert list(SystemResolver().addresses(host)) == []
