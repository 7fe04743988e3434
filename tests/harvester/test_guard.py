"""The address guard: what may be asked, by its name and by the addresses that the name leads to."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer

from harvester.asking.guard import AddressRefused, GuardedResolver, check_address, is_public

PRIVATE = [
    ipaddress.ip_network(one)
    for one in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.168.0.0/16", "224.0.0.0/4", "240.0.0.0/4",
    )
]  # fmt: skip
private_v4 = st.sampled_from(PRIVATE).flatmap(
    lambda net: st.integers(int(net[0]), int(net[-1])).map(ipaddress.IPv4Address)
)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "http://LOCALHOST./",
        "http://api.localhost:8080/",
        "http://printer.local/",
        "http://metadata.google.internal/",
        "http://127.0.0.1/",
        "http://127.0.0.1./",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://017700000001/",
        "http://0/",
        "http://１２７.0.0.1/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::a00:1]/",
        "http://[2002:a00:1::]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[::127.0.0.1]/",
        "http://[::10.0.0.1]/",
        "http://[::ffff:0:127.0.0.1]/",
        "http://[64:ff9b:1::a00:1]/",
        "http://[fec0::1]/",
        "http://[fd00:ec2::254]/",
        "http://[3fff::1]/",
        "http://[5f00::1]/",
        "http://[2001:0:7f00:1::]/",
        "http://168.63.129.16/metadata",
        "http://100.100.100.200/",
        "http://127.0.0.1\\@data.example.org/",
        "http://data.example.org\\@127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1:8080/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://user:pass@data.example.org/",
        "http://user@data.example.org/",
        "http://data.example.org:99999/",
        "http://[::1/",
        "http://",
        "//data.example.org/",
        "file:///etc/passwd",
        "ftp://data.example.org/",
        "gopher://data.example.org/",
        "",
    ],
)
def test_an_address_that_nobody_could_mean_is_refused(url: str) -> None:
    """In every form that a resolver or a library would read as one."""
    with pytest.raises(AddressRefused):
        check_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://data.example.org/",
        "http://data.example.org:8080/data.json?page=2",
        "https://8.8.8.8/",
        "https://[2606:4700:4700::1111]/",
        "https://3rd.example.org/",
        "https://0xford.example.org/",
    ],
)
def test_a_public_address_may_be_asked(url: str) -> None:
    """Names are looked up later."""
    check_address(url)


@given(private_v4)
def test_no_private_address_is_public_in_any_of_its_forms(ip: ipaddress.IPv4Address) -> None:
    """Dotted, as one number in three bases, and inside of IPv6."""
    number = int(ip)
    hosts = (
        str(ip),
        str(number),
        hex(number),
        f"0{number:o}",
        f"[::ffff:{ip}]",
        f"[2002:{number >> 16:x}:{number & 65535:x}::]",
    )
    assert not is_public(str(ip))
    for host in hosts:
        with pytest.raises(AddressRefused):
            check_address(f"http://{host}/")


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    """Whatever a portal writes as a link, nothing else is raised."""
    for url in (text, f"http://{text}"):
        try:
            check_address(url)
        except AddressRefused as refused:
            assert str(refused)


def test_a_password_is_not_repeated_in_the_refusal() -> None:
    """Messages are shown on pages."""
    with pytest.raises(AddressRefused) as refused:
        check_address("https://officer:secret@data.example.org/")
    assert "secret" not in str(refused.value)


def test_an_allowed_port_does_not_open_the_others() -> None:
    """A host allowed with its port is still private at the next."""
    check_address("http://127.0.0.1:8100/x", ["127.0.0.1:8100"])
    check_address("http://[::1]:8100/x", ["[::1]:8100"])
    check_address("http://localhost:1/x", ["localhost"])
    for url in ("http://127.0.0.1:8101/", "http://127.0.0.1/", "http://127.0.0.2:8100/"):
        with pytest.raises(AddressRefused, match="private network"):
            check_address(url, ["127.0.0.1:8100"])
    with pytest.raises(AddressRefused):
        check_address("http://intranet.example.org/", ["intranet.example.org:8080"])


@implementer(IHostnameResolver)
class _Names:
    """A resolver that knows two addresses of every name."""

    def resolveHostName(self, receiver, *_args, **_more):  # type: ignore[no-untyped-def]  # noqa: N802
        """Twisted's own name."""
        receiver.resolutionBegan(self)
        for address in (
            IPv4Address("TCP", "10.0.0.7", 0),
            IPv6Address("TCP", "::1", 0),
            IPv4Address("TCP", "8.8.8.8", 0),
        ):
            receiver.addressResolved(address)
        receiver.resolutionComplete()
        return self


class _Reactor:
    """As much of a reactor as a resolver looks at."""

    nameResolver = _Names()  # noqa: N815


@implementer(IResolutionReceiver)
class _Heard:
    """Notes what is resolved."""

    def __init__(self) -> None:
        self.hosts: list[str] = []

    def resolutionBegan(self, resolution: object) -> None:  # noqa: N802
        """Nothing to note."""

    def addressResolved(self, address) -> None:  # type: ignore[no-untyped-def]  # noqa: N802
        """An address."""
        self.hosts.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        """Nothing to note."""


@pytest.mark.parametrize(
    ("allow", "hosts"), [((), ["8.8.8.8"]), (("inside.example:80",), ["10.0.0.7", "::1", "8.8.8.8"])]
)
def test_a_name_gives_only_its_public_addresses_unless_it_is_allowed(
    allow: tuple[str, ...], hosts: list[str]
) -> None:
    """Checked at each connection, from the cache as well: a name cannot change its mind between."""
    resolver = GuardedResolver(_Reactor(), 100)  # type: ignore[arg-type]
    resolver.allow = allow
    for _ in range(2):
        heard = _Heard()
        resolver.resolveHostName(heard, "inside.example", 80)
        assert heard.hosts == hosts
