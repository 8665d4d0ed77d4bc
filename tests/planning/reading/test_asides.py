"""Nothing of a file is lost without a word: what stands beside its text is told or counted; footnotes find their row."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
import typst
from openpyxl.comments import Comment

from mandrivna.planning.plan_arriving import told_of
from mandrivna.planning.reading.asides import MOST_OF_A_KIND, MOST_SIGNS
from mandrivna.planning.reading.read import read
from mandrivna.planning.reading.said import ReadPlan
from mandrivna.planning.reading.telling import UNPLACED
from tests.planning.reading.test_hostile import W, packed, said

HEADS = ["№", "Назва заходу", "Термін", "Відповідальні"]
ROWS = [["1", "Огляд", "вересень", "ЦПЧ"], ["2", "Виставка", "щомісяця", "ЦПЧ"]]


def told(plan: ReadPlan, *whys: str) -> list[tuple[str, str, int]]:
    return [(one.why, one.text, one.count) for one in plan.unplaced if one.why in whys]


# --- a document -----------------------------------------------------------------------------------------------------------


def run(inside: str) -> str:
    return f"<w:p><w:r>{inside}</w:r></w:p>"


def call(what: str, number: int) -> str:
    return f'<w:r><w:{what}Reference w:id="{number}"/></w:r>'


def cell(text: str, after: str = "") -> str:
    return f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r>{after}</w:p></w:tc>"


def table(marks: dict[str, str]) -> str:
    rows = [f"<w:tr>{''.join(cell(text, marks.get(text, '')) for text in row)}</w:tr>" for row in (HEADS, *ROWS)]
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def notes(root: str, one: str, texts: dict[int, str], kind: str = "") -> str:
    line = f'<w:{one} w:id="-1" w:type="separator"><w:p><w:r><w:separator/></w:r></w:p></w:{one}>' if kind else ""
    return (
        f"<w:{root} {W}>{line}{''.join(f'<w:{one} w:id="{key}">{said(text)}</w:{one}>' for key, text in texts.items())}</w:{root}>"
    )


TITLE = said("План роботи бібліотеки на 2026 рік")
HEADING = '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>1. РОБОТА З ЧИТАЧАМИ</w:t></w:r>{}</w:p>'


def document(body: str, **parts: str) -> bytes:
    """Names of parts with «__» for a stroke and «_xml» for their end."""
    return packed(word__document_xml=f"<w:document {W}><w:body>{body}</w:body></w:document>", **parts)


def test_a_footnote_stands_beside_its_row_and_in_the_notes_of_its_section() -> None:
    data = document(
        TITLE + HEADING.format(call("footnote", 3)) + table({"Огляд": call("footnote", 2), "Виставка": call("endnote", 5)}),
        word__footnotes_xml=notes("footnotes", "footnote", {2: "Якщо не буде тривоги", 3: "Разом із філіями"}, "separator"),
        word__endnotes_xml=notes("endnotes", "endnote", {5: "За кошти громади"}, "separator"),
    )
    plan = read(data, "план.docx")
    first, second = plan.rows
    assert [(row.title, [(one.code, one.about) for one in row.doubts]) for row in (first, second)] == [
        ("Огляд", [("footnote", "Якщо не буде тривоги")]), ("Виставка", [("endnote", "За кошти громади")]),
    ]  # fmt: skip
    assert plan.sections[0].notes == ("№ 1: Якщо не буде тривоги", "Разом із філіями", "№ 2: За кошти громади")
    assert [(one.why, one.text, one.row, one.kept) for one in plan.unplaced] == [
        ("footnote", "Якщо не буде тривоги", "1, № 1", True),
        ("footnote", "Разом із філіями", "1", True),
        ("endnote", "За кошти громади", "1, № 2", True),
    ]
    assert [part["notes"] for part in told_of(plan)["parts"]] == [
        "№ 1: Якщо не буде тривоги\nРазом із філіями\n№ 2: За кошти громади"
    ]


def test_a_footnote_that_nobody_calls_is_told_too() -> None:
    data = document(TITLE + table({}), word__footnotes_xml=notes("footnotes", "footnote", {9: "Нічия виноска"}))
    plan = read(data, "план.docx")
    assert [(one.why, one.text, one.row, one.kept) for one in plan.unplaced] == [("footnote", "Нічия виноска", "", False)]


def test_remarks_heads_and_feet_of_pages_and_what_a_review_removed_are_told() -> None:
    removed = '<w:p><w:del w:id="1"><w:r><w:delText>Стара назва</w:delText></w:r></w:del></w:p>'
    data = document(
        TITLE + removed + table({"Огляд": call("comment", 0)}),
        word__comments_xml=notes("comments", "comment", {0: "Перенести на жовтень?"}),
        word__header1_xml=f"<w:hdr {W}>{said('Вільшанська бібліотека')}</w:hdr>",
        word__header2_xml=f"<w:hdr {W}>{said('Вільшанська  бібліотека')}</w:hdr>",
        word__footer1_xml=f"<w:ftr {W}>{said('Сторінка 7')}</w:ftr>",
        word__footer2_xml=f"<w:ftr {W}>{said('Проєкт, не для друку')}</w:ftr>",
        word__media__image1="x",
        word__charts__chart1_xml="<c/>",
    )
    plan = read(data, "план.docx")
    assert [(one.why, one.text, one.count) for one in plan.unplaced] == [
        ("deleted", "Стара назва", 0), ("comment", "Перенести на жовтень?", 0),
        ("footer", "Проєкт, не для друку", 0), ("header", "Вільшанська бібліотека", 0), ("pictures", "", 1), ("objects", "", 1),
    ]  # fmt: skip
    assert [(one.code, one.about) for one in plan.rows[0].doubts] == [("comment", "Перенести на жовтень?")]
    assert plan.sections[0].notes == ()


def test_words_in_a_frame_over_the_page_are_words_of_the_page() -> None:
    frame = f"<w:p><w:r><w:pict><w:txbxContent>{said('Напис у рамці')}</w:txbxContent></w:pict></w:r></w:p>"
    plan = read(document(TITLE + said("Вступ.") + frame + table({})), "план.docx")
    assert "Напис у рамці" in plan.preamble


def test_a_sign_from_the_table_of_signs_is_not_lost() -> None:
    ticked = '<w:tc><w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r><w:r><w:t> Огляд</w:t></w:r></w:p></w:tc>'
    whole = table({}).replace(cell("Огляд"), ticked)
    assert read(document(TITLE + whole), "план.docx").rows[0].title == "✓ Огляд"


def test_a_flood_of_remarks_is_bounded_and_the_rest_is_counted() -> None:
    texts = {number: f"Зауваження {number} " + "дуже " * 500 for number in range(MOST_OF_A_KIND + 37)}
    plan = read(document(TITLE + table({}), word__comments_xml=notes("comments", "comment", texts)), "план.docx")
    assert (len(plan.unplaced), plan.unplaced[-1].count) == (MOST_OF_A_KIND + 1, 37)
    assert max(len(one.text) for one in plan.unplaced) == MOST_SIGNS + 1


def test_the_end_of_a_cell_that_is_too_long_is_told() -> None:
    whole = table({}).replace(cell("Огляд"), cell("Огляд " + "сторінки " * 3_000 + "кінець"))
    plan = read(document(TITLE + whole), "план.docx")
    assert [(one.why, one.text.endswith("кінець") or one.text.endswith("…")) for one in plan.unplaced] == [("cut", True)]


def test_columns_of_a_document_beyond_the_bound_are_told() -> None:
    wide = [*HEADS, *[f"Графа {number}" for number in range(5, 41)], "Сорок перша", "Сорок друга"]
    lines = [wide, [*ROWS[0], *["-"] * 36, "а", "б"]]
    rows = "".join(f"<w:tr>{''.join(cell(text) for text in line)}</w:tr>" for line in lines)
    plan = read(document(TITLE + f"<w:tbl>{rows}</w:tbl>"), "план.docx")
    assert told(plan, "columns") == [("columns", "Сорок перша · Сорок друга", 0), ("columns", "а · б", 0)]


# --- a workbook -----------------------------------------------------------------------------------------------------------


def workbook() -> tuple[Any, Any]:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "План"
    for row in (["План роботи бібліотеки на 2026 рік"], HEADS, *ROWS):
        sheet.append(row)
    return book, sheet


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_hidden_sheet_is_no_part_of_the_plan_and_is_told() -> None:
    book, _sheet = workbook()
    hidden = book.create_sheet("Чернетка")
    for row in (HEADS, ["9", "Секретний захід", "червень", "ЦПЧ"]):
        hidden.append(row)
    hidden.sheet_state = "veryHidden"
    plan = read(saved(book), "план.xlsx")
    assert [row.title for row in plan.rows] == ["Огляд", "Виставка"]
    assert told(plan, "hidden_sheet") == [
        ("hidden_sheet", "Чернетка: № · Назва заходу · Термін · Відповідальні; 9 · Секретний захід · червень · ЦПЧ", 2)
    ]


def test_columns_beyond_the_fortieth_are_told_row_by_row() -> None:
    book, sheet = workbook()
    sheet["AP2"], sheet["AP3"], sheet["AQ3"] = "Примітка", "за потреби", "разом"
    plan = read(saved(book), "план.xlsx")
    assert told(plan, "columns") == [("columns", "Примітка", 0), ("columns", "за потреби · разом", 0)]
    assert [(one.place.sheet, one.place.first) for one in plan.unplaced] == [("1", 2), ("1", 3)]


def test_remarks_heads_of_pages_and_formulas_without_a_value_are_told() -> None:
    book, sheet = workbook()
    sheet["B3"].comment = Comment("Узгодити з філією", "Методист")
    sheet.oddHeader.center.text = "Проєкт плану"
    sheet.oddFooter.center.text = "&P"
    sheet["D4"] = '=IF(1>0,"ЦПЧ","")'
    plan = read(saved(book), "план.xlsx")
    assert told(plan, "comment", "header", "footer", "formulas") == [
        ("header", "Проєкт плану", 0), ("formulas", "", 1), ("comment", "Узгодити з філією", 0),
    ]  # fmt: skip
    assert [(one.code, one.about) for one in plan.rows[0].doubts if one.code == "comment"] == [("comment", "Узгодити з філією")]


def test_sheets_beyond_the_thirtieth_are_named() -> None:
    book, _sheet = workbook()
    for number in range(31):
        book.create_sheet(f"Аркуш {number + 2}").append(["слова"])
    assert told(read(saved(book), "план.xlsx"), "sheets") == [("sheets", "Аркуш 31, Аркуш 32", 2)]


# --- pages and text -------------------------------------------------------------------------------------------------------


def pages(many: int) -> bytes:
    page = [f"Сторінка плану {at}." for at in range(1, many + 1)]
    return bytes(typst.compile(("#set page(width: 9cm, height: 6cm)\n" + "\n#pagebreak()\n".join(page)).encode()))


@pytest.mark.thorough
def test_the_pages_after_the_hundred_and_fiftieth_of_a_real_file_are_counted() -> None:
    plan = read(pages(153), "план.pdf")
    assert [(one.count, one.place.page) for one in plan.unplaced if one.why == "pages"] == [(3, 151)]


def test_columns_of_a_text_beyond_the_fortieth_are_told() -> None:
    wide = "\t".join([*ROWS[0], *["-"] * 36, "сорок перша", "сорок друга"])
    plan = read("\n".join(["\t".join(HEADS), wide, "\t".join(ROWS[1])]).encode(), "план.txt")
    assert told(plan, "columns") == [("columns", "сорок перша · сорок друга", 0)]


def test_whatever_is_told_has_words_for_people() -> None:
    assert all(UNPLACED[why] for why in UNPLACED)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_every_word_of_a_file_is_in_the_plan_or_in_the_list(kind: str) -> None:
    """A file with everything at once: each word is told once somewhere."""
    if kind == "docx":
        data = document(
            TITLE
            + HEADING.format("")
            + said("Розповідь розділу.")
            + table({"Огляд": call("footnote", 2)})
            + said("Після таблиці."),
            word__footnotes_xml=notes("footnotes", "footnote", {2: "виноскове слово"}),
            word__header1_xml=f"<w:hdr {W}>{said('колонтитульне слово')}</w:hdr>",
        )
        words = ["виноскове", "колонтитульне", "Розповідь", "Після", "Огляд", "Виставка", "РОБОТА"]
    else:
        book, sheet = workbook()
        sheet["AZ3"] = "далеке"
        sheet["B3"].comment = Comment("берегове", "Хтось")
        hidden = book.create_sheet("Сховане")
        hidden.append(["невидиме"])
        hidden.sheet_state = "hidden"
        data, words = saved(book), ["далеке", "берегове", "Сховане", "невидиме", "Огляд", "Виставка"]
    everything = str(told_of(read(data, f"план.{kind}")))
    assert [word for word in words if word not in everything] == []
