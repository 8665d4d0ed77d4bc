"""How often the right title is among the first three: `python -m scripts.relevance [--misses] [--no-pg] [--forms NAME]`.

The same questions are asked of our search, of SQLite FTS5 and of PostgreSQL `simple`, over the same titles. The questions were
written before the search was tuned; each part is reported apart.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.relevance.collection import PARTS, Question, Title, demonstration, questions, titles
from scripts.relevance.forms import DICTIONARY, FORMS, use
from scripts.throwaway_pg import Cluster

DEEP = 10
TARGET = 0.95
PAGE = Path(__file__).resolve().parent.parent.parent / "docs/relevance.md"
HEAD = """# Чи знаходить пошук те, що шукали · Relevance of search

Складено командою `python -m scripts.relevance --write` (її кличе й `make bench`). Запити написано до будь-якого налаштування
пошуку; вони лежать у `scripts/relevance/*.yaml` і не змінюються; останню частину (`stranger.yaml`) написав той, хто ні пошуку, ні
попередніх запитів не бачив, і її поставлено вже замороженою. Успіх: потрібна назва серед перших трьох.

Written by `python -m scripts.relevance --write`. The queries were written and committed before anything was tuned; the last part
was written by somebody who had seen neither the search nor the other queries.
"""
WITHOUT = """## Без словника · Without the dictionary

Словник (pymorphy3) необов’язковий. Чим він замінний, виміряно тими самими запитами; рядки нижче складає та сама команда, один
рядок окремо — `python -m scripts.relevance --no-pg --forms НАЗВА`. Слово, якого нема серед знайденого, пошук далі шукає за
правописом, розкладкою й транслітерацією, тож і без жодних форм знаходиться чимало; різниця між рядками — лише від форм.

What serves where the dictionary is not installed is measured by the same questions; English stems are alike in all rows.
"""
MISSED = """## Чого не знайдено серед перших трьох · What was not found

Переважно те, чого в описі немає: російська назва української книжки, кирилична вимова латинської назви, тема, якої не записано,
запитання цілим реченням. Під ці запити пошук не підлаштовано: вони написані, щоб його судити. У двох запусках одного дня різнилися
один-два запити.
"""
type Ask = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Score:
    success: float
    mrr: float
    misses: tuple[Question, ...]


def score(ask: Ask, asked: Sequence[Question]) -> Score:
    hits, ranks, misses = 0, 0.0, []
    for one in asked:
        found = list(ask(one.text))[:DEEP]
        rank = next((place for place, title in enumerate(found, 1) if title in one.wanted), 0)
        hits += 0 < rank <= 3
        ranks += 1 / rank if rank else 0
        if not 0 < rank <= 3:
            misses.append(one)
    return Score(hits / len(asked), ranks / len(asked), tuple(misses))


def ours(all_titles: Sequence[Title]) -> Ask:
    from mandrivna.catalogue.models import Record  # noqa: PLC0415 - needs the settings
    from mandrivna.catalogue.search.asking import Request  # noqa: PLC0415 - needs the settings
    from mandrivna.catalogue.search.keeper import rebuild  # noqa: PLC0415 - needs the settings
    from mandrivna.catalogue.search.query import search  # noqa: PLC0415 - needs the settings
    from mandrivna.core.act import Act  # noqa: PLC0415 - needs the settings
    from mandrivna.core.actions.units import found_root  # noqa: PLC0415 - needs the settings
    from mandrivna.core.actor import SYSTEM  # noqa: PLC0415 - needs the settings
    from mandrivna.core.models import Kind  # noqa: PLC0415 - needs the settings

    root = found_root(Act(actor=SYSTEM), kind=Kind.INSTITUTION, name="Бібліотека для замірів")
    records = [
        Record(
            title=one.title, authors=one.author, year=one.year, language=one.language, subjects=one.subjects, created_by_unit=root
        )
        for one in all_titles
    ]
    Record.objects.bulk_create(records)
    rebuild()
    names = {record.pk: record.title for record in records}

    def ask(text: str) -> list[str]:
        return [names[uid] for uid in search(Request(text, size=DEEP)).uids]

    return ask


def fts5(all_titles: Sequence[Title]) -> Ask:
    """As one would do it in an evening: every word, as it is written, ranked by BM25."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING fts5(title, author, subjects, tokenize='unicode61')")
    db.executemany("INSERT INTO t VALUES (?, ?, ?)", [(one.title, one.author, one.subjects) for one in all_titles])

    def ask(text: str) -> list[str]:
        words = " ".join('"' + word.replace('"', "") + '"' for word in text.split() if word.replace('"', ""))
        sql = "SELECT title FROM t WHERE t MATCH ? ORDER BY bm25(t, 3, 2, 1) LIMIT ?"
        try:
            return [row[0] for row in db.execute(sql, (words, DEEP))]
        except sqlite3.OperationalError:
            return []

    return ask


