"""The drawing of the board, on its page and as a picture for slides."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from mandrivna.core.letterhead import letterhead, speaking_for
from mandrivna.faces.access import access
from mandrivna.faces.look.charts import ChartKind, ChartSpec, Series
from mandrivna.faces.look.charts.slides import PNG, picture
from mandrivna.faces.workspace.board.finding import plan_or_404, until_of
from mandrivna.faces.workspace.intake.acts import sent
from mandrivna.planning.board import pace
from mandrivna.planning.board.pace import Light
from mandrivna.planning.board.sheet import Board, BoardRow, board
from mandrivna.planning.periods import period_label
from mandrivna.planning.rules import VIEW


def chart_of(whole: Board) -> ChartSpec | None:
    """How many rows of each section go how."""
    sections = [(section, whole.of(section)) for section in whole.sections]
    sections = [(section, rows) for section, rows in sections if any(row.light != Light.NONE for row in rows)]
    if not sections:
        return None
    lights = [light for light in pace.ORDER if light != Light.NONE and whole.lights[light]]
    return ChartSpec(
        kind=ChartKind.STACKED, title=_("Як ідуть розділи"), head=_("Розділ"), unit=_("рядків"),
        labels=[section.number or section.title[:20] for section, _rows in sections],
        series=[Series(str(pace.WORDS[one]), [_many(rows, one) for _section, rows in sections]) for one in lights],
    )  # fmt: skip


def _many(rows: list[BoardRow], light: Light) -> int:
    return sum(row.light == light for row in rows)


@require_GET
@access(VIEW)
def chart_picture(request: HttpRequest, plan: int) -> HttpResponse:
    """What stands on the page, large enough for a wall; in the language of the page."""
    found = plan_or_404(request, plan)
    whole = board(found, until=until_of(request), today=timezone.localdate(), before=False)
    chart = chart_of(whole)
    if chart is None:
        raise Http404
    day = _("станом на %(day)s") % {"day": date_format(whole.day, "d.m.Y")}
    about = f"{found.title or found.unit.name}, {period_label(found.year, whole.until)}; {day}"
    made = picture(chart, about=about, foot=letterhead(speaking_for(found.unit)).name)
    return sent(made, f"plan-{found.pk}-{found.year}{f'-{whole.until}' if whole.until else ''}.png", PNG)
