"""Whose address a request comes from when proxies stand in front.

What a request says of itself (``X-Forwarded-For``) is believed only when a proxy named in
``HUIYIN_PROXIES`` handed it over, and only as far back as such proxies wrote it: an address that a
stranger puts in front of the list counts for nothing.
"""

from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def networks(written: Sequence[str]) -> tuple[Network, ...]:
    """The networks of a setting: addresses or ranges such as ``10.0.0.0/8``. Raises `ValueError`."""
    return tuple(ip_network(one) for one in written)


def _read(text: str) -> Address | None:
    try:
        found = ip_address(text.strip())
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def sender(peer: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """The address that the nearest of our own proxies saw; `peer` itself when it is not ours."""
    found, told = peer, forwarded.split(",") if forwarded else []
    while told:
        address = _read(found)
        if address is None or not any(address in network for network in trusted):
            break
        before = _read(told.pop())
        if before is None:
            break
        found = str(before)
    return found


def client_address(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Let ``REMOTE_ADDR`` be the visitor's address, for all that counts tries by address."""
    trusted = networks(settings.TRUSTED_PROXIES)

    def middleware(request: HttpRequest) -> HttpResponseBase:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if trusted and forwarded:
            peer = request.META.get("REMOTE_ADDR", "")
            request.META["REMOTE_ADDR"] = sender(peer, forwarded, trusted)
        return get_response(request)

    return middleware
