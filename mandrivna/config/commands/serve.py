"""`mandrivna serve`: everything a library needs on one machine, in one window."""

from __future__ import annotations

import argparse
import contextlib
import os
import socket
import ssl
import sys
import time
from pathlib import Path
from typing import IO, Any

from mandrivna.config import lan, place
from mandrivna.config.cli import OK, Trouble, say, setup
from mandrivna.config.supervisor import Child, Supervisor
from mandrivna.config.words import gettext as _

READY_SECONDS = 60.0
LOG_BYTES = 10 * 2**20
THREADS = 8


def run(arguments: argparse.Namespace) -> int:
    started = time.monotonic()
    _into_environment(arguments)
    setup()
    from django.conf import settings  # noqa: PLC0415 - app registry

    place.require_writable(settings.DATA)
    lock = place.hold(settings.DATA)
    try:
        place.require_room(settings.DATA)
        place.require_port(settings.HOST, settings.PORT)
        sign_ins = prepare(settings)
        with contextlib.ExitStack() as stack:
            log = stack.enter_context(_log(settings.DATA)) if sys.stderr.isatty() else None
            supervisor = stack.enter_context(Supervisor(_children(settings, arguments), _fallen, log))
            supervisor.start()
            if _wait(supervisor, settings, https=arguments.https):
                _greet(settings, sign_ins, log, time.monotonic() - started, https=arguments.https)
                supervisor.watch()
            say(_("Зупиняю…"))
        say(_("Мандрівну зупинено."))
        return OK
    finally:
        os.close(lock)


def _into_environment(arguments: argparse.Namespace) -> None:
    """Before the settings are read, because the web server and the worker read the same ones."""
    if arguments.port:
        os.environ["MANDRIVNA_PORT"] = str(arguments.port)
    if arguments.https:
        os.environ["MANDRIVNA_HTTPS"] = "1"
        os.environ["MANDRIVNA_HSTS"] = "0"
        os.environ.setdefault("MANDRIVNA_HOST", "0.0.0.0")  # noqa: S104 - that is what --https is for


def prepare(settings: Any) -> list[dict[str, str]]:
    from mandrivna.config import demonstration, ready  # noqa: PLC0415 - app registry

    ready.require_keys()
    ready.require_database()
    if ready.pending():
        say(_("Готую базу даних…"))
        ready.migrate()
    ready.collect_static()
    if not settings.DEMO:
        return []
    demonstration.load_once(say)
    return demonstration.sign_ins()


def _children(settings: Any, arguments: argparse.Namespace) -> list[Child]:
    host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
    web = [
        sys.executable, "-m", "gunicorn", "mandrivna.config.wsgi:application",
        "--bind", f"{host}:{settings.PORT}", "--worker-class", "gthread",
        "--workers", str(arguments.workers), "--threads", str(THREADS),
        "--graceful-timeout", "3", "--timeout", "120", "--keep-alive", "15", "--no-control-socket", "--log-level", "warning",
        "--logger-class", "mandrivna.config.weblog.GunicornLogger",
    ]  # fmt: skip
    if arguments.https:
        from mandrivna.config import tls  # noqa: PLC0415 - slow import

        certificate, key, _print = tls.ensure(settings.DATA / "tls", lan.addresses(), settings.NAMES)
        web += ["--certfile", str(certificate), "--keyfile", str(key)]
    children = [Child("web", web), Child("worker", [sys.executable, "-m", "mandrivna", "work", "--grace", "3"])]
    if settings.TELEGRAM_TOKEN or settings.DEMO:
        children.append(Child("bot", [sys.executable, "-m", "mandrivna", "bot"]))
    if settings.SIP:
        children.append(Child("sip", [sys.executable, "-m", "mandrivna", "sip"]))
    return children


def _wait(supervisor: Supervisor, settings: Any, *, https: bool) -> bool:
    """Until the web answers; False if we were told to stop meanwhile."""
    until = time.monotonic() + READY_SECONDS
    while not supervisor.stopping:
        supervisor.look()
        if supervisor.children[0].falls >= 2 or time.monotonic() > until:
            raise Trouble(_("Вебсервер не запустився. Що саме негаразд, покаже: mandrivna doctor"))
        if _answers(settings.HOST, settings.PORT, https=https):
            return True
        time.sleep(0.1)
    return False


def _answers(bound: str, port: int, *, https: bool) -> bool:
    host = "127.0.0.1" if lan.is_everything(bound) else bound.strip("[]")
    with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=5) as raw:
        talk: socket.socket = raw
        if https:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # our own server, asked whether it is up
            talk = context.wrap_socket(raw)
        talk.sendall(b"GET /health/ HTTP/1.0\r\nHost: localhost\r\n\r\n")
        return talk.recv(12).startswith(b"HTTP/1.")
    return False


def _greet(settings: Any, sign_ins: list[dict[str, str]], log: IO[bytes] | None, seconds: float, *, https: bool) -> None:
    say(_("Мандрівна працює (запуск: %(seconds).1f с).") % {"seconds": seconds})
    urls = place.urls(settings.HOST, settings.PORT, https=https, also=settings.NAMES if https else ())
    say(_("  Відкрийте: %(url)s") % {"url": urls[0]})
    for url in urls[1:]:
        say(_("  З телефона в цій самій мережі: %(url)s") % {"url": url})
    if https:
        from mandrivna.config import tls  # noqa: PLC0415 - slow import

        fingerprint = tls.ensure(settings.DATA / "tls", lan.addresses(), settings.NAMES)[2]
        say(_("  Сертифікат власний, тож браузер попередить. Його відбиток SHA-256: %(print)s") % {"print": fingerprint})
    if sign_ins:
        say(_("  Демонстраційний режим: дані вигадані, справжніх не вносьте. Входи:"))
        for one in sign_ins:
            say("    {role}: {username} / {password}".format(**one))
    if settings.DEMO and not settings.TELEGRAM_TOKEN:
        say(_("  Бот для читачів, без месенджера: %(url)s") % {"url": f"http://127.0.0.1:{settings.TELEGRAM_PORT}/"})
    if log is not None:
        say(_("  Журнал: %(path)s") % {"path": Path(log.name)})
    say(_("  Зупинити: Ctrl-C"))


def _fallen(name: str, code: int) -> None:
    if name == "web":
        say(_("Вебсервер зупинився (код %(code)s), запускаю знову.") % {"code": code}, error=True)
    elif name == "bot":
        say(_("Бот зупинився (код %(code)s), запускаю знову.") % {"code": code}, error=True)
    elif name == "sip":
        say(_("Обслуговування автоматів зупинилося (код %(code)s), запускаю знову.") % {"code": code}, error=True)
    else:
        say(_("Виконавець черги зупинився (код %(code)s), запускаю знову.") % {"code": code}, error=True)


def _log(data: Path) -> IO[bytes]:
    """In a terminal the machine's lines go to a file, so that people see their own."""
    folder = data / "logs"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / "serve.jsonl"
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(folder / "serve.1.jsonl")
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")
