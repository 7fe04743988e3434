"""The address guard: a portal's address, and every address it leads to, must be on the public internet.

Checked twice: each request's host by name and port, and each address that the name resolves to, at the moment
of connecting and from then on pinned, so that a name cannot change its mind between the two (rebinding).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

_CGNAT = ipaddress.ip_network("100.64.0.0/10")
_AZURE = ipaddress.ip_address("168.63.129.16")  # public by its number; within Azure it is the host beneath us
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_UNICAST = ipaddress.ip_network("2000::/3")  # all that IANA has given to the internet in IPv6
_EXAMPLES = ipaddress.ip_network("3fff::/20")


class AddressRefused(IgnoreRequest):
    """An address that we do not ask; its text says which, and why."""


def is_public(address: str) -> bool:
    """Whether an IP address is one that anybody on the internet could mean."""
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        return _is_public_v6(ip)
    return ip.is_global and not ip.is_multicast and ip not in _CGNAT and ip != _AZURE


def _is_public_v6(ip: ipaddress.IPv6Address) -> bool:
    """Whether it is public itself, and so is the IPv4 address that it stands for, if it does."""
    inner = ip.ipv4_mapped or ip.sixtofour
    if ip in _NAT64:
        inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if inner is not None:
        return is_public(str(inner))
    return ip in _UNICAST and ip not in _EXAMPLES and ip.is_global


def check_address(url: str, allow: Iterable[str] = ()) -> None:
    """Raises AddressRefused unless the address is http(s), without credentials, and not plainly private.

    `allow` names hosts, or hosts with a port, that may be asked all the same. Names are looked up later, by
    GuardedResolver.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower().rstrip("."), parts.port
    except ValueError:
        raise AddressRefused(f"{url!r} is not an address") from None
    if parts.scheme not in ("http", "https") or not host:
        raise AddressRefused(
            f"{url} is not a web address; one that begins with http:// or https:// was expected"
        )
    if parts.username or parts.password:
        raise AddressRefused(f"the address on {host} carries a password, which is never sent")
    port = port or (443 if parts.scheme == "https" else 80)
    allowed = [_entry(one) for one in allow]
    if (host, None) in allowed or (host, port) in allowed:
        return
    if _is_private_name(host) or host in {name for name, _ in allowed}:
        raise AddressRefused(f"{host}:{port} is on a private network, where no public portal is")


def allowed_hosts(allow: Iterable[str]) -> frozenset[str]:
    """The names of the hosts that may be asked wherever they lead."""
    return frozenset(_entry(one)[0] for one in allow)


def _entry(entry: str) -> tuple[str, int | None]:
    """An allowed `host`, `host:port` or `[address]:port` as its host and port."""
    text = entry.strip().lower()
    host, colon, port = text.rpartition(":")
    if colon and port.isascii() and port.isdigit() and (":" not in host or host.startswith("[")):
        return host.strip("[]"), int(port)
    return text.strip("[]"), None


def _is_private_name(host: str) -> bool:
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal", ".home.arpa")):
        return True
    number = _as_ip(host)
    return number is not None and not is_public(number)


def _as_ip(host: str) -> str | None:
    """The IP address that a host is, also in the short, octal and hexadecimal forms that resolvers accept."""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    if not host or not all(part and (part.isdigit() or part.startswith("0x")) for part in host.split(".")):
        return None
    return "0.0.0.0"  # noqa: S104 - a number in disguise is treated as the most private address there is


class GuardMiddleware:
    """Checks every request before it leaves, redirects included."""

    def __init__(self, allow: Iterable[str]) -> None:
        self.allow = tuple(allow)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GuardMiddleware:
        """Reads the hosts allowed from the setting STOOK_ALLOW."""
        return cls(crawler.settings.getlist("STOOK_ALLOW"))

    def process_request(self, request: Request) -> None:
        """Refuses by raising."""
        check_address(request.url, self.allow)


class GuardedResolver(CachingHostnameResolver):
    """Looks a name up once and hands on only addresses that are public, or of hosts that are allowed."""

    allow: tuple[str, ...] = ()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> GuardedResolver:
        """As Scrapy's own, with the hosts allowed."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.allow = tuple(crawler.settings.getlist("STOOK_ALLOW"))
        return resolver

    def resolveHostName(self, resolutionReceiver: Any, hostName: str, *args: Any, **kwargs: Any) -> Any:  # noqa: N802, N803
        """Twisted's own name and order of arguments."""
        hosts = allowed_hosts(self.allow)
        receiver: Any = resolutionReceiver if hostName.lower() in hosts else _OnlyPublic(resolutionReceiver)
        return super().resolveHostName(receiver, hostName, *args, **kwargs)


@implementer(IResolutionReceiver)
class _OnlyPublic:
    """Passes on the public addresses of a name; a name with none then looks like a name that does not exist."""

    def __init__(self, receiver: Any) -> None:
        self._receiver = receiver

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        if is_public(address.host):
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        self._receiver.resolutionComplete()
