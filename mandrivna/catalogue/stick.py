"""The catalogue on a stick: a ZIP of plain pages that open from a folder, with a search that needs no network and no program."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from django.utils.translation import gettext as _

from mandrivna.catalogue.citation.dstu71 import description
from mandrivna.catalogue.citation.source import of_record
from mandrivna.catalogue.models import Record
from mandrivna.catalogue.rows import bundles

ON_A_PAGE = 500
STYLE = (
    "body{font:1.05rem/1.5 Georgia,serif;max-width:46rem;margin:0 auto;padding:1rem;color:#22201c;background:#fbf6ee}"
    "a{color:#17565b}li{margin:.5rem 0}input{font:inherit;width:100%;padding:.5rem;box-sizing:border-box}"
    "@media(prefers-color-scheme:dark){body{color:#eee6da;background:#1c1a17}a{color:#8fc9c9}}"
)
SEARCH = """
const box = document.querySelector("input"), out = document.querySelector("ol");
const fold = (text) => text.toLowerCase().replace(/[’ʼ`´']/g, "'").replace(/ґ/g, "г").replace(/\\u0301/g, "");
const rows = RECORDS.map(([words, page, text]) => [fold(words), page, text]);
box.addEventListener("input", () => {
  const asked = fold(box.value).split(/\\s+/).filter(Boolean);
  const found = asked.length ? rows.filter(([words]) => asked.every((one) => words.includes(one))).slice(0, 100) : [];
  out.replaceChildren(...found.map(([, page, text]) => {
    const line = document.createElement("li"), link = document.createElement("a");
    link.href = page;
    link.textContent = text;
    line.append(link);
    return line;
  }));
});
"""


def write(path: Path, records: Iterable[Record]) -> int:
    """Pages of five hundred titles, and an index of all of them. Answers how many titles went along."""
    index: list[tuple[str, str, str]] = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bag:
        pages = []
        for number, bundle in enumerate(bundles(records, ON_A_PAGE), 1):
            name = f"titles-{number:04d}.html"
            bag.writestr(name, _page(_("Каталог"), "".join(_titles(bundle, name, index)), back=True))
            pages.append((name, len(bundle)))
        bag.writestr("records.js", f"const RECORDS = {_data(index)};\n")
        bag.writestr("search.js", SEARCH)
        bag.writestr("index.html", _page(_("Каталог"), _front(pages, len(index))))
    return len(index)


def _data(index: list[tuple[str, str, str]]) -> str:
    """As a script of its own it needs no escaping; a browser that is fed it as HTML all the same finds no tag in it."""
    return json.dumps(index, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _titles(records: list[Record], page: str, index: list[tuple[str, str, str]]) -> Iterator[str]:
    yield "<ol>"
    for place, record in enumerate(records):
        words = " ".join((record.title, record.subtitle, record.authors, record.people, record.subjects, record.isbn))
        index.append((words, f"{page}#t{place}", f"{record}, {record.year}" if record.year else str(record)))
        link = (
            f'<br><a href="{escape(record.url)}">{escape(record.url)}</a>' if record.url.startswith(("https://", "http://")) else ""
        )
        note = f"<p>{escape(record.annotation)}</p>" if record.annotation else ""
        yield f'<li id="t{place}">{escape(description(of_record(record)))}{link}{note}</li>'
    yield "</ol>"


def _front(pages: list[tuple[str, int]], number: int) -> str:
    listed = "".join(f'<li><a href="{name}">{escape(_("Сторінка"))} {place}</a></li>' for place, (name, _n) in enumerate(pages, 1))
    label = escape(_("Назва, автор, тема або ISBN"))
    total = escape(_("Назв у каталозі: %(number)d") % {"number": number})
    return (
        f'<p>{total}</p><p><label>{label}<input type="search"></label></p><ol></ol><ul>{listed}</ul>'
        '<script src="records.js"></script><script src="search.js"></script>'
    )


def _page(title: str, body: str, *, back: bool = False) -> str:
    way = f'<p><a href="index.html">{escape(_("До пошуку"))}</a></p>' if back else ""
    return (
        f'<!doctype html><html lang="uk"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{STYLE}</style><h1>{escape(title)}</h1>{way}{body}</html>"
    )
