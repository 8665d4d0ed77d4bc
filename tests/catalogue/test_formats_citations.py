"""Dublin Core, RIS, BibTeX, CSV and XLSX: what they can say comes in and goes out; what has no place is kept."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from mandrivna.catalogue.formats import spreadsheet, tables
from mandrivna.catalogue.formats.item import TROUBLES
from mandrivna.catalogue.formats.kept import kept
from mandrivna.catalogue.formats.marc import Marc
from mandrivna.catalogue.formats.project import fresh, project
from mandrivna.catalogue.formats.reading import Item, read
from mandrivna.catalogue.formats.sniffing import FORMATS, sniff
from mandrivna.catalogue.formats.writing import write

BOOK = {
    "title": "Ґанок & сад", "subtitle": "роман", "authors": "Косач Лариса; Франко, І. Я.", "people": "Яр Остап (перекладач)",
    "year": 1908,
    "place": "Київ", "publisher": "Сяйво", "pages": "320 с.", "series": "Класика", "isbn": "9780306406157", "language": "ukr",
    "subjects": "поезія\nпроза", "annotation": "Про 100 % «ґанку» {і} $.", "url": "https://example.org/a_b", "udc": "821.161.2",
}  # fmt: skip
ARTICLE = {
    "kind": "article", "title": "Мова і час", "authors": "Косач Лариса", "host": "Київська старовина",
    "part": "Т. 6, № 3. С. 36–48",
    "year": 1903,
    "language": "ukr",
}  # fmt: skip
SAID = {
    "ris": set(BOOK) - {"subtitle", "udc"}, "bibtex": set(BOOK), "csv": set(BOOK), "xlsx": set(BOOK),
    "dc": set(BOOK) - {"place", "people", "subtitle", "series", "pages", "udc", "subjects"},
}  # fmt: skip


def items(data: bytes, format: str, encoding: str = "utf-8", **more: object) -> list[Item]:
    return list(read(io.BytesIO(data), format, encoding, **more))


def written(marcs: list[Marc], format: str, encoding: str = "utf-8") -> bytes:
    return b"".join(write(marcs, format, encoding))


@pytest.mark.parametrize("format", SAID)
def test_what_a_format_can_say_goes_out_and_comes_back(format):
    book, article = items(written([fresh(**BOOK), fresh(**ARTICLE)], format), format)
    found = project(book.marc)
    if format in ("ris", "dc"):
        assert found.title == "Ґанок & сад : роман"
        found.title = BOOK["title"]
    assert {name: getattr(found, name) for name in SAID[format]} == {name: BOOK[name] for name in SAID[format]}
    said = set(ARTICLE) - ({"host", "part"} if format == "dc" else set())
    assert {name: getattr(project(article.marc), name) for name in said} == {name: ARTICLE[name] for name in said}


@pytest.mark.parametrize("format", SAID)
def test_files_are_recognised_and_read_on_from_the_middle(format):
    data = written([fresh(title=f"Назва {number}", year=1900 + number) for number in range(9)], format)
    assert sniff(data) == format
    found = items(data, format)
    assert [item.trouble for item in found] == [""] * 9
    rest = items(data, format, start=found[3].end, number=4)
    assert [(item.number, item.position, project(item.marc).title) for item in rest] == [
        (item.number, item.position, project(item.marc).title) for item in found[4:]
    ]


def test_ris_as_databases_write_it():
    text = (
        "TY  - CHAP\r\nA1  - Gonchar, O.\r\n"
        "T1  - Prapory\r\nT2  - Zbirnyk\r\nVL  - 4\r\nSP  - 12\r\nEP  - 19\r\nSN  - 0306406152\r\n"
        "N2  - Рядок\r\nдалі\r\nXX  - чуже\r\nDO  - 10.1/x\r\nER  - \r\n\r\nAU  - без назви\r\nER  - \r\nсміття\r\nER  - \r\n"
    )
    one, two, three = items(text.encode(), "ris")
    found = project(one.marc)
    assert (found.kind, found.host, found.part, found.isbn) == ("article", "Zbirnyk", "Т. 4. С. 12–19", "9780306406157")
    assert found.annotation == "Рядок далі"
    assert [(field.tag, field.value) for field in kept(one.marc, "ris")] == [("XX", "чуже"), ("DO", "10.1/x")]
    assert (two.trouble, three.trouble) == ("no_title", "unreadable")
    assert items(b"ER  -KW  - x\nER  - \n", "ris")[0].raw.startswith(b"ER  -KW")


def test_a_workbook_that_names_an_encoding_nobody_knows_is_refused():
    (item,) = items(bomb(b'<?xml version="1.0" encoding="U-8"?><worksheet/>'), "xlsx")
    assert item.trouble == "unreadable"


def test_bibtex_as_people_write_it():
    text = (
        'Нотатки @home\n@string{x = "y"}\n@Article{key1,\n author = {Erd{\\H o}s, P. and {\\"O}zg{\\"u}r, A.},\n '
        'title = "The {ABC} of "'
        " # {TeX \\& co},\n journal = {J. Х}, year = 1999, volume=3, pages = {1--9}, doi = {10.2/y}}\n"
        "@book{broken, title = {Без кінця\n@book{ok, title={Далі {вкладено}}}\n@book{,}\n"
    )
    found = items(text.encode(), "bibtex")
    assert [item.trouble for item in found] == ["", "unreadable", "", "no_title"]
    first = project(found[0].marc)
    assert (first.title, first.host, first.part, first.number) == ("The ABC of TeX & co", "J. Х", "Т. 3. С. 1–9", "key1")
    assert first.authors.endswith("Özgür, A.")
    assert [(field.tag, field.value) for field in kept(found[0].marc, "bibtex")] == [("doi", "10.2/y")]
    assert project(found[2].marc).title == "Далі вкладено"


def test_dublin_core_from_a_repository():
    text = (
        '<?xml version="1.0"?><OAI-PMH><record><metadata><oai_dc:dc xmlns:oai_dc="x" xmlns:dc="y">'
        "<dc:title>Карта краю</dc:title>"
        "<dc:creator>Рудницький, Степан</dc:creator><dc:type>Map</dc:type>"
        "<dc:identifier>https://example.org/1</dc:identifier>"
        "<dc:identifier>УДК 912</dc:identifier><dc:source>Архів</dc:source>"
        "<dc:language>uk</dc:language></oai_dc:dc></metadata></record>"
        "<dc:title>загублене</dc:title><oai_dc:dc><dc:creator>Без назви</dc:creator></oai_dc:dc></OAI-PMH>"
    )
    one, two, three = items(text.encode(), "dc")
    found = project(one.marc)
    assert (found.kind, found.title, found.authors, found.language) == ("object", "Карта краю", "Рудницький Степан", "ukr")
    assert found.url == "https://example.org/1"
    assert [(field.tag, field.value) for field in kept(one.marc, "dc")] == [
        ("type", "Map"), ("identifier", "УДК 912"), ("source", "Архів")
    ]  # fmt: skip
    assert (two.trouble, three.trouble) == ("stray", "no_title")


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_a_list_with_heads_in_ukrainian(delimiter, encoding):
    rows = [
        ["№ п/п", "Автор(и)", "Назва книги", "Рік вид.", "Інв. №", "К-сть прим.", "Ціна", "Мова", "УДК"],
        ["1", "Жадан С., Забужко О.", '"Назва ""в лапках""\nі далі"', "2001 р.", '"101, 102"', "2", "12.50", "українська", "82"],
        ["2", "", "", "", "", "", "", "", ""],
        ["3", "Косач, Лариса", "Друга", "", "", "", "", "eng", ""],
    ]
    quoted = [[f'"{cell}"' if delimiter in cell and '"' not in cell else cell for cell in row] for row in rows]
    data = "\r\n".join(delimiter.join(row) for row in quoted).encode(encoding)
    one, two, three = items(data, "csv", encoding)
    found = project(one.marc)
    assert (found.title, found.authors, found.year) == ('Назва "в лапках" і далі', "Жадан, С.; Забужко, О.", 2001)
    assert [(copy.inventory, copy.price) for copy in found.holdings] == [("101", "12.50"), ("102", "12.50")]
    assert [field.value for field in kept(one.marc, "csv")] == ["1"]
    assert (two.trouble, project(three.marc).authors, project(three.marc).language) == ("no_title", "Косач Лариса", "eng")
    assert tables.heads(data, encoding)[2][:2] == ("Назва книги", "title")


def test_columns_can_be_told_instead_of_recognised():
    data = "x;y\nодин;два\n".encode()
    (item,) = items(data, "csv", columns=["authors", "title"])
    assert (project(item.marc).title, project(item.marc).authors) == ("два", "один")


def test_a_quotation_mark_that_never_closes_costs_one_line_and_not_the_file():
    data = 'Назва;Рік\nПерша;1999\n"Друга;2000\n'.encode() + "".join(f"Назва {n};2001\n" for n in range(3000)).encode()
    found = items(data, "csv")
    assert [item.trouble for item in found[:3]] == ["", "unreadable", ""]
    assert len(found) == 3002


def test_formulas_leave_as_text_and_come_back_as_they_were():
    marcs = [fresh(title=text) for text in ("=1+1", "@SUM(A1)", "-назва", "+380")]
    data = written(marcs, "csv")
    assert b"\n=1" not in data
    assert [project(item.marc).title for item in items(data, "csv")] == ["=1+1", "@SUM(A1)", "-назва", "+380"]
    sheet = openpyxl.load_workbook(io.BytesIO(written(marcs, "xlsx"))).active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def workbook(rows: list[list[object]]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    page = book.add_worksheet()
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            page.write(at, column, cell)
    book.close()
    return target.getvalue()


def test_a_workbook_with_numbers_formulas_and_gaps():
    data = workbook([["Назва", "Рік", "", "ISBN"], ["Перша", 1999, "дивне", 9780306406157], [], ["=1+1", 2000], ["", 2001]])
    one, two, three = items(data, "xlsx")
    assert (project(one.marc).year, project(one.marc).isbn) == (1999, "9780306406157")
    assert (two.position, project(two.marc).title, three.trouble) == (4, "0", "no_title")
    assert spreadsheet.heads(io.BytesIO(data))[0] == ("Назва", "title", ["Перша", "0", ""])
    assert three.raw == b";2001\r\n"


def bomb(sheet: bytes, entries: int = 1) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        for number in range(entries):
            book.writestr(f"xl/worksheets/sheet{number + 1}.xml", sheet)
    return target.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 no zip at all", b"", bomb(b"<x/>", 300), bomb(b" " * 50_000_000), bomb(b"<worksheet><row><c><v>1"),
        bomb(b'<!DOCTYPE a [<!ENTITY x "y">]><worksheet><row><c><v>&x;</v></c></row></worksheet>'),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_one_refusal(data):
    (item,) = items(data, "xlsx")
    assert item.marc is None
    assert item.trouble in TROUBLES


def shared(number: int, last: int) -> bytes:
    """A workbook of so many texts; the last of three rows shows the one named."""
    texts = "".join(f"<si><t>Книжка {one}</t></si>" for one in range(1, number))
    cells = "".join(f'<row><c t="s"><v>{one}</v></c></row>' for one in (0, 1, last))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", f"<sst><si><t>Назва</t></si>{texts}</sst>")
        book.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{cells}</sheetData></worksheet>")
    return target.getvalue()


@pytest.mark.parametrize(("last", "shown"), [(2, "Книжка 2"), (49_999, "…")])
def test_a_look_at_a_workbook_unpacks_only_its_beginning(monkeypatch, last, shown):
    """Of a million texts the first rows need few; an import reads them all."""
    monkeypatch.setattr(spreadsheet, "BRIEF", 100_000)
    unpacked: list[str] = []
    end = spreadsheet._Strings.end
    monkeypatch.setattr(spreadsheet._Strings, "end", lambda self, tag: (unpacked.append(tag), end(self, tag))[1])
    data = shared(50_000, last)
    assert spreadsheet.heads(io.BytesIO(data)) == [("Назва", "title", ["Книжка 1", shown])]
    looked = [project(item.marc).title for item in read(io.BytesIO(data), "xlsx", brief=True)]
    assert (looked, len(unpacked) < 20_000) == (["Книжка 1", shown], True)
    whole = [project(item.marc).title for item in read(io.BytesIO(data), "xlsx")]
    assert whole == ["Книжка 1", f"Книжка {last}"]


def test_rows_without_a_head_are_not_looked_through_to_the_end(monkeypatch):
    monkeypatch.setattr(spreadsheet, "BRIEF", 100_000)
    data = bomb(b"<worksheet>" + b"<row></row>" * 100_000 + b'<row><c t="inlineStr"><is><t>Title</t></is></c></row></worksheet>')
    assert spreadsheet.heads(io.BytesIO(data)) == []


def test_a_format_nobody_knows_is_not_guessed():
    assert sniff(b"Lorem ipsum dolor") == ""
    assert sniff(b"<html><body>") == ""
    assert set(SAID) < set(FORMATS)
