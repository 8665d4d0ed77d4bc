"""Papers to be signed: what is written into the model is read back from the DOCX and from the PDF, letter by letter."""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
import unicodedata
import zlib
from collections import Counter
from typing import Any

import docx
import pypdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mandrivna.shared.printing import docx as word
from mandrivna.shared.printing import pdf
from mandrivna.shared.printing.document import (
    Align,
    Cell,
    Column,
    Document,
    Grid,
    Heading,
    Letterhead,
    Logo,
    Signature,
    Stamp,
    Text,
    clean,
)

pytestmark = pytest.mark.thorough

MADE = dt.datetime(2025, 1, 15, 9, 30, tzinfo=dt.UTC)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COLUMNS = [Column(width=80, names=True), Column(width=30, align=Align.RIGHT), Column(width=30, align=Align.RIGHT)]
HEAD = [[Cell(text="Показники"), Cell(text="План"), Cell(text="Виконано")]]
HARD = [
    "<b>А & Б</b>", '"лапки" і «лапки»', "=1+1", "+1", "@SUM(A1)", "#eval(1)", "$x^2$", "*не жирне* _ні_", "\\n", "{{ x }}",
    "{page}", "// не коментар", "Різдв’яна ґава їсть єжу", "<<REF>>", "{ PAGE }", "&amp;", "]]>", "#import \"x\": *",
]  # fmt: skip


def paper(**about: Any) -> Document:
    return Document(
        **{"language": "uk", "title": "Загальні показники", "blocks": [], "created": MADE, "made": "Складено 15.01.2025", **about}
    )


def grid(*rows: tuple[str, ...], **about: Any) -> Grid:
    cells = [[Cell(text=text) for text in row] for row in rows]
    return Grid(**{"caption": "Таблиця", "columns": COLUMNS, "head": HEAD, "rows": cells, **about})


def from_word(document: Document) -> Any:
    return docx.Document(io.BytesIO(word.write(document)))


def from_pdf(document: Document) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf.write(document)))


