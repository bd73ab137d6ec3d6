"""Where somebody signs in from, as far as it is kept: the network, not the machine."""

from ipaddress import IPv6Address, ip_address


def network_of(address: str) -> str:
    """The network of an internet address as people recognize it: "203.0.113.x", "2001:db8:7::x"; "" for none."""
    try:
        read = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(read, IPv6Address) and read.ipv4_mapped:
        read = read.ipv4_mapped
    if isinstance(read, IPv6Address):
        first = read.exploded.split(":")[:3]
        return ":".join(f"{int(part, 16):x}" for part in first) + "::x"
    return str(read).rpartition(".")[0] + ".x"
