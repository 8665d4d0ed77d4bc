"""Charts as SVG made on the server: pure functions from a `ChartSpec` to a drawing, a sentence and a table."""

from mandrivna.faces.look.charts.draw import draw
from mandrivna.faces.look.charts.spec import ChartKind, ChartSpec, Series
from mandrivna.faces.look.charts.table import table
from mandrivna.faces.look.charts.words import summary

__all__ = ["ChartKind", "ChartSpec", "Series", "draw", "summary", "table"]
