"""A certificate of our own making, for phones in the same room: cameras and passkeys work only over HTTPS."""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from mandrivna.config import lan

DAYS = 397  # browsers refuse longer ones
RENEW = dt.timedelta(days=30)


def names(addresses: list[str], hosts: list[str]) -> tuple[list[str], list[str]]:
    """What the certificate is for: this machine by each of its names and addresses, and the names the technician gave it."""
    dns, ips = ["localhost", *lan.names()], ["127.0.0.1", "::1", *addresses]
    for host in (one.strip("[]").lower() for one in hosts):
        try:
            ips.append(str(ipaddress.ip_address(host)))
        except ValueError:
            if host.isascii() and host != "*":
                dns.append(f"*{host}" if host.startswith(".") else host)
    return list(dict.fromkeys(dns)), list(dict.fromkeys(ips))


def ensure(folder: Path, addresses: list[str], hosts: list[str]) -> tuple[Path, Path, str]:
    """Certificate, key and fingerprint; made anew when it is about to expire or this machine has other addresses or names."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    dns, ips = names(addresses, hosts)
    if not (certificate.exists() and key.exists() and _fits(certificate, dns, ips)):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(certificate, key, dns, ips)
    print_ = x509.load_pem_x509_certificate(certificate.read_bytes()).fingerprint(hashes.SHA256())
    return certificate, key, print_.hex(":").upper()


def _fits(path: Path, dns: list[str], ips: list[str]) -> bool:
    try:
        found = x509.load_pem_x509_certificate(path.read_bytes())
        named = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (ValueError, x509.ExtensionNotFound):
        return False
    stated = {str(ip) for ip in named.get_values_for_type(x509.IPAddress)}
    fresh = found.not_valid_after_utc - dt.datetime.now(dt.UTC) > RENEW
    return fresh and set(named.get_values_for_type(x509.DNSName)) >= set(dns) and stated >= set(ips)


def _make(certificate: Path, key: Path, dns: list[str], ips: list[str]) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Mandrivna")])
    now = dt.datetime.now(dt.UTC)
    alternatives = [*(x509.DNSName(n) for n in dns), *(x509.IPAddress(ipaddress.ip_address(ip)) for ip in ips)]
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=DAYS))
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(private, hashes.SHA256())
    )
    pem = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    _write(key, pem)
    _write(certificate, built.public_bytes(serialization.Encoding.PEM))


def _write(path: Path, data: bytes) -> None:
    """0600 from the first byte, and never half-written."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(data)
    draft.replace(path)
