"""Which addresses this machine has, and which names belong to a home or office network."""

from __future__ import annotations

import contextlib
import fcntl
import ipaddress
import socket
import struct

LOOPBACK_NAMES = {"localhost", "ip6-localhost"}
LOCAL_SUFFIXES = (".localhost", ".local", ".lan", ".home", ".home.arpa", ".internal", ".test")
SIOCGIFADDR = 0x8915


def addresses() -> list[str]:
    """IPv4 addresses other than loopback, one an interface; nothing is sent to anybody."""
    found: set[str] = set()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _number, name in socket.if_nameindex():
            with contextlib.suppress(OSError):
                answer = fcntl.ioctl(probe.fileno(), SIOCGIFADDR, struct.pack("256s", name.encode()[:15]))
                found.add(socket.inet_ntoa(answer[20:24]))
        with contextlib.suppress(OSError):
            probe.connect(("192.0.2.1", 9))  # only asks for a route (an address kept for documentation)
            found.add(str(probe.getsockname()[0]))
    return sorted(a for a in found if not ipaddress.ip_address(a).is_loopback)


def names() -> list[str]:
    """How this machine is called by others in the same network: its name, and the same by mDNS."""
    host = socket.gethostname().split(".")[0].lower()
    known = host.isascii() and host.replace("-", "").isalnum() and host != "localhost"
    return [host, f"{host}.local"] if known else []


def is_loopback(host: str) -> bool:
    host = host.strip("[]").lower().rstrip(".")
    if host in LOOPBACK_NAMES or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_everything(host: str) -> bool:
    return host.strip("[]") in ("0.0.0.0", "::", "*", "")  # noqa: S104 - compared, not bound


def is_local(host: str) -> bool:
    """A name or address that only people on the same network can reach."""
    host = host.strip("[]").lower().rstrip(".")
    if is_loopback(host):
        return True
    try:
        return not ipaddress.ip_address(host).is_global and not is_everything(host)
    except ValueError:
        return host not in ("", "*") and not host.startswith(".") and ("." not in host or host.endswith(LOCAL_SUFFIXES))
