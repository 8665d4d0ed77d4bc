"""`mandrivna import-records` and `mandrivna export-records`."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from mandrivna.config.cli import OK, WRONG, Trouble, say, setup
from mandrivna.config.words import gettext as _
from mandrivna.shared.collector import seldom

LARGE = 10_000_000
"""Bytes; some fifteen thousand records. Less is in the index before a second process has read its dictionary."""
PATIENCE = 60.0


def run(arguments: argparse.Namespace) -> int:
    setup()
    return _export(arguments) if arguments.command == "export-records" else _import(arguments)


def _import(arguments: argparse.Namespace) -> int:
    from mandrivna.core.models import Kind, Unit  # noqa: PLC0415 - app registry

    if not arguments.dry_run and not arguments.source.strip():
        raise Trouble(_("Скажіть, з якої системи файл: --source НАЗВА. За нею повторний імпорт оновлює записи, а не подвоює."))
    unit = Unit.objects.filter(kind=Kind.INSTITUTION).order_by("path").first()
    if arguments.unit:
        unit = Unit.objects.filter(pk=arguments.unit).first()
    if unit is None:
        raise Trouble(_("Немає підрозділу, до якого зарахувати записи. Спершу створіть заклад."))
    reports = []
    for name in arguments.files:
        path = Path(name)
        if not path.is_file():
            raise Trouble(_("Файлу немає: %(path)s") % {"path": name})
        reports.append(_one(arguments, path, unit))
    if arguments.json:
        say(json.dumps(reports, ensure_ascii=False))
    return WRONG if any(report["rejected"] for report in reports) else OK


def _one(arguments: argparse.Namespace, path: Path, unit: Any) -> dict[str, Any]:
    from mandrivna.catalogue.formats.encodings import KNOWN, guesses  # noqa: PLC0415 - app registry
    from mandrivna.catalogue.formats.sniffing import FORMATS, sniff  # noqa: PLC0415 - app registry
    from mandrivna.catalogue.formats.tables import DELIMITERS  # noqa: PLC0415 - app registry
    from mandrivna.catalogue.importing import arrival  # noqa: PLC0415 - app registry

    head = arrival.head_of(path)
    format = arguments.format or sniff(head)
    if not format:
        raise Trouble(_("Не вдалося впізнати формат файлу %(path)s. Назвіть його: --format.") % {"path": path})
    encoding = arguments.encoding or guesses(head)[0][0]
    if format not in FORMATS or encoding not in KNOWN:
        known = ", ".join((*FORMATS, *KNOWN))
        raise Trouble(_("Такого формату або кодування немає. Є: %(known)s.") % {"known": known})
    if arguments.delimiter and arguments.delimiter not in DELIMITERS:
        raise Trouble(_("Стовпці розділяє один із цих знаків: ; , | або табуляція."))
    mapped = _mapped(arguments, path, format, encoding)
    columns: list[str] = mapped.get("columns", [])
    if arguments.dry_run:
        found = arrival.preview(
            path, format, encoding, scheme=arguments.scheme or "", columns=columns, delimiter=arguments.delimiter, most=None
        )
        report = {
            "file": path.name, "format": format, "encoding": encoding, "dry_run": True, "imported": found.decoded,
            "updated": 0, "same": 0, "left": 0, "rejected": found.refused_number, "copies": found.copies,
            **_shown(path, format, encoding, columns, arguments.delimiter), "places": _places(arguments, list(found.shelves)),
        }  # fmt: skip
    else:
        report = {"file": path.name, "format": format, "encoding": encoding, **_go(arguments, path, unit, format, encoding, mapped)}
    if not arguments.json:
        words = _(
            "%(file)s: додано %(imported)d, оновлено %(updated)d, без змін %(same)d, лишено %(left)d, відхилено %(rejected)d, "
            "примірників %(copies)d."
        )
        say(words % report)
        if report.get("rejects"):
            say(_("Відхилене з причинами: %(path)s") % {"path": report["rejects"]})
    return report


def _mapped(arguments: argparse.Namespace, path: Path, format: str, encoding: str) -> dict[str, Any]:
    """Of a table: what each column is, by --map, by the last such file, or by its heads."""
    from mandrivna.catalogue.importing import mapping  # noqa: PLC0415 - app registry

    table = mapping.table_of(path, format, encoding, arguments.delimiter)
    if not table:
        if arguments.map:
            raise Trouble(_("Розподіл стовпців буває лише в таблиць: CSV і XLSX."))
        return {}
    try:
        columns = mapping.from_file(Path(arguments.map), table) if arguments.map else mapping.proposed(table)
    except (OSError, ValueError) as error:
        raise Trouble(_("Розподіл стовпців не підходить: %(why)s.") % {"why": error}) from None
    if arguments.map and (problems := mapping.problems(format, columns)):
        raise Trouble("; ".join(str(problem.text) for problem in problems))
    return {**mapping.options_of(table, columns), **({"delimiter": arguments.delimiter} if arguments.delimiter else {})}


def _told(arguments: argparse.Namespace) -> dict[str, int]:
    """By --places, else as it was said for the last file of the same source."""
    from mandrivna.catalogue.importing import places  # noqa: PLC0415 - app registry
    from mandrivna.catalogue.models import Run  # noqa: PLC0415 - app registry
    from mandrivna.core.models import Unit  # noqa: PLC0415 - app registry

    if not arguments.places:
        same = Run.objects.filter(options__source=arguments.source, options__has_key="shelves").order_by("-started_at", "pk")
        last = same.values_list("options", flat=True).first() if arguments.source else None
        return dict(last["shelves"]) if last else {}
    try:
        return places.from_file(Path(arguments.places), Unit.objects.all())
    except (OSError, ValueError) as error:
        raise Trouble(_("Розподіл місць не підходить: %(why)s.") % {"why": error}) from None


def _places(arguments: argparse.Namespace, names: list[str]) -> dict[str, int | None]:
    """To be saved, corrected and given back with --places."""
    told = _told(arguments)
    return {name: told.get(name) for name in names}


def _shown(path: Path, format: str, encoding: str, columns: list[str], delimiter: str) -> dict[str, Any]:
    """To be saved, corrected and given back with --map."""
    from mandrivna.catalogue.importing import mapping  # noqa: PLC0415 - app registry

    table = mapping.table_of(path, format, encoding, delimiter)
    heads = {head or str(place + 1): columns[place] for place, (head, _column, _samples) in enumerate(table)}
    return {"columns": heads} if table else {}


def _go(arguments: argparse.Namespace, path: Path, unit: Any, format: str, encoding: str, mapped: dict[str, Any]) -> dict[str, Any]:
    from mandrivna.catalogue.actions.imports import start_import  # noqa: PLC0415 - app registry
    from mandrivna.catalogue.importing import arrival, files  # noqa: PLC0415 - app registry
    from mandrivna.core.act import Act  # noqa: PLC0415 - app registry
    from mandrivna.core.actor import SYSTEM  # noqa: PLC0415 - app registry
    from mandrivna.core.problems import Refused  # noqa: PLC0415 - app registry

    act = Act(actor=SYSTEM)
    size, digest = arrival.keep_file(act.uid, path)
    options: dict[str, Any] = {
        "source": arguments.source,
        "existing": arguments.existing,
        "scheme": arguments.scheme or "",
        **mapped,
    }
    if arguments.no_headings:
        options["authorities"] = False
    if arguments.place:
        options |= {"place": arguments.place, "shelves": _told(arguments)}
    try:
        started = start_import(
            act, unit=unit, name=path.name, size=size, digest=digest, format=format, encoding=encoding, options=options
        )
    except Refused as refusal:
        arrival.throw_away(act.uid)
        raise Trouble("; ".join(str(problem.text) for problem in refusal.problems)) from None
    with seldom(), _search_beside(size):
        _to_the_end(started, _progress if sys.stderr.isatty() and not arguments.json else None)
    rejects = files.rejects_of(started)
    return {"run": str(started.pk), **started.counts, "rejects": str(rejects) if rejects.exists() else ""}


def _to_the_end(run: Any, told: Callable[[Any], None] | None) -> None:
    """A worker of the same library may have taken the run first: then this waits, and goes on only where nobody does."""
    from mandrivna.catalogue.importing import work  # noqa: PLC0415 - app registry

    while True:
        work.advance(run, told=told)
        run.refresh_from_db()
        if run.state not in work.GOING:
            return
        offset, until = run.offset, time.monotonic() + PATIENCE
        while time.monotonic() < until:
            time.sleep(0.3)
            run.refresh_from_db()
            if run.state not in work.GOING or run.offset != offset:
                break


@contextlib.contextmanager
def _search_beside(size: int) -> Iterator[None]:
    """A large file is put into the index on the other core while it comes; the command ends when search knows it all."""
    if size < LARGE:
        yield
        return
    command = [sys.executable, "-m", "mandrivna", "reindex", "--follow"]
    thrifty = {**os.environ, "MALLOC_ARENA_MAX": "2"}  # many threads of the index would each keep what they once needed
    beside = subprocess.Popen(command, stdin=subprocess.PIPE, env=thrifty)  # noqa: S603 - ourselves
    try:
        yield
    finally:
        assert beside.stdin is not None
        beside.stdin.close()
        if beside.wait():
            told = _("Записи в каталозі, але пошук знає ще не всі: покажчик урвався. Запустіть службу або команду reindex.")
            sys.stderr.write(told + "\n")


def _progress(run: Any) -> None:
    sys.stderr.write(f"\r{run.percent:3d} %  {run.number}")
    sys.stderr.flush()


def _export(arguments: argparse.Namespace) -> int:
    from mandrivna.catalogue.exporting import Told, export  # noqa: PLC0415 - app registry

    path = Path(arguments.file)
    _possible(arguments)
    if not path.parent.is_dir():
        raise Trouble(_("Теки немає: %(path)s") % {"path": path.parent})
    told = Told()
    number = export(path, arguments.format, arguments.encoding, scheme=arguments.scheme, told=told)
    if arguments.json:
        about = {
            "file": str(path), "format": arguments.format, "records": number, "schemes": dict(told.schemes),
            "left_out": told.left_out, "only_in_992": {"records": told.unplaced_in, "fields": dict(told.unplaced)},
        }  # fmt: skip
        say(json.dumps(about, ensure_ascii=False))
        return WRONG if told.left_out else OK
    say(_("Записів у файлі %(path)s: %(number)d.") % {"path": path, "number": number})
    if len(told.schemes) > 1 and not arguments.scheme:
        words = _("Мітки полів у файлі різні: %(what)s. Щоб були однакові, додайте --scheme.")
        say(words % {"what": ", ".join(f"{scheme} {times}" for scheme, times in told.schemes.most_common())})
    if told.unplaced_in:
        words = _(
            "Записів, у яких не всьому знайшлося поле в обраному форматі: %(records)d. "
            "Нічого не загублено, це лишилося в полі 992: %(what)s."
        )
        fields = ", ".join(f"{name} ({times})" for name, times in sorted(told.unplaced.items()))
        say(words % {"records": told.unplaced_in, "what": fields})
    for one in told.left_out:
        say(_("Завеликий для цього формату, у файлі його немає (візьміть MARCXML): %(title)s") % {"title": one})
    return WRONG if told.left_out else OK


def _possible(arguments: argparse.Namespace) -> None:
    """Said before anything is written."""
    from mandrivna.catalogue.exporting import ENCODINGS, FORMATS, OWN_SCHEME, TAGGED  # noqa: PLC0415 - app registry
    from mandrivna.catalogue.formats.encodings import KNOWN  # noqa: PLC0415 - app registry

    if arguments.format not in FORMATS or arguments.encoding not in KNOWN:
        known = ", ".join((*FORMATS, *ENCODINGS))
        raise Trouble(_("Такого формату або кодування немає. Є: %(known)s.") % {"known": known})
    if arguments.encoding not in ENCODINGS:
        words = _("Кодування %(encoding)s програма лише читає, а не пише. Є: %(known)s.")
        raise Trouble(words % {"encoding": arguments.encoding, "known": ", ".join(ENCODINGS)})
    if arguments.scheme and arguments.format not in TAGGED and OWN_SCHEME.get(arguments.format) != arguments.scheme:
        words = _("У форматі %(format)s міток за вибором не буває. --scheme підходить до таких: %(known)s.")
        raise Trouble(words % {"format": arguments.format, "known": ", ".join(TAGGED)})
