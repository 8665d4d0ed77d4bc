"""Tables whose columns are made only by spaces: what `pdftotext -layout` gives, or a PDF that draws no lines.

A head of known words says how many columns there are; between two of its words runs a strip that the lines below leave free.
What stands between the strips is a cell. Everything read so is less sure than a table with lines, and says so.
"""

from mandrivna.planning.reading.said import Doubt
from mandrivna.planning.reading.spaced.document import spaced_blocks
from mandrivna.planning.reading.spaced.lines import of_pages, of_text

SPACED = (Doubt("spaced", ""),)
"""Of a file with such tables."""

__all__ = ["SPACED", "of_pages", "of_text", "spaced_blocks"]
