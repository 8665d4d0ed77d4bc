"""The single checks of `doctor`. Each yields findings; none changes anything."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.checks import Tags, run_checks
from django.db import DatabaseError, connection

from mandrivna.config import place, ready
from mandrivna.config.cli import Trouble
from mandrivna.config.commands.doctor import BAD, GOOD, WARN, Finding
from mandrivna.config.words import gettext as _
from mandrivna.core import crypto, rotation
from mandrivna.core.models import Operation, WorkerBeat
from mandrivna.core.outbox.queries import snapshot
from mandrivna.ledger import seal

LATE_SECONDS = 600
LOW_ROOM = 2 * 2**30
CLOCK_SLACK = 5
BUILT = 1_767_225_600  # 1 January 2026: no clock of a running installation shows an earlier day


def folder() -> Iterator[Finding]:
    try:
        place.require_writable(settings.DATA)
    except Trouble as trouble:
        yield Finding("folder", BAD, str(trouble))
        return
    yield Finding("folder", GOOD, _("Тека даних: %(path)s.") % {"path": settings.DATA})
    mode = settings.DATA.stat().st_mode & 0o777
    if mode & 0o007:
        what = _("Теку даних можуть читати інші користувачі цього комп’ютера (права %(mode)s).") % {"mode": f"{mode:04o}"}
        yield Finding("folder", WARN, what, f"chmod 700 {settings.DATA}")


def disk() -> Iterator[Finding]:
    free = place.room(settings.DATA)
    what = _("Вільного місця на диску: %(free)s МБ.") % {"free": free // 2**20}
    state = BAD if free < place.ROOM else WARN if free < LOW_ROOM else GOOD
    yield Finding("disk", state, what, _("Звільніть місце: без нього видачі не запишуться."))


def keys() -> Iterator[Finding]:
    if not crypto.given() and not crypto.path().exists():
        if ready.written():
            cure = _("Поверніть keys.json із копії, яку зберігаєте окремо від бази.")
            yield Finding("keys", BAD, _("Файла ключів немає, а в базі вже є зашифровані дані."), cure)
            return
        yield Finding("keys", WARN, _("Ключів шифрування ще немає."), _("Їх створить перший запуск: mandrivna serve"))
        return
    try:
        crypto.keyring()
    except crypto.KeyError_ as error:
        yield Finding("keys", BAD, str(error))
        return
    if crypto.given():
        yield Finding("keys", GOOD, _("Ключі шифрування взято з MANDRIVNA_KEYS."))
        return
    what = _("Ключі шифрування: %(path)s (лише для власника).") % {"path": crypto.path()}
    if ready.written() and rotation.missing():
        cure = _("Поверніть keys.json, з яким цю базу писали: інші ключі її не відкриють.")
        yield Finding("keys", BAD, _("Ключі не від цієї бази."), cure)
        return
    yield Finding("keys", GOOD, what)
    secret = Path(settings.DATA) / "secret-key"
    if secret.exists() and secret.stat().st_mode & 0o077:
        yield Finding("keys", BAD, _("Файл %(path)s можуть читати інші.") % {"path": secret}, f"chmod 600 {secret}")


def database() -> Iterator[Finding]:
    try:
        connection.ensure_connection()
    except DatabaseError:
        yield Finding("database", BAD, _("База даних не відповідає."), _("Перевірте DATABASE_URL і чи працює сервер бази."))
        return
    faults = run_checks(tags=[Tags.database], databases=["default"])
    for fault in faults:
        yield Finding("database", BAD if fault.is_serious() else WARN, str(fault.msg), str(fault.hint or ""))
    if not faults:
        name = connection.settings_dict["NAME"]
        yield Finding("database", GOOD, _("База даних: %(engine)s, %(name)s.") % {"engine": connection.display_name, "name": name})


def shape() -> Iterator[Finding]:
    if steps := ready.pending():
        what = _("База даних відстає від програми, кроків: %(steps)s.") % {"steps": len(steps)}
        yield Finding("migrations", BAD, what, "mandrivna migrate")
        return
    yield Finding("migrations", GOOD, _("Будова бази відповідає програмі."))
    if missing := seal.missing():
        what = _("Журнал фактів не захищено від змін: немає %(names)s.") % {"names": ", ".join(missing)}
        yield Finding("ledger", BAD, what, "mandrivna migrate, " + _("потім") + " mandrivna verify-ledger")
    else:
        yield Finding("ledger", GOOD, _("Журнал фактів захищено від змін."))


def queue() -> Iterator[Finding]:
    found = snapshot()
    if not found.workers:
        mend = _("Запустіть mandrivna serve (або mandrivna work).")
        yield Finding("worker", WARN, _("Виконавець черги не працює: листи й нічні перевірки чекають."), mend)
    else:
        yield Finding("worker", GOOD, _("Виконавців черги працює: %(count)s.") % {"count": found.workers})
    if found.parked:
        what = _("Завдань, які не вдалося виконати: %(count)s.") % {"count": found.parked}
        yield Finding("queue", WARN, what, _("Перегляньте їх на сторінці «Черга» і запустіть знову або скасуйте."))
    if found.workers and found.oldest > LATE_SECONDS:
        what = _("Найдавніше завдання чекає %(minutes)s хв.") % {"minutes": int(found.oldest // 60)}
        yield Finding("queue", WARN, what, _("Додайте ще одного виконавця: mandrivna work"))


def clock() -> Iterator[Finding]:
    """A wrong clock puts loans into wrong months. Compared with what the database already holds, never with the Internet."""
    now = time.time()
    beats = WorkerBeat.objects.order_by("-beat_at").values_list("beat_at", flat=True)
    received = Operation.objects.order_by("-received_at").values_list("received_at", flat=True)
    latest = max((moment.timestamp() for moment in (*beats[:1], *received[:1])), default=0.0)
    if now < BUILT or now + CLOCK_SLACK < latest:
        yield Finding("clock", BAD, _("Годинник цього комп’ютера відстає."), _("Установіть дату й час (часовий пояс Europe/Kyiv)."))
    else:
        yield Finding("clock", GOOD, _("Годинник не відстає від записаного в базі."))


def root() -> Iterator[Finding]:
    if os.name == "posix" and os.geteuid() == 0:
        yield Finding("user", WARN, _("Програму запущено від імені root."), _("Запускайте від звичайного користувача."))


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (folder, disk, keys, database, shape, queue, clock, root)
