"""The plan of a fixture once more as DOCX and XLSX: as people make them, with merged cells, torn tables, Word's own lists."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import docx
import openpyxl
import typst
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.comments import Comment

BULLETS = ("- ", "○ ", "✓ ")


def as_docx(data: dict[str, Any], *, merged: bool = False, torn: bool = False, again: bool = False, lists: bool = False) -> bytes:
    """`torn`: a long table is two tables, the second without heads, or `again` with the same."""
    file = docx.Document()
    approval = data["approval"]
    for line in (
        "ЗАТВЕРДЖУЮ:",
        approval["post"],
        approval["name"],
        "«02» грудня 2024 року",
        *_title(data["title"]),
        data["place"],
        "2024",
    ):
        file.add_paragraph().add_run(line).bold = True
    for line in data["preamble"]:
        _paragraph(file, line, lists=lists)
    file.add_heading("ЗАГАЛЬНІ ПОКАЗНИКИ*", 3)
    rows = [["", *data["indicators"]["columns"]]]
    rows += [[row["number"], row["label"], *row["values"]] for row in data["indicators"]["rows"]]
    _table(file, rows)
    for line in data["notes"]:
        file.add_paragraph(line)
    file.add_heading("ЗМІСТ", 2)
    for line in data["contents"]:
        file.add_paragraph(f"{line['title']}.....\t{line['page']}")
    for section in data["sections"]:
        _section(file, section, merged=merged, torn=torn, again=again, lists=lists)
    file.add_heading("ПЕРЕЛІК СКОРОЧЕНЬ", 2)
    _table(file, data["abbreviations"])
    return _saved(file)


def _title(title: str) -> list[str]:
    return [title[:11], title[12:-12], title[-11:]]


def _saved(file: Any) -> bytes:
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


def _paragraph(file: Any, line: str, *, lists: bool) -> None:
    if lists and line.startswith(BULLETS):
        file.add_paragraph(line[2:], style="List Bullet")
    else:
        file.add_paragraph(line)


def _section(file: Any, section: dict[str, Any], *, merged: bool, torn: bool, again: bool, lists: bool) -> None:
    dot = "." if "." not in section["number"] else ""
    file.add_heading(f"{section['number']}{dot} {section['title']}", 2 + section["number"].count("."))
    for line in section["narrative"]:
        _paragraph(file, line, lists=lists)
    if not section["columns"]:
        return
    heads = [section["columns"], [str(number) for number in range(1, len(section["columns"]) + 1)]]
    rows = [row["cells"] for row in section["rows"]]
    half = len(rows) // 2 if torn and len(rows) > 3 else len(rows)
    tables = [_table(file, [*heads, *rows[:half]], lists=lists)]
    if half < len(rows):
        file.add_paragraph("")
        tables.append(_table(file, [*(heads if again else []), *rows[half:]], lists=lists))
    if merged:
        _merge(tables[0], len(heads), {**section, "rows": section["rows"][:half]})


def _table(file: Any, rows: list[list[str]], *, lists: bool = False) -> Any:
    table = file.add_table(rows=len(rows), cols=len(rows[0]))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            _cell(table.rows[at].cells[column], text, lists=lists)
    return table


def _cell(cell: Any, text: str, *, lists: bool) -> None:
    for number, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        if lists and line.startswith(BULLETS):
            paragraph.style, line = "List Bullet" if line[0] == "-" else "List Bullet 2", line[2:]
        paragraph.add_run(line)


def _merge(table: Any, heads: int, section: dict[str, Any]) -> None:
    """What a parent says of its parts is one tall cell; a row that only names what is under it is one wide cell."""
    rows = section["rows"]
    for column in range(2, len(section["columns"])):
        at = 0
        while at < len(rows):
            end = at + 1
            while end < len(rows) and rows[at]["level"] == 0 and rows[end]["level"] == 1 and not rows[end]["cells"][column]:
                end += 1
            if rows[at]["cells"][column] and end > at + 1 and section["roles"][column] in ("term", "executors"):
                table.cell(heads + at, column).merge(table.cell(heads + end - 1, column))
            at = end
    for at, row in enumerate(rows):
        if row["level"] == 0 and not any(row["cells"][2:]):
            table.cell(heads + at, 1).merge(table.cell(heads + at, len(row["cells"]) - 1))


def with_asides() -> bytes:
    """A document with a footnote, a remark, heads and feet of pages, and something a review removed."""
    file = docx.Document()
    file.add_paragraph("План роботи на 2026 рік")
    file.sections[0].header.paragraphs[0].text = "Бібліотека"
    file.sections[0].footer.paragraphs[0].text = "Проєкт"
    table = _table(file, [["№", "Назва заходу", "Термін", "Відповідальні"], ["1", "Огляд", "вересень", "ЦПЧ"]])
    call = OxmlElement("w:footnoteReference")
    call.set(qn("w:id"), "2")
    table.cell(1, 1).paragraphs[0].runs[0]._r.append(call)
    file.add_comment(table.cell(1, 2).paragraphs[0].runs[0], "Чи не жовтень?", "Методист")
    return _with_part(_saved(file), "word/footnotes.xml", f"<w:footnotes {_W}>{_NOTE}</w:footnotes>")


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_NOTE = '<w:footnote w:id="2"><w:p><w:r><w:t>Якщо не буде тривоги</w:t></w:r></w:p></w:footnote>'


def _with_part(data: bytes, name: str, text: str) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr(name, text)
    return out.getvalue()


def sheets_with_asides() -> bytes:
    """A workbook with a remark, a hidden sheet, a column far to the right and a head of its pages."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["План роботи на 2026 рік"], ["№", "Назва заходу", "Термін", "Відповідальні"], ["1", "Огляд", "вересень", "ЦПЧ"]):
        sheet.append(row)
    sheet["B3"].comment = Comment("Чи не жовтень?", "Методист")
    sheet["AZ3"] = "далеке"
    sheet.oddHeader.center.text = "Проєкт"
    book.create_sheet("Сховане").append(["невидиме"])
    book["Сховане"].sheet_state = "hidden"
    return _saved(book)


