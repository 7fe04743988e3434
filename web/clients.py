"""Who asks, for sharing what there is fairly: the address of the connection, or what a trusted proxy says of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_MOST_HOPS = 20
_ONE_HOUSEHOLD = 64  # bits of an IPv6 address: what one subscriber is usually given (RFC 6177)


def client_of(peer: str, forwarded: Sequence[str], trusted: Sequence[Network]) -> str:
    """The client's network: an IPv4 address, or the first 64 bits of an IPv6 one.

    `forwarded` are the X-Forwarded-For headers in their order. Each proxy appends the address that it saw, so they are
    read from the end, for as long as the address before was a proxy's that is trusted. What stands further to the front
    anybody may have written.
    """
    if not (forwarded and trusted):
        return _named_alone(peer)
    found = _read(peer)
    if found is None:
        return peer or "unknown"
    hops = [hop.strip() for header in forwarded for hop in header.split(",")][-_MOST_HOPS:]
    while hops and _is_trusted(found, trusted):
        before = _read(hops.pop())
        if before is None:
            break
        found = before
    return _named(found)


@lru_cache(maxsize=1024)
def _named_alone(peer: str) -> str:
    address = _read(peer)
    return _named(address) if address else peer or "unknown"


def read_networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """Addresses or networks (`10.0.0.0/8`), as a setting gives them; ValueError for anything else."""
    return tuple(ip_network(text, strict=False) for text in texts)


def _read(text: str) -> Address | None:
    """An address with or without a port, as proxies write both."""
    bare = text.partition("]")[0].removeprefix("[") if text.startswith("[") else text
    bare = bare.partition(":")[0] if bare.count(":") == 1 else bare
    try:
        address = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_trusted(address: Address, trusted: Sequence[Network]) -> bool:
    return any(address in network for network in trusted)


def _named(address: Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return str(ip_network((address, _ONE_HOUSEHOLD), strict=False))
