"""Settings come from the environment, and what cannot be understood refuses to start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mandrivna.config import env, guard, lan
from mandrivna.config.env import ConfigError

SECRET = "canary-secret-8f2b"


@pytest.fixture(autouse=True)
def ukrainian(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("value", "meant"), [("", None), ("1", True), ("0", False), ("true", True), ("FALSE", False), ("True", True), (" 1 ", True)]
)
def test_booleans_that_are_understood(value: str, meant: bool | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MANDRIVNA_X", value)
    assert [env.flag("MANDRIVNA_X", default) for default in (True, False)] == ([True, False] if meant is None else [meant, meant])


@pytest.mark.parametrize("value", ["yes", "no", "on", "off", "2", "так", "t", "01", "True False"])
def test_other_booleans_refuse(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MANDRIVNA_X", value)
    with pytest.raises(ConfigError) as error:
        env.flag("MANDRIVNA_X")
    assert str(error.value) == f"MANDRIVNA_X має бути 1 або 0 (true або false), а не «{value.lower()}»."


@pytest.mark.parametrize("value", ["0", "65536", "-1", "8000.0", "８０", "abc", "9" * 30])
def test_numbers_outside_their_bounds_refuse(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MANDRIVNA_PORT", value)
    with pytest.raises(ConfigError):
        env.number("MANDRIVNA_PORT", 8000, 1, 65535)


def test_a_secret_comes_from_its_variable_or_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    assert env.secret("MANDRIVNA_X", "default") == "default"
    monkeypatch.setenv("MANDRIVNA_X_FILE", str(tmp_path / "secret"))
    assert env.secret("MANDRIVNA_X") == SECRET
    monkeypatch.setenv("MANDRIVNA_X", "other")
    with pytest.raises(ConfigError, match="залиште щось одне"):
        env.secret("MANDRIVNA_X")
    monkeypatch.delenv("MANDRIVNA_X_FILE")
    assert env.secret("MANDRIVNA_X") == "other"


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff\xfe"])
def test_a_secret_file_that_gives_nothing_refuses(content: bytes | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "secret").write_bytes(content)
    monkeypatch.setenv("MANDRIVNA_X_FILE", str(tmp_path / "secret"))
    with pytest.raises(ConfigError, match="MANDRIVNA_X_FILE"):
        env.secret("MANDRIVNA_X")


def test_no_address_means_sqlite_in_the_data_folder_with_safe_options(tmp_path: Path) -> None:
    found = env.database("", tmp_path)
    assert (found["ENGINE"], found["NAME"]) == ("django.db.backends.sqlite3", tmp_path / "mandrivna.sqlite3")
    assert (found["OPTIONS"]["transaction_mode"], found["OPTIONS"]["timeout"]) == ("IMMEDIATE", 20)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        assert f"PRAGMA {pragma};" in found["OPTIONS"]["init_command"]


def test_addresses_of_databases(tmp_path: Path) -> None:
    assert env.database("sqlite:////srv/книги.sqlite3", tmp_path)["NAME"] == Path("/srv/книги.sqlite3")
    found = env.database("postgres://lib:p%40ss%2F@db.lan:5433/%D0%B1?sslmode=require", tmp_path)
    wanted = {
        "NAME": "б",
        "USER": "lib",
        "PASSWORD": "p@ss/",
        "HOST": "db.lan",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require", **env.BINDING},
    }
    assert {key: found[key] for key in wanted} == wanted
    socket = env.database("postgresql://u@/mandrivna?host=/run/postgresql", tmp_path)
    assert (socket["HOST"], socket["NAME"], socket["OPTIONS"]) == ("/run/postgresql", "mandrivna", env.BINDING)


@pytest.mark.parametrize(
    "url",
    [
        f"mysql://u:{SECRET}@h/db",
        f"postgres://u:{SECRET}@h",
        f"postgres://u:{SECRET}@h:port/db",
        f"postgres://u:{SECRET}@h/db?options=-cfsync%3Doff",
        f"postgres://u:{SECRET}@[h/db",
        f"sqlite://{SECRET}/db",
        "sqlite:///",
        "sqlite:////tmp/db?mode=memory",
        "library.sqlite3",
    ],
)
def test_an_address_that_is_not_understood_refuses_without_repeating_the_password(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as error:
        env.database(url, tmp_path)
    assert str(error.value).startswith("DATABASE_URL")
    assert SECRET not in str(error.value)


def test_a_kept_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    first = env.kept_secret(tmp_path / "secret-key")
    assert len(first) == 64
    assert env.kept_secret(tmp_path / "secret-key") == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
    (tmp_path / "secret-key").write_text("short")
    with pytest.raises(ConfigError, match="пошкоджено"):
        env.kept_secret(tmp_path / "secret-key")


def test_a_data_folder_that_cannot_be_made_refuses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MANDRIVNA_DATA", str(tmp_path / "file" / "data"))
    with pytest.raises(ConfigError, match="Задайте іншу в MANDRIVNA_DATA"):
        env.folder("MANDRIVNA_DATA", "var")


# --- dangerous choices ---

HERE = ["192.168.1.5"]
PUBLIC = ["8.8.4.4"]


@pytest.mark.parametrize(
    ("host", "hosts", "own", "demo", "debug"),
    [
        ("127.0.0.1", [], [], "ok", "ok"),
        ("::1", ["library.localhost"], [], "ok", "ok"),
        ("0.0.0.0", [], HERE, "ok", "refused"),
        ("192.168.1.5", ["hub.local"], HERE, "ok", "refused"),
        ("10.1.2.3", ["laptop"], HERE, "ok", "refused"),
        ("0.0.0.0", [], [*HERE, *PUBLIC], "refused", "refused"),
        ("8.8.4.4", [], PUBLIC, "refused", "refused"),
        ("::", [], ["2a00:1450::5"], "refused", "refused"),
        ("127.0.0.1", ["lib.example.org"], [], "refused", "refused"),
        ("127.0.0.1", [".example.org"], [], "refused", "refused"),
        ("127.0.0.1", ["*"], [], "refused", "refused"),
        ("127.0.0.1", ["10.0.0.5.example.org"], [], "refused", "refused"),
        ("127.0.0.1", ["hub.local."], [], "ok", "refused"),
    ],
)
def test_where_the_demonstration_and_debug_may_be_seen(host: str, hosts: list[str], own: list[str], demo: str, debug: str) -> None:
    def outcome(**choice: bool) -> str:
        try:
            guard.refuse_public(**{"demo": False, "debug": False, **choice}, host=host, hosts=hosts, own=own)
        except ConfigError:
            return "refused"
        return "ok"

    assert (outcome(demo=True), outcome(debug=True), outcome()) == (demo, debug, "ok")


def test_own_addresses_are_addresses_and_never_loopback() -> None:
    assert all(not lan.is_loopback(address) and address.count(".") == 3 for address in lan.addresses())


# --- the settings file itself, read by a process of its own ---


def settings_say(expression: str, data: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    script = f"from mandrivna.config import settings as s\nprint(({expression}))"
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("MANDRIVNA_", "DATABASE_URL"))}
    variables = {"MANDRIVNA_DATA": str(data), **variables}
    return subprocess.run([sys.executable, "-c", script], env={**clean, **variables}, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"MANDRIVNA_DEMO": "1", "MANDRIVNA_HOSTS": "library.example.org"},
        {"MANDRIVNA_DEBUG": "1", "MANDRIVNA_HOST": "0.0.0.0"},
        {"MANDRIVNA_HTTPS": "так"},
        {"MANDRIVNA_PORT": "0"},
        {"DATABASE_URL": "mongodb://h/db"},
        {"MANDRIVNA_MAIL_SECURITY": "ssl3"},
    ],
)
def test_dangerous_or_unknown_settings_refuse_to_load(wrong: dict[str, str], tmp_path: Path) -> None:
    done = settings_say("1", tmp_path, **wrong)
    assert done.returncode == 1
    assert "mandrivna.config.env.ConfigError: " in done.stderr


def test_https_makes_host_cookies_and_keeps_browsers_on_it(tmp_path: Path) -> None:
    expression = "s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS, s.CSRF_TRUSTED_ORIGINS"
    done = settings_say(expression, tmp_path, MANDRIVNA_HTTPS="1", MANDRIVNA_HOSTS="library.example.org")
    assert done.stdout.strip() == "('__Host-session', '__Host-csrf', True, 31536000, ['https://library.example.org'])"
    plain = settings_say(expression, tmp_path)
    assert plain.stdout.strip() == "('mandrivna_session', 'mandrivna_csrf', False, 0, [])"


def test_phones_reach_it_by_the_names_of_this_machine_and_by_those_it_was_given(tmp_path: Path) -> None:
    expression = "s.ALLOWED_HOSTS[3:] == [*s.lan.addresses(), *s.lan.names(), 'knyha.test']"
    done = settings_say(expression, tmp_path, MANDRIVNA_HOST="0.0.0.0", MANDRIVNA_HOSTS="knyha.test")
    assert done.stdout == "True\n"
    alone = settings_say("s.ALLOWED_HOSTS", tmp_path, MANDRIVNA_HOSTS="")
    assert alone.stdout == "['localhost', '127.0.0.1', '[::1]', '127.0.0.1']\n"


def test_letters_go_to_a_server_or_to_files_never_to_the_log(tmp_path: Path) -> None:
    assert settings_say("s.MAILERS['default']['BACKEND']", tmp_path).stdout.strip().endswith("filebased.EmailBackend")
    done = settings_say("s.MAILERS['default']['OPTIONS']", tmp_path, MANDRIVNA_MAIL_HOST="mail.lan", MANDRIVNA_MAIL_SECURITY="tls")
    assert "'host': 'mail.lan', 'port': 465" in done.stdout


@pytest.mark.parametrize(
    ("host", "security", "user", "password", "refused"),
    [
        ("", "none", "", "", False),
        ("mail.example.org", "tls", "box", SECRET, False),
        ("127.0.0.1", "none", "box", SECRET, False),
        ("mail.example.org", "none", "box", SECRET, True),
        ("mail.example.org", "tls", "", SECRET, True),
        ("mail.example.org", "tls", "box", "", True),
    ],
)
def test_the_password_of_the_letter_box_is_never_said_in_the_clear(
    host: str, security: str, user: str, password: str, refused: bool
) -> None:
    if not refused:
        guard.require_sound_inbox(host, security, user, password)
        return
    with pytest.raises(ConfigError) as error:
        guard.require_sound_inbox(host, security, user, password)
    assert SECRET not in str(error.value)