def numbered_docx(columns: list[str], rows: list[list[str]]) -> bytes:
    """A table whose numbers Word counts itself: not one of them is in the text."""
    file = docx.Document()
    file.add_heading("1. РОБОТА З КОРИСТУВАЧАМИ", 1)
    table = _table(file, [columns, *rows])
    numbering = file.part.numbering_part.element
    abstract, number = OxmlElement("w:abstractNum"), OxmlElement("w:num")
    abstract.set(qn("w:abstractNumId"), "77")
    for depth, text in enumerate(("%1", "%1.%2")):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        for name, value in (("w:start", "1"), ("w:numFmt", "decimal"), ("w:lvlText", text)):
            part = OxmlElement(name)
            part.set(qn("w:val"), value)
            level.append(part)
        abstract.append(level)
    numbering.insert(0, abstract)
    number.set(qn("w:numId"), "77")
    of = OxmlElement("w:abstractNumId")
    of.set(qn("w:val"), "77")
    number.append(of)
    numbering.append(number)
    for at, row in enumerate(rows):
        properties = table.cell(at + 1, 0).paragraphs[0]._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 1 if row[1].startswith(" ") else 0
        properties.get_or_add_numId().val = 77
    return _saved(file)


def as_xlsx(data: dict[str, Any], *, merged: bool = False, torn: bool = False, lists: bool = False) -> bytes:
    """`torn`: a long table goes on on the next sheet, every second one under its heads once more. `lists`: an item of a list begins
    after spaces, as it is typed within a cell."""
    book = openpyxl.Workbook()
    sheet = book.active
    approval = data["approval"]
    for line in (
        "ЗАТВЕРДЖУЮ:",
        approval["post"],
        approval["name"],
        "«02» грудня 2024 року",
        *_title(data["title"]),
        data["place"],
        "2024",
    ):
        sheet.append([line])
    for line in [*data["preamble"], "ЗАГАЛЬНІ ПОКАЗНИКИ"]:
        sheet.append([line])
    sheet.append(["", *data["indicators"]["columns"]])
    for row in data["indicators"]["rows"]:
        sheet.append([row["number"], row["label"], *(int(value) if value.isdigit() else value for value in row["values"])])
    for line in [*data["notes"], "ЗМІСТ"]:
        sheet.append([line])
    for line in data["contents"]:
        sheet.append([f"{line['title']}..... {line['page']}"])
    for section in data["sections"]:
        for line in [f"{section['number']}. {section['title']}", *section["narrative"]]:
            sheet.append([line])
        if not section["columns"]:
            continue
        sheet = _section_on_sheets(book, sheet, section, merged=merged, torn=torn, lists=lists)
    sheet.append(["ПЕРЕЛІК СКОРОЧЕНЬ"])
    for pair in data["abbreviations"]:
        sheet.append(pair)
    return _saved(book)


