"""The table of a plan's section."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from mandrivna.faces.workspace.plans.saying import Cell, cells_html

register = template.Library()


@register.simple_tag
def plan_cells(cells: list[Cell], writes: bool | str = False) -> SafeString:
    return cells_html(cells, writes=bool(writes))
