"""A document as DOCX, for whoever wants to change a word before signing. The same model and layout as the PDF.

Headings, head rows and the language are marked as such, so a screen reader and Word's own checker find their way.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from mandrivna.shared.printing.document import (
    Align,
    Block,
    Cell,
    Column,
    Contents,
    Document,
    Grid,
    Heading,
    Letterhead,
    Picture,
    Signature,
    Stamp,
    Text,
    clean,
)
from mandrivna.shared.printing.docx_contents import contents, mark

FONT = "Times New Roman"
LOCALES = {"uk": "uk-UA", "en": "en-GB"}
A4 = (210, 297)
INDENT, STAMP, LOGO = 5, 75, 17
SIZE, TABLE, WIDE_TABLE, SMALL, DENSE = 12.0, 11.0, 10.0, 9.0, 8.0


def write(document: Document) -> bytes:
    import docx  # noqa: PLC0415 - slow import

    target = io.BytesIO()
    file = docx.Document()
    Writer(file, document).write()
    file.save(target)
    return target.getvalue()


class Writer:
    def __init__(self, file: Any, document: Document) -> None:
        import docx  # noqa: PLC0415 - slow import
        import docx.enum.table  # noqa: PLC0415 - slow import
        import docx.enum.text  # noqa: PLC0415 - slow import
        import docx.oxml  # noqa: PLC0415 - slow import
        import docx.shared  # noqa: PLC0415 - slow import

        self.docx, self.file, self.document = docx, file, document
        self.mm, self.pt = docx.shared.Mm, docx.shared.Pt
        margins, (short, long) = document.margins, A4
        self.page = (long, short) if document.wide else (short, long)
        self.width = self.page[0] - margins.left - margins.right

    def write(self) -> None:
        document = self.document
        self._page()
        self._styles()
        self._about()
        if document.letterhead:
            self._letterhead(document.letterhead)
        if document.stamp:
            self._stamp(document.stamp)
        self._title()
        self._cover()
        for at, block in enumerate(document.blocks):
            self._block(block, keep=at >= document.ending, at=at)
        for note in document.notes:
            self._line(note, size=SMALL, keep=bool(document.signatures), before=4)
        for signature in document.signatures:
            self._signature(signature)
        self._footer()

    # --- the page ---------------------------------------------------------------------------------------------------

    def _page(self) -> None:
        section, margins = self.file.sections[0], self.document.margins
        section.orientation = 1 if self.document.wide else 0
        section.page_width, section.page_height = (self.mm(side) for side in self.page)
        section.left_margin, section.right_margin = self.mm(margins.left), self.mm(margins.right)
        section.top_margin, section.bottom_margin = self.mm(margins.top), self.mm(margins.bottom)
        section.header_distance = section.footer_distance = self.mm(10)

    def _styles(self) -> None:
        black = self.docx.shared.RGBColor(0, 0, 0)
        sizes = {"Normal": SIZE, "Title": 14, "Heading 1": SIZE, "Heading 2": SIZE, "Heading 3": SIZE}
        for name, size in sizes.items():
            style = self.file.styles[name]
            style.font.name, style.font.size, style.font.color.rgb = FONT, self.pt(size), black
            if name != "Normal":
                style.font.bold, style.paragraph_format.keep_with_next = True, True
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(self._name(f"w:{theme}"), None)
            for kind in ("eastAsia", "cs"):
                fonts.set(self._name(f"w:{kind}"), FONT)
        title = self.file.styles["Title"]
        for border in title.element.get_or_add_pPr().findall(self._name("w:pBdr")):
            border.getparent().remove(border)
        title.paragraph_format.space_after = self.pt(4)
        normal = self.file.styles["Normal"].paragraph_format
        normal.space_after = normal.space_before = self.pt(0)
        normal.line_spacing = 1.0
        defaults = self.file.styles.element.find(f".//{self._name('w:rPrDefault')}//{self._name('w:lang')}")
        defaults.set(self._name("w:val"), LOCALES.get(self.document.language, self.document.language))

    def _about(self) -> None:
        document, about = self.document, self.file.core_properties
        about.title, about.language = clean(document.file_title)[:255], LOCALES.get(document.language, document.language)
        about.author = clean(document.letterhead.name)[:255] if document.letterhead else ""
        about.comments = ""
        about.created = about.modified = document.created.replace(tzinfo=None)
        settings = self.file.settings.element
        hyphens = self._element("w:autoHyphenation", val="true")
        settings.find(self._name("w:defaultTabStop")).addnext(hyphens)

    # --- paragraphs -------------------------------------------------------------------------------------------------

    def _letterhead(self, letterhead: Letterhead) -> None:
        logo = letterhead.logo
        if logo and logo.kind != "svg":
            picture = self._line("", align=Align.CENTER).add_run().add_picture(io.BytesIO(logo.data), height=self.mm(LOGO))
            picture._inline.docPr.set("descr", clean(logo.alt))
        if letterhead.above:
            self._line(letterhead.above, align=Align.CENTER, size=10)
        last = self._line(letterhead.name, align=Align.CENTER, size=13, strong=True)
        for line in letterhead.lines:
            last = self._line(line, align=Align.CENTER, size=SMALL)
        borders = self._element("w:pBdr")
        borders.append(self._element("w:bottom", val="single", sz="6", space="4", color="auto"))
        last._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
        last.paragraph_format.space_after = self.pt(16)

    def _stamp(self, stamp: Stamp) -> None:
        left = self.width - STAMP
        self._line(stamp.word, left=left, strong=True)
        if stamp.post:
            self._line(stamp.post, left=left, before=2)
        self._line(f"{'_' * (14 if stamp.name else 30)} {stamp.name}".rstrip(), left=left, before=8)
        if stamp.day:
            self._line(stamp.day, left=left, before=4)

    def _title(self) -> None:
        document = self.document
        title = self.file.add_paragraph(style="Title")
        title.paragraph_format.space_before = self.pt(200 if document.cover else 20)
        title.alignment = self._alignment(Align.CENTER)
        title.add_run(clean(document.title) + document.mark)
        for line in document.under_title:
            self._line(line, align=Align.CENTER, keep=True)
        if document.place:
            self._line(document.place, align=Align.CENTER, size=11, keep=True, before=3)
        self._line("", size=6, keep=True)

    def _block(self, block: Block, *, keep: bool, at: int) -> None:
        match block:
            case Heading():
                heading = self.file.add_heading(clean(block.text), level=min(block.level - 1, 3))
                heading.paragraph_format.space_before, heading.paragraph_format.space_after = self.pt(14), self.pt(6)
                heading.paragraph_format.page_break_before = block.fresh
                if block.listed:
                    mark(self, heading, at)
            case Text():
                line = self._line(block.text, size=SMALL if block.small else SIZE, keep=keep)
                line.paragraph_format.space_after = self.pt(3 if block.indent else 6)
                if block.indent:
                    line.paragraph_format.left_indent = self.mm((block.indent - 1) * INDENT + 5)
                    line.paragraph_format.first_line_indent = self.mm(-5)
            case Contents():
                contents(self, block)
            case Grid():
                self._grid(block)
            case Picture():
                self._picture(block)

    def _picture(self, block: Picture) -> None:
        place = self._line("", keep=True, before=6)
        drawn = place.add_run().add_picture(io.BytesIO(block.data), width=self.mm(block.across))
        drawn._inline.docPr.set("descr", clean(block.alt))
        self._line(block.caption, size=SMALL).paragraph_format.space_after = self.pt(8)

    def _line(
        self,
        text: str,
        *,
        into: Any = None,
        align: Align = Align.LEFT,
        size: float = 0,
        strong: bool = False,
        left: float = 0,
        before: float = 0,
        keep: bool = False,
    ) -> Any:
        paragraph = (into or self.file).add_paragraph()
        paragraph.alignment = self._alignment(align)
        form = paragraph.paragraph_format
        form.left_indent, form.space_before, form.keep_with_next = self.mm(left), self.pt(before), keep
        self._run(paragraph, text, size, strong)
        return paragraph

    def _run(self, paragraph: Any, text: str, size: float, strong: bool) -> None:
        run = paragraph.add_run(clean(text))
        run.bold = strong or None
        if size:
            run.font.size = self.pt(size)

    def _alignment(self, align: Align) -> Any:
        kinds = self.docx.enum.text.WD_ALIGN_PARAGRAPH
        return {Align.LEFT: kinds.LEFT, Align.CENTER: kinds.CENTER, Align.RIGHT: kinds.RIGHT}[align]

    # --- tables -----------------------------------------------------------------------------------------------------

    def _grid(self, grid: Grid) -> None:
        widths = self._widths([column.width for column in grid.columns])
        table = self._table(len(grid.head), widths, style="Table Grid")
        table.alignment = self.docx.enum.table.WD_TABLE_ALIGNMENT.CENTER
        caption = self._element("w:tblCaption", val=clean(grid.caption))
        table._tbl.tblPr.append(caption)
        size = DENSE if grid.dense else WIDE_TABLE if self.document.wide or grid.small else TABLE
        rows = [table.rows[number] for number in range(len(grid.head))]
        for number, column, cell in grid.placed():
            place = table.cell(number, column)
            if (cell.rows, cell.columns) != (1, 1):
                place = place.merge(table.cell(number + cell.rows - 1, column + cell.columns - 1))
            place.vertical_alignment = self.docx.enum.table.WD_CELL_VERTICAL_ALIGNMENT.CENTER
            self._fill(place, cell, Align.CENTER, size, strong=True, keep=True)
        for row in rows:
            self._mark_row(row, head=True)
        for number, cells in enumerate(grid.body()):
            self._body_row(table.add_row(), cells, widths, size, keep=number in grid.tied)

    def _table(self, rows: int, widths: Sequence[int], style: str = "") -> Any:
        table = self.file.add_table(rows=rows, cols=len(widths))
        if style:
            table.style = style
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = self.mm(width)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = self.mm(width)
        return table

    def _widths(self, shares: Sequence[float]) -> list[int]:
        """Whole millimetres that fill the page; the rest of the rounding goes to the widest column."""
        widths = [int(self.width * share / sum(shares)) for share in shares]
        widths[widths.index(max(widths))] += self.width - sum(widths)
        return widths

    def _body_row(
        self, row: Any, about: Sequence[tuple[int, Cell, Column]], widths: Sequence[int], size: float, *, keep: bool
    ) -> None:
        places = row.cells
        for begin, cell, column in about:
            place = places[begin]
            if cell.columns > 1:
                place = place.merge(places[begin + cell.columns - 1])
            place.width = self.mm(sum(widths[begin : begin + cell.columns]))
            self._fill(place, cell, column.align, size, strong=cell.strong, keep=keep)
        self._mark_row(row)

    def _fill(self, place: Any, cell: Cell, align: Align, size: float, *, strong: bool, keep: bool = False) -> None:
        paragraph = place.paragraphs[0]
        paragraph.alignment = self._alignment(align)
        form = paragraph.paragraph_format
        form.left_indent, form.keep_with_next = self.mm(cell.indent * INDENT), keep
        form.space_before = form.space_after = self.pt(2 if size > DENSE else 0)
        self._run(paragraph, cell.text, size, strong)

    def _mark_row(self, row: Any, *, head: bool = False) -> None:
        about = row._tr.get_or_add_trPr()
        about.append(self._element("w:cantSplit"))
        if head:
            about.append(self._element("w:tblHeader"))

    # --- the end ----------------------------------------------------------------------------------------------------

    def _cover(self) -> None:
        """What stands at the foot of the title page, and the end of that page."""
        lines = self.document.cover
        for number, line in enumerate(lines):
            self._line(line, align=Align.CENTER, strong=True, before=300 if number == 0 else 0)
        if lines:
            self.file.add_page_break()

    def _signature(self, signature: Signature) -> None:
        self._line("", size=SIZE, keep=True)
        table = self._table(2 if signature.under else 1, self._widths([5, 3, 4]))
        post, hand, name = table.rows[0].cells
        bottom = self.docx.enum.table.WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
        for place, text in ((post, signature.post), (name, signature.name)):
            place.vertical_alignment = bottom
            self._run(place.paragraphs[0], text, SIZE, False)
        name.paragraphs[0].paragraph_format.left_indent = self.mm(INDENT)
        line = self._element("w:tcBorders")
        line.append(self._element("w:bottom", val="single", sz="4", space="0", color="auto"))
        hand._tc.get_or_add_tcPr().insert_element_before(line, "w:shd", "w:noWrap", "w:tcMar", "w:vAlign")
        if signature.under:
            paragraph = table.rows[1].cells[1].paragraphs[0]
            paragraph.alignment = self._alignment(Align.CENTER)
            self._run(paragraph, signature.under, SMALL, False)
        for row in table.rows:
            self._mark_row(row)
        for place in (post, hand, name):
            place.paragraphs[0].paragraph_format.keep_with_next = bool(signature.under)

    def _footer(self) -> None:
        paragraph = self.file.sections[0].footer.paragraphs[0]
        for stop in list(paragraph.style.paragraph_format.tab_stops):
            paragraph.paragraph_format.tab_stops.add_tab_stop(stop.position, self.docx.enum.text.WD_TAB_ALIGNMENT.CLEAR)
        paragraph.paragraph_format.tab_stops.add_tab_stop(self.mm(self.width), self.docx.enum.text.WD_TAB_ALIGNMENT.RIGHT)
        self._run(paragraph, self.document.made + "\t", SMALL, False)
        rest = self.document.page_of
        for name, field in (("{page}", "PAGE"), ("{pages}", "NUMPAGES")):
            before, _found, rest = rest.partition(name)
            self._run(paragraph, before, SMALL, False)
            self._field(paragraph, field)
        self._run(paragraph, rest, SMALL, False)

    def _field(self, paragraph: Any, name: str) -> None:
        field = self._element("w:fldSimple", instr=name)
        run = paragraph.add_run("1")
        run.font.size = self.pt(SMALL)
        field.append(run._r)
        paragraph._p.append(field)

    def _element(self, tag: str, **attributes: str) -> Any:
        element = self.docx.oxml.OxmlElement(tag)
        for key, value in attributes.items():
            element.set(self._name(f"w:{key}"), value)
        return element

    @staticmethod
    def _name(name: str) -> str:
        from docx.oxml.ns import qn  # noqa: PLC0415 - slow import

        return str(qn(name))