def _section_on_sheets(book: Any, sheet: Any, section: dict[str, Any], *, merged: bool, torn: bool, lists: bool) -> Any:
    """The sheet on which the plan goes on."""
    heads = [section["columns"], list(range(1, len(section["columns"]) + 1))]
    rows = section["rows"]
    half = len(rows) // 2 if torn and len(rows) > 3 else len(rows)
    for number, part in enumerate((rows[:half], rows[half:])):
        if not part:
            continue
        if number:
            sheet = book.create_sheet()
        for head in heads if number == 0 or len(book.worksheets) % 2 else []:
            sheet.append(head)
        first = sheet.max_row + 1 if sheet.max_row > 1 or number == 0 else 1
        for row in part:
            sheet.append([_typed(value, lists=lists) or None for value in row["cells"]])
        if merged:
            _merge_sheet(sheet, first, {**section, "rows": part})
    return sheet


def _typed(text: str, *, lists: bool) -> str:
    return "\n".join(f"    {line}" if lists and line.startswith(BULLETS) else line for line in text.split("\n"))


def _merge_sheet(sheet: Any, first: int, section: dict[str, Any]) -> None:
    rows = section["rows"]
    for at, row in enumerate(rows):
        if row["level"] == 0 and not any(row["cells"][2:]):
            sheet.merge_cells(start_row=first + at, end_row=first + at, start_column=2, end_column=len(row["cells"]))
    for column in range(3, len(section["columns"]) + 1):
        role = section["roles"][column - 1]
        for at, row in enumerate(rows):
            end = at + 1
            while end < len(rows) and rows[end]["level"] == 1 and not rows[end]["cells"][column - 1]:
                end += 1
            if role in ("term", "executors") and row["level"] == 0 and row["cells"][column - 1] and end > at + 1:
                sheet.merge_cells(start_row=first + at, end_row=first + end - 1, start_column=column, end_column=column)


PAGE = """
#let data = json(bytes(sys.inputs.data))
#set page(paper: "a4", margin: 15mm)
#set text(size: 7.5pt, lang: "uk", hyphenate: false)
#for block in data {
  if block.kind == "text" { par(text(weight: if block.bold { "bold" } else { "regular" }, block.text)) }
  else {
    table(
      columns: block.widths.map(one => one * 1fr), stroke: 0.5pt, inset: 4pt,
      ..(if block.head { (table.header(..block.rows.at(0).map(cell => [#cell])),) } else { block.rows.at(0).map(cell => [#cell]) }),
      ..block.rows.slice(1).flatten().map(cell => for line in cell.split("\\n") { par(line) }),
    )
  }
}
"""
WIDTHS = {
    "number": 1.6,
    "title": 6,
    "direction": 4.2,
    "form": 3.5,
    "form_quantity": 3.5,
    "audience": 3,
    "quantity": 3,
    "term": 2.6,
    "executors": 2.6,
}


def as_pdf(data: dict[str, Any], *, ruled: bool = True) -> bytes:
    """Set by typst: rows go over pages, heads are repeated, words are wrapped where the column is narrow."""
    blocks: list[dict[str, Any]] = []

    def text(line: str, *, bold: bool = False) -> None:
        blocks.append({"kind": "text", "text": line, "bold": bold})

    def table(rows: list[list[str]], widths: list[float], *, head: bool = True) -> None:
        blocks.append({"kind": "table", "rows": rows, "widths": widths, "head": head})

    approval = data["approval"]
    for line in (
        "ЗАТВЕРДЖУЮ:",
        approval["post"],
        approval["name"],
        "«02» грудня 2024 року",
        *_title(data["title"]),
        data["place"],
        "2024",
    ):
        text(line, bold=True)
    for line in data["preamble"]:
        text(line)
    text("ЗАГАЛЬНІ ПОКАЗНИКИ", bold=True)
    rows = [[row["number"], row["label"], *row["values"]] for row in data["indicators"]["rows"]]
    table([["", *data["indicators"]["columns"]], *rows], [1, 6, 2, 2, 2])
    for line in data["notes"]:
        text(line)
    text("ЗМІСТ", bold=True)
    for line in data["contents"]:
        text(f"{line['title']}..... {line['page']}")
    for section in data["sections"]:
        text(f"{section['number']}. {section['title']}", bold=True)
        for line in section["narrative"]:
            text(line)
        if section["columns"]:
            table([section["columns"], *(row["cells"] for row in section["rows"])], [WIDTHS[role] for role in section["roles"]])
    text("ПЕРЕЛІК СКОРОЧЕНЬ", bold=True)
    table(data["abbreviations"], [2, 8], head=False)
    source = (PAGE if ruled else PAGE.replace("stroke: 0.5pt", "stroke: none")).encode()
    return bytes(typst.compile(source, sys_inputs={"data": json.dumps(blocks, ensure_ascii=False)}))
