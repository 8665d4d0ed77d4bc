"""Text of a PDF whose tables have lost their lines: cells follow one another, wrapped where their columns were too narrow.

Three things remain of the table. The heads are known words, even when they are broken in the middle. Every paragraph ends with a
space, so an empty cell is a space more. And the page was flat: a line goes on from cell to cell only while the cells have one line,
and a word is wrapped only where it did not fit. With the words of terms, departments and forms of work this is mostly enough.
"""

from mandrivna.planning.reading.loose.document import loose_blocks

__all__ = ["loose_blocks"]
