"""docs/benchmarks-catalogue.md made of what was measured. What is added by hand says so, and goes with the next measuring."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

TOP = """# Заміри каталогу · Benchmarks of the catalogue

Складено командою `python -m scripts.bench.catalogue` {day}, {number} записів, 2 ядра. Записи вигадані, з постійним зерном
(`scripts/bench/corpus.py`). «Тло»: завантаження машини перед виміром.

Written by `python -m scripts.bench.catalogue`: generated records with a fixed seed; «тло» is the load before each stage.
"""
IMPORT = """## Імпорт від файлу до пошуку · Import end to end

`mandrivna import-records`, від запуску до кінця команди, коли пошук знає всі записи: читання, колонки, база, леми, покажчик.
Пам’ять команди й складання покажчика поруч, разом (ціль 600 МБ); «зі сторінками» додає сторінки файлів, які ядро забирає будь-коли.
"""
SEARCH = """## Пошук у процесі · Search inside the process

Перші двадцять, точна кількість і всі фасети. Ціль: p50 ≤ 2, p99 ≤ 15 мс; підказки p99 ≤ 10 мс.
Покажчик без бази: {records} записів за {seconds} с, **{per_second}** за секунду, {mb} МБ. Тло {load}.
"""
SITE = """## Сайт через HTTP · The site over HTTP

`mandrivna serve` на SQLite, {records} записів, кожен із примірником; `mandrivna reindex` цієї бібліотеки: {reindex} записів/с.
Ціль: один читач p50 ≤ 40 мс, двадцять p95 ≤ 150 мс, без помилок. Найбільша сторінка {kb} КБ до стиснення. Тло {load}.
"""
WORK = """## Сторінки каталогізатора · Pages of cataloguers

Ціль: ≤ 50 мс. SQLite: кожен запис із примірником; PostgreSQL: лише описи.
"""
ZEBRA = """## Поруч із Zebra · Beside Zebra

Той самий файл ({records} записів), ті самі {questions} питань, один запуск. Zebra: правила MARC 21, слова за ICU, як у Koha;
без форм слів і без фасетів. Наша відповідь — з формами слів, точною кількістю й усіма фасетами, у процесі. Покажчик нашої
бібліотеки: `mandrivna reindex`, з читанням бази. Тло {load}.
"""
FORMATS = """## Формати · Formats

`python -m scripts.bench.formats --records 10000`, записів за секунду часу процесора.
"""
IMPORTS = {
    "sqlite": ("SQLite, лише описи", "4 000"),
    "postgresql": ("PostgreSQL, лише описи", "3 000"),
    "whole_sqlite": ("SQLite, із заголовками і примірниками", "1 500"),
    "whole_postgresql": ("PostgreSQL, із заголовками і примірниками", "1 500"),
}
READERS = {"alone": "один читач, сторінка результатів", "together": "20 читачів, роздум 2 с", "typing": "підказки, один читач"}


def page(number: int, found: dict[str, Any]) -> str:
    day = f"{dt.date.today():%d.%m.%Y}"  # noqa: DTZ011 - the day of this machine
    parts = (_imports(found), _search(found), _readers(found), _cataloguers(found), _zebra(found), _formats(found))
    return "\n".join([TOP.format(day=day, number=_said(number)), *parts])


def _said(number: float) -> str:
    return f"{number:,}".replace(",", " ")


def _table(text: str, head: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> str:
    lines = [head, tuple("---" for _one in head), *rows]
    return text + "\n" + "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines) + "\n"


def _imports(found: dict[str, Any]) -> str:
    rows = []
    for key, (label, target) in IMPORTS.items():
        one = found[key]
        counts = [_said(one[name]) for name in ("imported", "copies", "indexed")]
        memory = (one["own_mb"], one["resident_mb"], one["load_before"])
        rows.append((label, *counts, one["seconds"], f"**{_said(one['per_second'])}**", target, *memory))
    head = ("що", "записів", "примірників", "у пошуку", "с", "записів/с", "ціль", "МБ", "зі сторінками", "тло")
    return _table(IMPORT, head, rows)


def _search(found: dict[str, Any]) -> str:
    one = found["search"]
    names = ("number", "p50", "p99", "max", "cpu_p50", "cpu_p99")
    rows = [(label, *(about[name] for name in names)) for label, about in one["asked"].items()]
    made = {name: _said(value) for name, value in one["made"].items()}
    head = ("запити", "скільки", "p50, мс", "p99, мс", "найбільше", "процесор p50", "процесор p99")
    return _table(SEARCH.format(**made, load=one["load_before"]), head, rows)


def _readers(found: dict[str, Any]) -> str:
    one = found["readers"]
    names = ("requests", "errors", "p50", "p95", "p99")
    rows = [(label, *(one[key][name] for name in names)) for key, label in READERS.items()]
    made = found["library"]["reindex"]
    rate = _said(round(made["records"] / made["seconds"]))
    text = SITE.format(kb=one["alone"]["kb"], load=one["load_before"], records=_said(made["records"]), reindex=rate)
    return _table(text, ("хто", "запитів", "помилок", "p50, мс", "p95, мс", "p99, мс"), rows)


def _cataloguers(found: dict[str, Any]) -> str:
    names = ("p50", "p95", "slowest")
    rows = []
    for label, about in found["postgresql"]["pages"].items():
        own = found["cataloguers"][label]
        rows.append((label, own["queries"], *(own[name] for name in names), *(about[name] for name in names)))
    head = ("сторінка", "запитів", "SQLite p50, мс", "p95", "найдовший", "PostgreSQL p50, мс", "p95", "найдовший")
    return _table(WORK, head, rows)


def _zebra(found: dict[str, Any]) -> str:
    one, again = found["zebra"], found["library"]["reindex"]
    made, asked, ours, read = one["made"], one["asked"], one["ours"], one["read"]
    rows = [
        ("покажчик, записів/с", _said(made["per_second"]), _said(round(again["records"] / again["seconds"]))),
        ("МБ на диску", _said(made["mb"]), _said(one["ours_mb"])),
        ("питання p50 / p99, мс", f"{asked['p50']} / {asked['p99']}", f"{ours['p50']} / {ours['p99']}"),
        ("знайшло хоч щось", f"{asked['found']} із {asked['questions']}", f"{ours['found']} із {ours['questions']}"),
        (
            "читання файлу, записів/с",
            f"yaz-marcdump {_said(read['yaz-marcdump'])}",
            f"{_said(read['ours'])}; pymarc {_said(read['pymarc'])}",
        ),
    ]
    head = ZEBRA.format(records=_said(made["records"]), questions=asked["questions"], load=one["load_before"])
    return _table(head, ("", "Zebra", "Мандрівна"), rows)


def _formats(found: dict[str, Any]) -> str:
    rows = [(name, _said(value)) for name, value in found["formats"].items() if name not in ("took", "load_before")]
    return _table(FORMATS, ("робота", "записів/с"), rows)
