"""CSV with any sign between cells: heads are recognised by their synonyms, or the caller says which column is which."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mandrivna.catalogue.formats.audience import in_words
from mandrivna.catalogue.formats.columns import MATERIAL_OF, isbn13, language, read_author, year_in
from mandrivna.catalogue.formats.encodings import somehow
from mandrivna.catalogue.formats.item import LARGEST, Item, UnreadableError, Window, lines, text_of
from mandrivna.catalogue.formats.kept import keep
from mandrivna.catalogue.formats.marc import Field, Marc, Subfield
from mandrivna.catalogue.formats.project import fresh, project
from mandrivna.shared.printing.separated import BEGINS_A_FORMULA, separated

HEADS = Path(__file__).parent / "data" / "heads.yaml"
HOLDING = {"inventory": "i", "barcode": "p", "shelf": "c", "call_number": "o", "price": "g", "received": "d"}
"""Columns of a copy → sub-fields of 952."""
LABELS = {
    "title": "Назва", "subtitle": "Підзаголовок", "part": "Том", "authors": "Автори", "people": "Інші особи",
    "responsibility": "Відповідальність", "isbn": "ISBN", "isbn_wrong": "Хибний ISBN", "issn": "ISSN", "year": "Рік",
    "place": "Місто",
    "publisher": "Видавництво", "pages": "Обсяг", "series": "Серія", "language": "Мова", "kind": "Вид запису",
    "material": "Вид видання",
    "udc": "УДК", "bbk": "ББК", "author_sign": "Авторський знак", "subjects": "Рубрики", "annotation": "Анотація",
    "url": "Посилання",
    "access": "Доступ", "audience": "Для кого", "host": "Журнал", "number": "Номер запису", "inventory": "Інвентарні номери",
}  # fmt: skip
"""What an export is headed with; the same heads are recognised when it comes back."""
SKIP = "-"
"""A column a person said is not wanted; an empty name is a column that is kept as it stands, in our local field."""
MOST_LINES, MOST_COLUMNS = 2_000, 200
DELIMITERS, HEAD = ";\t,|", 256 * 1024
_KINDS = (("журнал", "serial"), ("газет", "serial"), ("періодич", "serial"), ("стат", "article"), ("том", "volume"),
("електрон", "eresource"),
          ("аудіо", "audio"), ("відео", "video"), ("звук", "audio"))  # fmt: skip


@cache
def synonyms() -> dict[str, str]:
    return {plain(word): column for column, words in yaml.safe_load(HEADS.read_text(encoding="utf-8")).items() for word in words}


def plain(head: str) -> str:
    """As heads are compared: «Рік вид.» and «рік вид» are one; what stands in brackets does not count."""
    return " ".join(re.findall(r"[\w№]+", re.sub(r"\(.*?\)", " ", head.casefold())))


def recognised(row: Sequence[str]) -> list[str]:
    """A column for each head, an empty string where none is known; the first of two equal ones counts."""
    found: list[str] = []
    for head in row[:MOST_COLUMNS]:
        column = synonyms().get(plain(head), "")
        found.append(column if column not in found else "")
    return found


def delimiter_of(text: str) -> str:
    """The sign that makes heads we know of the first line, then the one that stands equally often in each line, then the commonest
    of the first line: commas inside of cells are no columns."""
    bare = re.sub(r'"[^"]*"', "", "\n".join(text.removeprefix("\ufeff").split("\n")[:20])).split("\n")
    lines = [line for line in bare if line.strip()][:5]
    first = next((line for line in text.removeprefix("\ufeff").split("\n") if line.strip()), "").strip("\r")

    def worth(sign: str) -> tuple[int, bool, int]:
        found = [line.count(sign) for line in lines]
        try:
            known = sum(bool(one) for one in recognised(cells(first, sign)))
        except UnreadableError:
            known = 0
        return known, len(set(found)) == 1 and found[0] > 0, found[0] if found else 0

    return max(DELIMITERS, key=worth)


def rows(window: Window) -> Iterator[tuple[int, bytes]]:
    """A row may go over several lines inside quotation marks. What opens them and never closes is one line, refused later."""
    kept: list[tuple[int, bytes]] = []
    quotes = size = 0
    for position, line in lines(window):
        kept.append((position, line))
        quotes += line.count(b'"')
        size += len(line)
        if quotes % 2 and len(kept) < MOST_LINES and size < LARGEST:
            continue
        yield from _row(kept, quotes)
        kept, quotes, size = [], 0, 0
    yield from _row(kept, quotes)


def _row(kept: list[tuple[int, bytes]], quotes: int) -> Iterator[tuple[int, bytes]]:
    if quotes % 2:
        yield from ((position, line) for position, line in kept if line.strip())
    elif kept and any(line.strip() for _at, line in kept):
        yield kept[0][0], b"".join(line for _at, line in kept)


def cells(text: str, delimiter: str) -> list[str]:
    try:
        found = list(csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableError("unreadable") from error
    if len(found) != 1:
        raise UnreadableError("unreadable" if found else "empty")
    return [cell.removeprefix("'") if cell.startswith("'") and cell[1:].startswith(BEGINS_A_FORMULA) else cell for cell in found[0]]


def heads(head: bytes, encoding: str, delimiter: str = "") -> list[tuple[str, str, list[str]]]:
    """(head, column, first values) for each column: what a person checks before an import."""
    text = somehow(head, encoding)
    delimiter = delimiter or delimiter_of(text)
    table = []
    for _at, raw in list(rows(Window(io.BytesIO(text.encode()))))[:6]:
        try:
            table.append(cells(raw.decode(), delimiter))
        except UnreadableError:
            continue
    return with_samples(table)


def with_samples(table: Sequence[Sequence[str]]) -> list[tuple[str, str, list[str]]]:
    if not table:
        return []
    columns = recognised(table[0])
    return [
        (label, columns[place], [row[place].strip() for row in table[1:6] if place < len(row)])
        for place, label in enumerate(table[0][:MOST_COLUMNS])
    ]


def read(window: Window, encoding: str, scheme: str = "", columns: Sequence[str] = (), delimiter: str = "") -> Iterator[Item]:
    """The first row is the head. Reading on from the middle needs it too, so the stream is asked for its beginning again."""
    start, known, after = window.base, list(columns), 0
    window.stream.seek(0)
    delimiter = delimiter or delimiter_of(somehow(window.stream.read(HEAD), encoding))
    window.stream.seek(0)
    for position, raw in rows(Window(window.stream)):
        after = position + len(raw)
        try:
            text = text_of(raw, encoding)
            known = known or recognised(cells(text, delimiter))
        except UnreadableError as why:
            if not start:
                yield Item(0, position, after, raw, None, why.code)
        break
    window.stream.seek(max(start, after))
    rest = Window(window.stream)
    rest.base = max(start, after)
    for position, raw in rows(rest):
        yield row_item(position, raw, lambda raw: cells(text_of(raw, encoding), delimiter), known)


def row_item(position: int, raw: bytes, split: Callable[[bytes], list[str]], columns: Sequence[str]) -> Item:
    end = position + len(raw)
    if len(raw) >= LARGEST:
        return Item(0, position, end, raw, None, "too_long")
    try:
        return Item(0, position, end, raw, described(columns, split(raw)))
    except UnreadableError as why:
        return Item(0, position, end, raw, None, why.code)


def described(columns: Sequence[str], values: Sequence[str]) -> Marc:
    """A description of one row. What stands in a column nobody knows is kept in our local field."""
    said: dict[str, str] = {}
    rest: list[tuple[str, str]] = []
    for place, text in enumerate(values[:MOST_COLUMNS]):
        column, text = columns[place] if place < len(columns) else "", text.strip()
        if column == SKIP:
            continue
        if text and column and column not in said:
            said[column] = text
        elif text:
            rest.append((str(place + 1), text))
    if not said.get("title"):
        raise UnreadableError("no_title" if any(value.strip() for value in values) else "empty")
    marc = fresh(**as_columns(said))
    if number := said.get("number"):
        marc.fields.insert(0, Field("001", value=number))
    for holding in copies(said):
        marc.add(holding)
    for column, text in rest:
        keep(marc, "csv", Field(column, "", text))
    return marc


def as_columns(said: Mapping[str, str]) -> dict[str, Any]:
    """Cells as the columns of a record want them."""
    found: dict[str, Any] = {
        column: text for column, text in said.items() if column in LABELS and column not in ("inventory", "number")
    }
    if "authors" in said:
        found["authors"] = "; ".join(read_author(part).shown for part in names(said["authors"]))
    for column in ("subjects", "people"):
        if column in said:
            found[column] = "\n".join(part.strip() for part in re.split(r"[;\n|]", said[column]) if part.strip())
    if "year" in said:
        found["year"] = year_in(said["year"])
    if "isbn" in said:
        good = isbn13(said["isbn"].split("(")[0].strip())
        found["isbn"], found["isbn_wrong"] = (good, said.get("isbn_wrong", "")) if good else ("", said["isbn"])
    if "audience" in said:
        found["audience"] = in_words([said["audience"]])
    found["language"] = language(said.get("language", "")) or "und"
    kind, material = said.get("kind", ""), said.get("material", "")
    found.pop("material", None)
    if kind not in MATERIAL_OF:
        low = f"{kind} {material}".casefold()
        found["kind"] = next((known for word, known in _KINDS if word in low), "book")
    if "брошур" in material.casefold() or material == "brochure":
        found["material"] = "brochure"
    return found


def names(text: str) -> list[str]:
    """«Жадан С., Забужко О.» are two people, «Жадан, Сергій» is one."""
    if ";" in text or "\n" in text:
        return [part for part in re.split(r"[;\n]", text) if part.strip()]
    parts = [part.strip() for part in text.split(",") if part.strip()]
    whole = all(" " in part for part in parts)
    return parts if len(parts) > 1 and whole and not all(part.endswith(".") and len(part) < 7 for part in parts[1:]) else [text]


def copies(said: Mapping[str, str]) -> list[Field]:
    numbers = [part for part in re.split(r"[,;\s]+", said.get("inventory", "")) if part]
    amount = int(said["copies"]) if re.fullmatch("[0-9]{1,4}", said.get("copies", "")) else len(numbers)
    if not any(said.get(column) for column in HOLDING) and not amount:
        return []
    common: list[Subfield] = [(HOLDING[column], said[column]) for column in HOLDING if column != "inventory" and said.get(column)]
    total = max(len(numbers), min(amount, 1_000), 1)
    return [
        Field("952", "  ", "", ((("i",
        numbers[place]),) if place < len(numbers) else ()) + tuple(common if place == 0 or not said.get("barcode")
              else [sub for sub in common if sub[0] != "p"])) for place in range(total)
    ]  # fmt: skip


def cells_of(marc: Marc) -> list[str]:
    found = project(marc)
    numbers = ", ".join(one.inventory for one in found.holdings if one.inventory and one.status != "withdrawn")
    values = [numbers if column == "inventory" else str(getattr(found, column) or "") for column in LABELS]
    return [value.replace("\n", "; ") for value in values]


def write(marcs: Iterable[Marc], encoding: str) -> Iterator[str]:
    return separated(list(LABELS.values()), (cells_of(marc) for marc in marcs))
