"""Where a webhook may lead: to public addresses, never into the network that the server stands in."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from leadx_app.domain.errors import Invalid

LONGEST_URL = 500
NAMES_OF_LOOPBACK = ("localhost", ".localhost")
_CARRIES_IPV4 = ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """An address that was read: its parts as they are connected to."""

    url: str
    host: str
    port: int
    is_https: bool


def read_url(text: str, *, allows_loopback: bool) -> Target:
    """Read an address as it was typed.

    Args:
        allows_loopback: this machine may be named, also without encryption.

    Raises:
        Invalid: on `url`, when nothing may be sent there.
    """
    url = text.strip()
    if not url or len(url) > LONGEST_URL or not url.isascii() or any(sign <= " " or sign == "\\" for sign in url):
        raise Invalid("Write an address such as https://example.com/leadx.", field="url")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Invalid("Write an address such as https://example.com/leadx.", field="url") from None
    if parts.scheme not in ("https", "http") or not host or parts.fragment or port == 0:
        raise Invalid("Write an address such as https://example.com/leadx.", field="url")
    if parts.username is not None or parts.password is not None:
        raise Invalid("Leave name and password out of the address. What is sent is signed.", field="url")
    is_https = parts.scheme == "https"
    if not is_https and not (allows_loopback and is_loopback(host)):
        raise Invalid("The address must begin with https://.", field="url")
    if _is_literal(host) and not may_connect(host, allows_loopback=allows_loopback):
        raise forbidden()
    if not allows_loopback and _names_loopback(host):
        raise forbidden()
    return Target(url, host, port or (443 if is_https else 80), is_https)


def may_connect(address: str, *, allows_loopback: bool) -> bool:
    """Whether what a name was found to mean is a public address, or this machine where that is allowed."""
    try:
        found = _meant(ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    if found.is_loopback:
        return allows_loopback
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def host_of(url: str) -> str:
    """Where an address leads, without the rest of it, which may be a secret."""
    return urlsplit(url).hostname or ""


def forbidden() -> Invalid:
    """The refusal of an address inside the network of the server."""
    return Invalid("This address is inside a private network. Nothing is sent there.", field="url")


def _meant(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The address that packets reach in the end: an old one may be wrapped in a new one."""
    if isinstance(address, IPv4Address):
        return address
    if address in _CARRIES_IPV4:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _is_literal(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by its name or number."""
    return _names_loopback(host) or (_is_literal(host) and ip_address(host.partition("%")[0]).is_loopback)


def _names_loopback(host: str) -> bool:
    name = host.rstrip(".").lower()
    return name == NAMES_OF_LOOPBACK[0] or name.endswith(NAMES_OF_LOOPBACK[1])
