"""How often the right title is among the first three: `python -m scripts.relevance [--misses] [--no-pg] [--stems]`.

The same questions are asked of our search, of SQLite FTS5 and of PostgreSQL `simple`, over the same titles. The questions were
written before the search was tuned; each part is reported apart.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.relevance.collection import PARTS, Question, Title, demonstration, questions, titles
from scripts.throwaway_pg import Cluster

DEEP = 10
PAGE = Path(__file__).resolve().parent.parent.parent / "docs/relevance.md"
HEAD = """# Чи знаходить пошук те, що шукали · Relevance of search

Складено командою `python -m scripts.relevance --write` (її кличе й `make bench`). Запити написано до будь-якого налаштування
пошуку; вони лежать у `scripts/relevance/*.yaml` і не змінюються; останню частину (`stranger.yaml`) написав той, хто ні пошуку, ні
попередніх запитів не бачив, і її поставлено вже замороженою. Успіх: потрібна назва серед перших трьох.

Written by `python -m scripts.relevance --write`. The queries were written and committed before anything was tuned; the last part
was written by somebody who had seen neither the search nor the other queries.
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


def line(name: str, ask: Ask, asked: Sequence[Question]) -> tuple[str, Score]:
    whole = score(ask, asked)
    cells = [whole, *(score(ask, [one for one in asked if one.part == part]) for part in PARTS)]
    said = " | ".join(f"{one.success:.3f} | {one.mrr:.3f}" for one in cells)
    return f"| {name} | {said} |", whole


def measured(*, with_postgres: bool = True, stems: bool = False) -> tuple[str, Score]:
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
        if stems:
            from mandrivna.shared.text import lemmas  # noqa: PLC0415 - needs the settings

            vars(lemmas)["pymorphy3"] = None
        call_command("migrate", verbosity=0)
        everything, asked = [*titles(), *demonstration()], questions()
        lines = [
            f"{len(everything)} назв, {len(asked)} запитів",
            "",
            "| пошук | success@3 | MRR |" + "".join(f" {name}: success@3 | MRR |" for name in PARTS.values()),
            "|---|---|---|" + "---|---|" * len(PARTS),
        ]
        own, result = line("Мандрівна" + (" без словника" if stems else ""), ours(everything), asked)
        lines += [own, line("SQLite FTS5 без лем", fts5(everything), asked)[0]]
        if with_postgres:
            with Cluster() as cluster:
                lines.append(line("PostgreSQL simple", postgres(everything, cluster.url), asked)[0])
        return "\n".join(lines), result


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.relevance", description="Чи знаходить пошук те, що шукали")
    parser.add_argument("--misses", action="store_true", help="показати, чого не знайдено")
    parser.add_argument("--no-pg", action="store_true", help="без PostgreSQL")
    parser.add_argument("--stems", action="store_true", help="без словника, лише за закінченнями")
    parser.add_argument("--write", action="store_true", help="записати docs/relevance.md")
    chosen = parser.parse_args()
    table, result = measured(with_postgres=not chosen.no_pg, stems=chosen.stems)
    print(table)
    if chosen.write:
        PAGE.write_text(f"{HEAD}\n{table}\n", encoding="utf-8")
    for one in result.misses if chosen.misses else ():
        print(f"  {one.text!r} [{one.trap}] → {' | '.join(one.wanted[:3])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
