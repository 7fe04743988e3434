"""Who asks: only what a trusted proxy says of a client is believed."""

from __future__ import annotations

import pytest

from web.clients import client_of, read_networks

PROXIES = read_networks(["10.0.0.0/8", "2001:db8:ff::/48"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.7", [], "192.0.2.7"),
        ("192.0.2.7", ["198.51.100.1"], "192.0.2.7"),
        ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["203.0.113.9, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["203.0.113.9", "198.51.100.1, 10.0.0.2"], "198.51.100.1"),
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", ["198.51.100.1:4711"], "198.51.100.1"),
        ("10.0.0.1", ["[2001:db8::1]:4711"], "2001:db8::/64"),
        ("10.0.0.1", ["nonsense"], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.1, unknown"], "10.0.0.1"),
        ("10.0.0.1", ["", ","], "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", [], "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", [], "2001:db8:1:2::/64"),
        ("2001:db8:ff::1", ["2001:db8:7::9"], "2001:db8:7::/64"),
        ("::ffff:192.0.2.7", [], "192.0.2.7"),
        ("fe80::1%eth0", [], "fe80::/64"),
        ("testclient", ["198.51.100.1"], "testclient"),
        ("", [], "unknown"),
    ],
)
def test_a_client_is_the_last_address_that_no_trusted_proxy_has(
    peer: str, forwarded: list[str], client: str
) -> None:
    assert client_of(peer, forwarded, PROXIES) == client


def test_a_header_as_long_as_can_be_is_read_from_its_end() -> None:
    forwarded = ["203.0.113.9, " * 5000 + "198.51.100.1"]
    assert client_of("10.0.0.1", forwarded, PROXIES) == "198.51.100.1"
