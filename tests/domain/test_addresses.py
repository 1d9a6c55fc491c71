"""Which URLs and addresses a webhook may have."""

import pytest

from greenlight.domain.addresses import UrlRefused, destination, is_loopback, is_public, parse

CLOSED = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.255.255.254", "169.254.0.1",
    "169.254.169.254", "172.16.0.1", "172.31.255.254", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1",
    "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b::808:808",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:10::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::", "3fff::1",
    "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "2606:4700::1%1",
    "", "localhost", "127.1", "0x7f000001", "2130706433", "017700000001",
]  # fmt: skip
OPEN = ["8.8.8.8", "93.184.216.34", "100.63.255.255", "172.32.0.1", "2606:4700:4700::1111", "2a00:1450:4001::200e"]

HOSTILE = {
    "plain http": "http://example.com/",
    "another scheme": "ftp://example.com/",
    "a file": "file:///etc/passwd",
    "gopher": "gopher://127.0.0.1:6379/_FLUSHALL",
    "no scheme": "example.com/hook",
    "scheme alone": "https://",
    "no host but a port": "https://:443/",
    "no host but a path": "https:///hook",
    "one slash": "https:/example.com/",
    "a user name": "https://user@example.com/",
    "a password": "https://user:secret@example.com/",
    "a host behind a user name": "https://example.com@127.0.0.1/",
    "an empty user name": "https://@example.com/",
    "a fragment": "https://example.com/#top",
    "a fragment that hides a host": "https://example.com#@127.0.0.1/",
    "a backslash": "https://example.com\\@127.0.0.1/",
    "a decimal host": "https://2130706433/",
    "an octal host": "https://0177.0.0.1/",
    "an octal host in one": "https://017700000001/",
    "a hexadecimal host": "https://0x7f000001/",
    "hexadecimal parts": "https://0x7f.0x0.0x0.0x1/",
    "a short address": "https://127.1/",
    "a long address": "https://127.0.0.0.1/",
    "an address with a trailing dot": "https://127.0.0.1./",
    "a name with a trailing dot": "https://example.com./",
    "a name that begins with a dot": "https://.example.com/",
    "two dots": "https://example..com/",
    "a name of one label": "https://metadata/",
    "an underscore": "https://under_score.example.com/",
    "full-width digits": "https://１２７.0.0.1/",
    "an international name": "https://bücher.example/",
    "a soft hyphen": "https://exam\u00adple.com/",
    "a space": "https://example.com/a b",
    "a leading space": " https://example.com/",
    "a line break": "https://example.com/\r\nX-Header: 1",
    "a tab": "https://exa\tmple.com/",
    "a null": "https://example.com/\x00",
    "port zero": "https://example.com:0/",
    "a port beyond": "https://example.com:65536/",
    "a port of words": "https://example.com:https/",
    "a negative port": "https://example.com:-1/",
    "a missing port": "https://example.com:/",
    "the port of ssh": "https://example.com:22/",
    "the port of mail": "https://example.com:25/",
    "an unclosed bracket": "https://[::1/",
    "brackets around a name": "https://[example.com]/",
    "a zone": "https://[fe80::1%25eth0]/",
    "a percent in the host": "https://%31%32%37.0.0.1/",
    "too long": "https://example.com/" + "a" * 2000,
    "a label too long": f"https://{'a' * 64}.example.com/",
    "a name too long": f"https://{'a.' * 130}com/",
    "nothing": "",
}


@pytest.mark.parametrize("address", CLOSED)
def test_an_address_that_is_not_everybodys_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", OPEN)
def test_an_address_of_the_internet_is_public(address):
    assert is_public(address)
    assert not is_loopback(address)


@pytest.mark.parametrize("url", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_url_is_refused_with_a_reason(url):
    with pytest.raises(UrlRefused) as refusal:
        parse(url)
    assert refusal.value.errors[0]["field"] == "url"


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        ("https://example.com", "example.com", 443, "/"),
        ("HTTPS://Hooks.Example.COM:8443/a?b=c", "hooks.example.com", 8443, "/a?b=c"),
        ("https://xn--bcher-kva.example/caf%C3%A9", "xn--bcher-kva.example", 443, "/caf%C3%A9"),
        ("https://93.184.216.34/", "93.184.216.34", 443, "/"),
        ("https://[2606:4700:4700:0::1111]:4443/x", "2606:4700:4700::1111", 4443, "/x"),
        ("https://example.com?x", "example.com", 443, "/?x"),
    ],
)
def test_a_plain_url_is_taken_apart(url, host, port, path):
    target = parse(url)
    assert (target.host, target.port, target.path) == (host, port, path)


@pytest.mark.parametrize(
    "addresses", [[], ["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["8.8.8.8", "::ffff:10.0.0.1"]]
)
def test_one_closed_address_is_enough_to_refuse_a_host(addresses):
    with pytest.raises(UrlRefused):
        destination(parse("https://example.com/"), addresses, allow_loopback=True)


def test_what_is_connected_to_is_what_was_checked():
    found = destination(parse("https://example.com/"), ["2606:4700::1", "93.184.216.34"], allow_loopback=False)
    assert found.addresses == ("93.184.216.34", "2606:4700::1")


@pytest.mark.parametrize(("url", "address"), [("http://localhost:9/", "127.0.0.1"), ("http://[::1]:9/", "::1")])
def test_http_goes_to_loopback_where_that_is_allowed(url, address):
    assert destination(parse(url, allow_loopback=True), [address], allow_loopback=True).addresses == (address,)
    with pytest.raises(UrlRefused):
        parse(url)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://example.com/", "93.184.216.34"),
        ("http://example.com/", "169.254.169.254"),
        ("http://10.0.0.1/", "10.0.0.1"),
        ("http://[::ffff:127.0.0.1]/", "::ffff:127.0.0.1"),
        ("https://localhost/", "127.0.0.1"),
    ],
)
def test_what_loopback_is_allowed_for_is_nothing_more(url, address):
    with pytest.raises(UrlRefused):
        destination(parse(url, allow_loopback=True), [address], allow_loopback=True)
