"""Labels: the bars are the standard's, every cell lies where the paper has it, and what is printed can be read back."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from pypdf import PdfReader

from mandrivna.core import policy
from mandrivna.fund.labelling import SIZES, label_problems, papers
from mandrivna.shared.printing import code128
from mandrivna.shared.printing.labels import Label, Layout, Mark, Paper, compiled, write
from tests.browser.barcodes import CODE128
from tests.browser.barcodes import code128 as drawn_by_the_tests

SHEET = Paper(columns=3, rows=8, width=70, height=36, top=4.5)
ONE = Label(code="200010000012", shelf="821.161.2-31", sign="Б 14", number="12", owner="Наукова бібліотека", title="Тигролови")


def bars_of(text: str) -> str:
    """As noughts and ones, without the white around."""
    last, width = code128.bars(text)[-1]
    line = ["0"] * (last + width)
    for at, wide in code128.bars(text):
        line[at : at + wide] = "1" * wide
    return "".join(line[code128.QUIET :])


def read_back(bars: str) -> str:
    """A reader of our own, from the bars to the text: widths, signs, the check sign, the sets."""
    widths, run = "", 1
    for one, other in zip(bars, [*bars[1:], ""], strict=True):
        if one == other:
            run += 1
        else:
            widths, run = widths + str(run), 1
    assert widths[-7:] == CODE128[106]
    signs = [CODE128.index(widths[at : at + 6]) for at in range(0, len(widths) - 7, 6)]
    *signs, check = signs
    assert check == (signs[0] + sum(at * value for at, value in enumerate(signs))) % 103
    text, pairs = "", signs[0] == 105
    for value in signs[1:]:
        if value in (99, 100) and (value == 99) != pairs:
            pairs = value == 99
        else:
            text += f"{value:02d}" if pairs else chr(value + 32)
    return text


@pytest.mark.parametrize(
    "text", ["200010000012", "12", "1", "123", "A-1", "AB1234", "AB12345", "К".translate({1050: "K"}) + "-777/a", "~ !", "9" * 13]
)
def test_what_is_drawn_as_bars_reads_back(text):
    assert read_back(bars_of(text)) == text


def test_twelve_digits_are_the_bars_of_the_standard():
    assert bars_of(ONE.code) == drawn_by_the_tests(ONE.code)


def test_other_letters_have_no_bars_and_are_said_so():
    assert [code128.codable(text) for text in ("К-777", "", "a\n", "A-1")] == [False, False, False, True]
    with pytest.raises(ValueError, match="Latin letters"):
        code128.values("К-777")


def scanned(picture: Image.Image, row: int) -> str:
    """One line of pixels as a laser sees it: from the first black to the last, in modules of the narrowest bar."""
    line = [picture.getpixel((x, row)) < 128 for x in range(picture.width)]
    first, last = line.index(True), len(line) - 1 - line[::-1].index(True)
    total = code128.modules(ONE.code) - 2 * code128.QUIET
    module = (last - first + 1) / total
    return "".join("1" if line[int(first + (at + 0.5) * module)] else "0" for at in range(total))


@pytest.mark.parametrize(
    "paper", [Paper(columns=1, rows=1, width=50, height=30), Paper(columns=1, rows=1, width=38.1, height=21.2)]
)
def test_a_printed_label_is_read_back_from_its_picture(paper):
    """Three hundred dots an inch, as a cheap printer has."""
    data = compiled([ONE], paper, layout=Layout.COVER, mark=Mark.BARS, first=1, format="png", ppi=300)
    picture = Image.open(io.BytesIO(data)).convert("L")
    assert read_back(scanned(picture, round(picture.height * 0.55))) == ONE.code


def test_a_begun_sheet_is_used_on_and_a_roll_has_a_page_a_label():
    labels = [ONE] * 24

    def pages(**about) -> list[tuple[float, float]]:
        made = PdfReader(io.BytesIO(write(labels, **{"paper": SHEET, **about}))).pages
        return [(round(float(page.mediabox.width) / 72 * 25.4), round(float(page.mediabox.height) / 72 * 25.4)) for page in made]

    assert (pages(), pages(first=2), pages(first=99)) == ([(210, 297)], [(210, 297)] * 2, [(210, 297)] * 2)
    assert pages(paper=Paper(columns=1, rows=1, width=50, height=30), first=7) == [(50, 30)] * 24


def test_a_cell_lies_where_the_paper_has_it():
    """The fifth cell of three columns: second row, second column; nothing is drawn before it."""
    data = compiled([ONE], SHEET, layout=Layout.COVER, mark=Mark.BOTH, first=5, format="png", ppi=50.8)  # two dots a millimetre
    picture = Image.open(io.BytesIO(data)).convert("L").point(lambda dot: 255 if dot < 128 else 0)
    left, top, right, bottom = picture.getbbox()
    assert (left >= 140, right <= 280, top >= 2 * 40.5, bottom <= 2 * 76.5) == (True, True, True, True)


def test_letters_that_no_code_holds_get_a_square_and_commands_stay_text():
    label = Label(code="К-777/а", shelf="#panic()", sign="$x$", number="к-777", owner='"]#read("/etc/passwd")')
    for layout in Layout:
        text = PdfReader(io.BytesIO(write([label], SHEET, layout=layout))).pages[0].extract_text()
        assert "#panic()" in text and "root:" not in text


def test_every_shipped_paper_fits_and_a_wrong_one_is_refused():
    assert all(Paper(**{name: one[name] for name in SIZES}).fits() for one in policy.seed("labels")["sheets"].values())
    assert not Paper(columns=4, rows=8, width=70, height=36).fits()
    key = "sheets/own/width"
    assert [bool(label_problems(key, said)) for said in ("63,5", "63.5", 0, "wide", "-1", True, "999")] == [
        False,
        False,
        False,
        True,
        True,
        True,
        True,
    ]
    assert [bool(label_problems("sheets/own/rows", said)) for said in ("7", "0", "1.5")] == [False, True, True]
    assert [bool(label_problems("sheets/own/name", said)) for said in ("Наш аркуш", " ")] == [False, True]


@pytest.mark.django_db
def test_the_papers_of_the_institution_are_those_of_its_rules():
    from mandrivna.core.act import Act  # noqa: PLC0415 - only here
    from mandrivna.core.actor import SYSTEM  # noqa: PLC0415 - only here

    policy.edit(Act(actor=SYSTEM), policy="labels", key="sheets/own/width", value="60,5", reason="виміряли")
    assert papers()["own"][1].width == 60.5
    policy.edit(Act(actor=SYSTEM), policy="labels", key="sheets/own/columns", value="30", reason="помилка")
    assert "own" not in papers()