def postgres(all_titles: Sequence[Title], url: str) -> Ask:
    import psycopg  # noqa: PLC0415 - slow import

    db = psycopg.connect(url, autocommit=True)
    db.execute(
        "CREATE TABLE t (title text, v tsvector GENERATED ALWAYS AS (setweight(to_tsvector('simple', title), 'A') "
        "|| setweight(to_tsvector('simple', author), 'B') || setweight(to_tsvector('simple', subjects), 'C')) STORED, "
        "author text, subjects text)"
    )
    with db.cursor() as cursor:
        rows = [(one.title, one.author, one.subjects) for one in all_titles]
        cursor.executemany("INSERT INTO t (title, author, subjects) VALUES (%s, %s, %s)", rows)

    def ask(text: str) -> list[str]:
        sql = "SELECT title FROM t, plainto_tsquery('simple', %s) q WHERE v @@ q ORDER BY ts_rank(v, q) DESC LIMIT %s"
        return [row[0] for row in db.execute(sql, (text, DEEP))]

    return ask


@dataclass(frozen=True)
class Measured:
    table: str
    own: str
    whole: Score
    parts: dict[str, Score]


def scores(ask: Ask, asked: Sequence[Question]) -> tuple[Score, dict[str, Score]]:
    return score(ask, asked), {part: score(ask, [one for one in asked if one.part == part]) for part in PARTS}


def line(name: str, whole: Score, parts: dict[str, Score]) -> str:
    said = " | ".join(f"{one.success:.3f} | {one.mrr:.3f}" for one in (whole, *parts.values()))
    return f"| {name} | {said} |"


def heads(first: str) -> list[str]:
    named = "".join(f" {name}: success@3 | MRR |" for name in PARTS.values())
    return [f"| {first} | success@3 | MRR |{named}", "|---|---|---|" + "---|---|" * len(PARTS)]


def target(parts: dict[str, Score]) -> str:
    """Said of each part by itself: a good one does not cover another."""
    said = "; ".join(
        f"{PARTS[part]} {one.success:.3f}, {'досягнуто' if one.success >= TARGET else 'не досягнуто'}"
        for part, one in parts.items()
    )
    return f"Ціль — success@3 не менше {TARGET} у кожній частині окремо: {said}."


def missed(whole: Score) -> str:
    """By name: what a number hides. The questions are not to be tuned to, the reasons are."""
    rows = "\n".join(f"- «{one.text}» ({one.trap}): {' або '.join(one.wanted[:3])}" for one in whole.misses)
    return f"{MISSED}\n{rows}"


def measured(*, with_postgres: bool = True, forms: str = DICTIONARY) -> Measured:
    """The table, and what our search missed. Makes a database of its own in a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="mandrivna-relevance-") as data:
        os.environ |= {
            "MANDRIVNA_DATA": data,
            "DJANGO_SETTINGS_MODULE": "mandrivna.config.settings",
            "MANDRIVNA_LOG_LEVEL": "warning",
        }
        os.environ.pop("DATABASE_URL", None)
        import django  # noqa: PLC0415 - slow import
        from django.core.management import call_command  # noqa: PLC0415 - slow import

        django.setup()
        use(forms)
        call_command("migrate", verbosity=0)
        everything, asked = [*titles(), *demonstration()], questions()
        whole, parts = scores(ours(everything), asked)
        own = line("Мандрівна" if forms == DICTIONARY else FORMS[forms][0], whole, parts)
        lines = [f"{len(everything)} назв, {len(asked)} запитів", "", *heads("пошук"), own]
        lines.append(line("SQLite FTS5 без лем", *scores(fts5(everything), asked)))
        if with_postgres:
            with Cluster() as cluster:
                lines.append(line("PostgreSQL simple", *scores(postgres(everything, cluster.url), asked)))
        return Measured("\n".join(lines), own, whole, parts)


def of_forms(dictionary: Measured) -> str:
    """Each in a process of its own: what a process has learned about words it does not forget."""
    lines = [*heads("форми слів"), line(FORMS[DICTIONARY][0], dictionary.whole, dictionary.parts)]
    for name in FORMS:
        if name != DICTIONARY:
            command = [sys.executable, "-m", "scripts.relevance", "--no-pg", "--line", "--forms", name]
            lines.append(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.relevance", description="Чи знаходить пошук те, що шукали")
    parser.add_argument("--misses", action="store_true", help="показати, чого не знайдено")
    parser.add_argument("--no-pg", action="store_true", help="без PostgreSQL")
    parser.add_argument("--forms", choices=FORMS, default=DICTIONARY, help="звідки форми слів; типово словник")
    parser.add_argument("--line", action="store_true", help="лише рядок нашого пошуку")
    parser.add_argument("--write", action="store_true", help="записати docs/relevance.md: усі таблиці, зі словником і без")
    chosen = parser.parse_args()
    if chosen.write and (chosen.no_pg or chosen.forms != DICTIONARY):
        parser.error("--write складає сторінку цілком: без --no-pg і без --forms")
    found = measured(with_postgres=not chosen.no_pg, forms=chosen.forms)
    print(found.own if chosen.line else f"{found.table}\n\n{target(found.parts)}")
    if chosen.write:
        PAGE.write_text(
            "\n".join((HEAD, found.table, "", target(found.parts), "", missed(found.whole), "", WITHOUT, of_forms(found), "")),
            encoding="utf-8",
        )
    for one in found.whole.misses if chosen.misses else ():
        print(f"  {one.text!r} [{one.trap}] → {' | '.join(one.wanted[:3])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