def said(reader: pypdf.PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def bare(text: str) -> str:
    """Without what only lays text out: spaces, line breaks, places where a word may be divided."""
    return re.sub(r"[\s\u00ad\u200b]", "", text)


def cells(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


# --- nothing typed is lost or becomes something else --------------------------------------------------------------------


@pytest.mark.parametrize("text", HARD)
def test_hard_texts_survive_in_every_place(text: str) -> None:
    document = paper(
        title=text,
        under_title=[text],
        place=text,
        letterhead=Letterhead(name=text, above=text, lines=[text]),
        stamp=Stamp(word="ЗАТВЕРДЖУЮ", post=text, name=text, day=text),
        blocks=[Heading(text=text), Text(text=text), grid((text, text, text))],
        notes=[text],
        signatures=[Signature(post=text, name=text, under=text)],
    )
    opened, reader = from_word(document), from_pdf(document)
    assert cells(opened.tables[0])[1] == [text, text, text]
    assert [row[0] for row in cells(opened.tables[1])] == [text, ""]
    paragraphs = [paragraph.text for paragraph in opened.paragraphs if text in paragraph.text]
    assert len(paragraphs) == 12
    assert bare(said(reader)).count(bare(text)) == 18
    assert (opened.core_properties.title, reader.metadata.title) == (f"{text}: {text}",) * 2
    instructions = [field.get(f"{W}instr") for field in opened.sections[0].footer._element.iter(f"{W}fldSimple")]
    assert instructions == ["PAGE", "NUMPAGES"]
    assert [*opened.element.body.iter(f"{W}instrText"), *opened.element.body.iter(f"{W}fldSimple")] == []


def test_a_dash_a_zero_and_nothing_stay_three_things() -> None:
    document = paper(blocks=[grid(("риска", "-", "0"), ("нічого", "", "-"), ("обчислити не можна", "—", "−5\u00a0000"))])
    assert cells(from_word(document).tables[0])[1:] == [
        ["риска", "-", "0"],
        ["нічого", "", "-"],
        ["обчислити не можна", "—", "−5\u00a0000"],
    ]
    lines = [line.split("Виконано")[-1].strip() for line in said(from_pdf(document)).splitlines()]
    text = " ".join(" ".join(lines).split())
    assert "риска - 0 нічого - обчислити не можна — −5 000" in text


def test_words_longer_than_their_column_are_divided_and_not_lost() -> None:
    long = ["https://example.org/" + "дуже" * 40, "найпереекспортовувальнішого" * 3, "W" * 120]
    document = paper(blocks=[grid(*((text, text, text) for text in long))])
    assert cells(from_word(document).tables[0])[1:] == [[text] * 3 for text in long]
    reader = from_pdf(document)
    assert [bare(said(reader)).count(text) for text in long] == [3, 3, 3]
    assert [text in said(reader) for text in long] == [False] * 3, "in one line it would run off the page"


def test_line_breaks_stay_and_what_no_document_holds_goes() -> None:
    assert clean("а\r\nб\rв\x00\x08\x0b\ud800\ufffe\tг") == "а\nб\nв\tг"
    document = paper(blocks=[grid(("перший\r\nдругий", "\x00\x01ок\x1f", ""))])
    assert cells(from_word(document).tables[0])[1] == ["перший\nдругий", "ок", ""]
    assert "перший\nдругий" in said(from_pdf(document))


RTL = {"R", "AL", "AN", "RLE", "LRE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
NAMES = st.text(min_size=1, max_size=40)
LETTERS = st.text(
    st.characters(max_codepoint=0x52F, categories=("Lu", "Ll", "Nd", "Pd", "Po", "Ps", "Pe"), exclude_characters="[]"),
    min_size=1,
    max_size=60,
)


@given(NAMES)
@settings(max_examples=40, deadline=None)
def test_any_name_goes_into_the_docx_and_comes_out(name: str) -> None:
    document = paper(blocks=[grid((name, "1", "2"))], signatures=[Signature(post="Директорка", name=name)])
    opened = from_word(document)
    assert (cells(opened.tables[0])[1][0], cells(opened.tables[1])[0][2]) == (clean(name), clean(name))


@given(LETTERS)
@settings(max_examples=40, deadline=None)
def test_any_name_of_europe_goes_into_the_pdf_and_comes_out(name: str) -> None:
    reader = from_pdf(paper(signatures=[Signature(post="Директорка", name=f"({name})")]))
    assert f"({bare(name)})" in spelt_back(bare(said(reader)))


@given(NAMES)
@example("\u1dc0")
@example("\u05ec\u1dc0")
@example("\u0904\u093a")
@settings(max_examples=40, deadline=None)
def test_any_name_at_all_goes_into_the_pdf_and_no_letter_is_lost(name: str) -> None:
    """Letters that the fonts lack are printed as codes; writing from right to left changes only their order. A sign set upon a
    letter is a picture of its own, and whoever reads the file back is told the letter with each of the two."""
    reader = from_pdf(paper(title=f"«{name}»", made="", page_of=""))
    assert reader.metadata.title == f"«{clean(name)}»"
    found, wanted = letters(spelt_back(bare(said(reader)))), letters(clean(name))
    assert (wanted - found, set(found) - set(wanted)) == (Counter(), set())


def spelt_back(text: str) -> str:
    return re.sub(r"\[U\+([0-9A-F]{4,6})\]", lambda found: chr(int(found[1], 16)), text)


def letters(text: str) -> Counter[str]:
    return Counter(sign for sign in unicodedata.normalize("NFKD", text) if unicodedata.category(sign)[0] in "LN")


def test_a_letter_without_a_picture_is_printed_as_its_code() -> None:
    reader = from_pdf(paper(title="日 і 😀", signatures=[Signature(post="Ґ", name="本")]))
    assert "[U+65E5] і [U+1F600]" in said(reader)
    assert "[U+672C]" in said(reader)
    assert reader.metadata.title == "日 і 😀"


# --- the shape of a paper -------------------------------------------------------------------------------------------------


def long_table() -> Document:
    rows = [[Cell(text=f"рядок {number} " + "довга назва показника " * 4), Cell(text=str(number)), Cell()] for number in range(220)]
    return paper(blocks=[grid(rows=rows)], page_of="Сторінка {page} з {pages}")


def test_a_long_table_repeats_its_head_on_every_page_and_tears_no_row() -> None:
    reader = from_pdf(long_table())
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) >= 12
    assert [page.count("Показники") for page in pages] == [1] * len(pages)
    assert [re.search(r"Сторінка (\d+) з (\d+)", page).groups() for page in pages] == [  # type: ignore[union-attr]
        (str(number), str(len(pages))) for number in range(1, len(pages) + 1)
    ]
    rows = from_word(long_table()).tables[0].rows
    marked = [(row._tr.trPr.find(f"{W}tblHeader") is not None, row._tr.trPr.find(f"{W}cantSplit") is not None) for row in rows]
    assert marked == [(True, True), *[(False, True)] * 220]


@pytest.mark.parametrize("rows", range(25, 40, 3))
def test_no_page_has_nothing_but_signatures(rows: int) -> None:
    signs = [Signature(post=f"Член комісії {number}", name="О. Вигадана", under="(підпис)") for number in range(4)]
    lines = grid(*((f"рядок {number}", "1", "2") for number in range(rows)))
    document = paper(blocks=[lines, Text(text="Усього"), Text(text="Записано до книги")], signatures=signs, notes=["Проєкт"])
    ends = [
        [word in page.extract_text() for word in ("Усього", "Записано", "Проєкт", "комісії 0", "комісії 3")]
        for page in from_pdf(document).pages
    ]
    assert [end for end in ends if any(end)] == [[True] * 5]
    kept = [line.paragraph_format.keep_with_next for line in from_word(document).paragraphs if line.text in ("Усього", "Проєкт")]
    assert kept == [True, True]


def test_more_signatures_than_a_page_holds_go_on_upon_the_next() -> None:
    signs = [Signature(post="Член комісії", name=f"Підписант-{number:02}", under="(підпис)") for number in range(30)]
    reader = from_pdf(paper(blocks=[grid(("а", "1", "2")), Text(text="Усього")], signatures=signs))
    heights = [height for page in reader.pages for height in _heights(page, "Підписант")]
    assert (len(heights), min(heights) > 20 / 25.4 * 72) == (30, True)


def _heights(page: Any, word: str) -> list[float]:
    found: list[float] = []
    page.extract_text(visitor_text=lambda text, placed, _tm, _font, _size: found.append(placed[5]) if word in text else None)
    return found


def test_a_number_of_parts_does_not_run_over_the_next_column() -> None:
    columns = [Column(width=20), Column(width=100, names=True), Column(width=20)]
    numbers = ["КНФ-1987/12-0012345", "123456789012345", "12/2019-44/А-117"]
    reader = from_pdf(paper(blocks=[grid(*((number, "назва", "1") for number in numbers), columns=columns)]))
    assert [(number in said(reader), number in bare(said(reader))) for number in numbers] == [(False, True)] * 3


def test_a_head_of_two_rows_and_cells_over_several_columns() -> None:
    head = [
        [Cell(text="Показники", rows=2), Cell(text="2025 рік", columns=2)],
        [Cell(text="План"), Cell(text="Виконано")],
    ]
    wide = [[Cell(text="Усього за розділом", columns=3)], [Cell(text="а"), Cell(text="б", columns=2)]]
    document = paper(blocks=[grid(head=head, rows=wide)])
    assert cells(from_word(document).tables[0]) == [
        ["Показники", "2025 рік", "2025 рік"],
        ["Показники", "План", "Виконано"],
        ["Усього за розділом"] * 3,
        ["а", "б", "б"],
    ]
    printed = "Загальні показники Показники 2025 рік План Виконано Усього за розділом а б Складено 15.01.2025 1 / 1"
    assert Counter(bare(said(from_pdf(document)))) == Counter(bare(printed))


@pytest.mark.parametrize("rows", [[[Cell(text="мало")]], [[Cell(), Cell(), Cell(rows=2)]], [[Cell(columns=4)]]])
def test_a_row_that_does_not_fill_the_table_is_a_mistake_of_the_program(rows: list[list[Cell]]) -> None:
    with pytest.raises(ValueError, match="does not fill"):
        grid(rows=rows)
    with pytest.raises(ValueError, match="does not fill"):
        grid(head=[[Cell(text="мало")]], rows=[])


@pytest.mark.parametrize(("language", "locale"), [("uk", "uk-UA"), ("en", "en-GB")])
def test_both_say_their_title_and_language_and_the_pdf_is_tagged(language: str, locale: str) -> None:
    document = paper(language=language, under_title=["2025 рік"], blocks=[Heading(text="Розділ"), grid(("а", "1", "2"))])
    reader, opened = from_pdf(document), from_word(document)
    root: Any = reader.trailer["/Root"]
    assert (reader.metadata.title, opened.core_properties.title) == ("Загальні показники: 2025 рік",) * 2
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == (language, True, True)
    assert "pdfuaid:part" in reader.xmp_metadata.stream.get_data().decode()
    assert {"/Table", "/THead", "/TH", "/TD"} <= set(tags(root["/StructTreeRoot"]))
    assert opened.core_properties.language == locale
    lang = opened.styles.element.find(f".//{W}rPrDefault//{W}lang")
    assert (lang.get(f"{W}val"), opened.settings.element.find(f"{W}autoHyphenation") is not None) == (locale, True)
    assert [paragraph.text for paragraph in opened.paragraphs if paragraph.style.name == "Heading 1"] == ["Розділ"]


def tags(node: Any) -> list[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [tag for inside in node for tag in tags(inside)]
    if not isinstance(node, dict):
        return []
    return [str(node.get("/S", "")), *tags(node.get("/K", []))]


@pytest.mark.parametrize(("wide", "size"), [(False, (210, 297)), (True, (297, 210))])
def test_the_page_is_a4_with_the_margins_of_the_standard(wide: bool, size: tuple[int, int]) -> None:
    document = paper(wide=wide, blocks=[grid(("а", "1", "2"))])
    box = from_pdf(document).pages[0].mediabox
    assert (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == size
    section = from_word(document).sections[0]
    millimetres = [round(length / 36000) for length in (section.page_width, section.page_height)]
    margins = [
        round(length / 36000) for length in (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    ]
    assert (tuple(millimetres), margins) == (size, [30, 10, 20, 20])


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header, body = struct.pack(">IIBBBBB", 2, 1, 8, 2, 0, 0, 0), zlib.compress(b"\0\xff\0\0\0\xff\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_a_logo_stands_above_the_name_and_speaks_for_itself() -> None:
    document = paper(letterhead=Letterhead(name="Бібліотека", logo=Logo(data=png(), kind="png", alt="Знак бібліотеки")))
    reader, opened = from_pdf(document), from_word(document)
    assert len(reader.pages[0].images) == 1
    assert [shape._inline.docPr.get("descr") for shape in opened.inline_shapes] == ["Знак бібліотеки"]
    drawn = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    vector = paper(letterhead=Letterhead(name="Бібліотека", logo=Logo(data=drawn, kind="svg", alt="Знак")))
    assert (len(from_pdf(vector).pages), len(from_word(vector).inline_shapes)) == (1, 0)


def test_the_same_paper_is_the_same_file() -> None:
    assert pdf.write(paper()) == pdf.write(paper())


def test_the_template_asks_nothing_of_the_network_or_the_disk() -> None:
    source = pdf.TEMPLATE.read_text(encoding="utf-8")
    assert re.findall(r"@preview|#?\bimport\b|\binclude\b|\bread\(|https?:", source) == []
