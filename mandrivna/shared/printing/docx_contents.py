"""The contents of a DOCX: links to headings with a row of dots and the number of the page.

A word processor counts the pages itself when it opens or prints the file; until then the numbers are those of the same paper as
a PDF, so that a file which nobody has recounted already says something true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mandrivna.shared.printing.document import Contents, clean
from mandrivna.shared.printing.pdf import pages_of

if TYPE_CHECKING:
    from mandrivna.shared.printing.docx import Writer

STEP = 6
"""Millimetres by which a part of a section stands to the right."""


def mark(writer: Writer, heading: Any, at: int) -> None:
    """A bookmark around the heading, for the number of its page."""
    begin = writer._element("w:bookmarkStart", id=str(at), name=_name(at))
    end = writer._element("w:bookmarkEnd", id=str(at))
    heading._p.insert(1 if heading._p.pPr is not None else 0, begin)
    heading._p.append(end)


def contents(writer: Writer, block: Contents) -> None:
    heading = writer._line(block.title, strong=True, keep=True).paragraph_format
    heading.space_after, heading.page_break_before = writer.pt(6), True
    listed = writer.document.listed
    alignment, leader = writer.docx.enum.text.WD_TAB_ALIGNMENT.RIGHT, writer.docx.enum.text.WD_TAB_LEADER.DOTS
    for (at, heading), page in zip(listed, pages_of(writer.document), strict=True):
        line = writer._line("", left=(heading.level - 2) * STEP)
        line.paragraph_format.space_after = writer.pt(4)
        line.paragraph_format.tab_stops.add_tab_stop(writer.mm(writer.width), alignment, leader)
        link = writer._element("w:hyperlink", anchor=_name(at))
        run = line.add_run(clean(heading.listed) + "\t")
        link.append(run._r)
        field = writer._element("w:fldSimple", instr=f"PAGEREF {_name(at)} \\h")
        field.append(line.add_run(str(page))._r)
        link.append(field)
        line._p.append(link)


def _name(at: int) -> str:
    return f"_part{at}"
