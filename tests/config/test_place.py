"""The folder, the port, the disk, the certificate: what stands in the way is one clear sentence."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import socket
import ssl
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509

from mandrivna.config import place, tls
from mandrivna.config.cli import Trouble
from mandrivna.core import checks


@pytest.fixture(autouse=True)
def ukrainian(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def test_a_folder_is_held_by_one_process_and_freed_by_its_death(tmp_path: Path) -> None:
    script = "import pathlib,sys,time;from mandrivna.config import place;place.hold(pathlib.Path(sys.argv[1]));"
    script += "print('held',flush=True);time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Trouble) as trouble:
            place.hold(tmp_path)
        assert str(trouble.value) == (
            f"Теку даних {tmp_path} уже зайнято: там працює Мандрівна (процес {other.pid}). Зупиніть її або змініть MANDRIVNA_DATA."
        )
        other.kill()
    lock = place.hold(tmp_path)
    assert (tmp_path / ".lock").read_text() == f"{os.getpid()}\n"
    os.close(lock)


def test_a_port_in_use_is_said_and_a_free_one_is_not() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Trouble, match=f"Порт {port} уже зайнято"):
            place.require_port("127.0.0.1", port)
    place.require_port("127.0.0.1", port)


def test_an_address_of_another_machine_is_said() -> None:
    with pytest.raises(Trouble, match=r"Адреси 192\.0\.2\.77 на цьому комп’ютері немає"):
        place.require_port("192.0.2.77", 8000)


def test_too_little_room_is_said_in_megabytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)
    for free, fits in ((200 * 2**20, True), (200 * 2**20 - 1, False)):
        monkeypatch.setattr(shutil, "disk_usage", lambda _path, free=free: usage._replace(free=free))
        if fits:
            place.require_room(tmp_path)
        else:
            with pytest.raises(Trouble, match="лишилося 199 МБ, а треба щонайменше 200 МБ"):
                place.require_room(tmp_path)


def test_a_folder_that_takes_no_files_is_said(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="такого немає"):
        place.require_writable(tmp_path / "gone")
    place.require_writable(tmp_path)
    assert list(tmp_path.iterdir()) == []


# --- where a database may lie ---


@pytest.mark.parametrize(
    ("kind", "refused"), [("nfs", True), ("nfs4", True), ("cifs", True), ("fuse.sshfs", True), ("ext4", False), ("", False)]
)
def test_network_disks_are_recognised(kind: str, refused: bool) -> None:
    assert checks.on_network(kind) is refused


def test_the_disk_of_a_path_is_the_nearest_mount(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = f"/dev/a / ext4 rw 0 0\nsrv:/x {tmp_path}/net nfs4 rw 0 0\n/dev/b {tmp_path}/net/own\\040disk xfs rw 0 0\n"
    monkeypatch.setattr(Path, "read_text", lambda _self, encoding: mounts)
    assert [checks.filesystem(tmp_path / p) for p in ("here", "net", "net/deep/er", "network", "net/own disk/x")] == [
        "ext4",
        "nfs4",
        "nfs4",
        "ext4",
        "xfs",
    ]


# --- the certificate ---


def names_in(path: Path) -> set[str]:
    named = x509.load_pem_x509_certificate(path.read_bytes()).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return set(named.get_values_for_type(x509.DNSName)) | {str(ip) for ip in named.get_values_for_type(x509.IPAddress)}


def test_the_certificate_names_every_address_and_is_kept_while_it_fits(tmp_path: Path) -> None:
    certificate, key, fingerprint = tls.ensure(tmp_path / "tls", ["192.168.1.5"], [])
    assert names_in(certificate) >= {"localhost", "127.0.0.1", "::1", "192.168.1.5"}
    assert [path.stat().st_mode & 0o777 for path in (certificate, key)] == [0o600, 0o600]
    assert tls.ensure(tmp_path / "tls", ["192.168.1.5"], [])[2] == fingerprint
    moved = tls.ensure(tmp_path / "tls", ["10.0.0.7"], [])
    assert moved[2] != fingerprint
    assert "10.0.0.7" in names_in(certificate)
    life = x509.load_pem_x509_certificate(certificate.read_bytes())
    assert life.not_valid_after_utc - life.not_valid_before_utc <= dt.timedelta(days=398)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)


def test_the_certificate_also_names_what_people_were_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "Читальня")
    certificate, _key, before = tls.ensure(tmp_path / "tls", [], [])
    assert names_in(certificate) == {"localhost", "127.0.0.1", "::1"}, "a name that no certificate can carry"
    monkeypatch.setattr(socket, "gethostname", lambda: "Zal-1.office")
    told = ["Knyha.test", ".lan.example", "*", "192.168.1.5", "[fd00::1]", "бібліотека.укр"]
    _certificate, _key, after = tls.ensure(tmp_path / "tls", ["10.0.0.7"], told)
    own = {"localhost", "127.0.0.1", "::1", "10.0.0.7", "zal-1", "zal-1.local"}
    assert (names_in(certificate), after != before) == (
        own | {"knyha.test", "*.lan.example", "192.168.1.5", "fd00::1"},
        True,
    )


@pytest.mark.parametrize(
    ("host", "also", "printed"),
    [
        ("127.0.0.1", ["knyha.test", ".lan.example"], ["https://localhost:8443/", "https://knyha.test:8443/"]),
        ("10.0.0.7", ["10.0.0.7"], ["https://10.0.0.7:8443/"]),
        ("fd00::1", [], ["https://[fd00::1]:8443/"]),
    ],
)
def test_every_name_people_were_told_is_printed_once(host: str, also: list[str], printed: list[str]) -> None:
    assert place.urls(host, 8443, https=True, also=also) == printed


def test_a_damaged_certificate_is_made_anew(tmp_path: Path) -> None:
    certificate, _key, fingerprint = tls.ensure(tmp_path / "tls", [], [])
    certificate.write_bytes(b"-----BEGIN CERTIFICATE-----\nrubbish\n-----END CERTIFICATE-----\n")
    assert tls.ensure(tmp_path / "tls", [], [])[2] != fingerprint
