"""Where a request comes from, behind as many proxies as the setting says."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

IPV6_PREFIX = 64  # what one customer of a provider is given; within it an address costs nothing


def client_address(request: HttpRequest) -> str:
    """The client's address as the outermost of our own proxies saw it: counted from the right of `X-Forwarded-For`,
    since whatever stands further left was written by whoever sent it.

    Without proxies, or where fewer wrote into the header than stand there, the other end of the connection. IPv6 is cut
    to its network. An address that is none is kept as it is, or "unknown".
    """
    written = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    hops = settings.PROXY_HOPS
    behind = 0 < hops <= len(written)
    return network(written[-hops] if behind else request.META.get("REMOTE_ADDR", ""))


def network(address: str) -> str:
    """`203.0.113.7`, `203.0.113.7:4711`, `2001:db8::1` or `[2001:db8::1]:4711` as the address that is counted."""
    if address.startswith("["):
        address = address[1:].partition("]")[0]
    elif address.count(":") == 1:
        address = address.partition(":")[0]
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address or "unknown"
    if parsed.version == 6 and parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    if parsed.version == 6:
        return str(ipaddress.ip_network(f"{parsed}/{IPV6_PREFIX}", strict=False).network_address)
    return str(parsed)
