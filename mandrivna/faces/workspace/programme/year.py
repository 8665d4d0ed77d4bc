"""The year of events as a page and as a file: a map of days, and tables whose every figure opens the events behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.dates import MONTHS
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from mandrivna.faces.access import access
from mandrivna.faces.look.exports import XLSX
from mandrivna.programme.queries import events_for
from mandrivna.programme.rules import VIEW
from mandrivna.programme.states import Counts, State
from mandrivna.programme.terms import Terms, terms
from mandrivna.programme.year import BY, EVENTS, NONE, ONLINE, Figures, Group, Year, towns, year_of, years_of
from mandrivna.shared.printing.xlsx import Line, Sheet, workbook

STEPS = 5
STANDING = "standing"
FIRST, LAST = 2000, 2100
HEADINGS = {
    "direction": gettext_lazy("За напрямом"),
    "form": gettext_lazy("За формою роботи"),
    "town": gettext_lazy("За містом"),
    "audience": gettext_lazy("За аудиторією"),
    "project": gettext_lazy("За проєктом"),
    "counted_as": gettext_lazy("Як рахується"),
}
HEADS = (
    gettext_lazy("Попереду"),
    gettext_lazy("Відбулося"),
    gettext_lazy("Людей"),
    gettext_lazy("На місці"),
    gettext_lazy("Онлайн"),
)


@require_safe
@access(VIEW)
def year(request: HttpRequest, year: int) -> HttpResponse:
    if not FIRST <= year <= LAST:
        raise Http404
    rows, known = events_for(request.actor), terms()
    seen = year_of(rows, year, towns())
    if request.GET.get("export") == "xlsx":
        response = HttpResponse(_file(seen, known), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="podii-{year}.xlsx"'
        return response
    what = "people" if request.GET.get("what") == "people" else "events"
    context = {
        "seen": seen,
        "what": what,
        "years": years_of(rows, timezone.localdate()),
        "months": [(number, str(MONTHS[number])[:3], str(MONTHS[number])) for number in range(1, 13)],
        "map": _map(seen, what),
        "sums": [(seen.of_month(month), f"{reverse('workspace:programme')}?month={year}-{month:02d}") for month in range(1, 13)],
        "total": _linked(seen.total, {"year": year}),
        "tables": [(name, HEADINGS[name], list(_lines(year, name, seen.groups[name], known))) for name in BY if seen.groups[name]],
        "heads": HEADS,
        "steps": range(STEPS + 1),
        "others_url": _list_url(year=year, counted_as=Counts.NOTHING, state=STANDING),
        "crumbs": [(_("Програма"), reverse("workspace:programme")), (str(year), "")],
    }
    return render(request, "workspace/programme/year.html", context)


def _list_url(**said: Any) -> str:
    return f"{reverse('workspace:programme_list')}?{urlencode(said)}"


def _map(seen: Year, what: str) -> SafeString:
    """Rows of the table, 31 by 12. Made here and not in the template: 372 cells are most of the page's time there."""
    most, lines = seen.busiest(what), []
    base = _list_url(year=seen.year, state=STANDING, counted_as=EVENTS)
    for day in range(1, 32):
        cells = "".join(_cell(seen, month, day, what, most, base) for month in range(1, 13))
        lines.append(f'<tr><th scope="row">{day}</th>{cells}</tr>')
    return mark_safe("".join(lines))  # noqa: S308 - numbers, and an address escaped below


def _cell(seen: Year, month: int, day: int, what: str, most: int, base: str) -> str:
    try:
        on = dt.date(seen.year, month, day)
    except ValueError:
        return "<td></td>"
    rest = ' class="rest"' if on.weekday() == 6 else ""
    if (figures := seen.days.get((month, day))) is None:
        return f"<td{rest}></td>"
    number = int(getattr(figures, what))
    step = 1 if number == 0 else 1 + (number * STEPS - 1) // max(most, 1)
    return f'<td class="h{step}"><a href="{escape(base)}&amp;on={on.isoformat()}">{number}</a></td>'


def _lines(year: int, name: str, group: Group, known: Terms) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    for key, figures in group.items():
        yield _label(name, key, known), _linked(figures, {"year": year, name: key})


def _linked(figures: Figures, said: dict[str, Any]) -> list[tuple[int, str]]:
    """People are of what was held, so their figure opens the same events."""
    said = said if said.get("counted_as") else {**said, "counted_as": EVENTS}
    planned, held = _list_url(**said, state=State.PLANNED), _list_url(**said, state=State.HELD)
    return [
        (figures.planned, planned), (figures.held, held), (figures.people, held), (figures.here, held), (figures.online, held),
    ]  # fmt: skip


def _label(name: str, key: str, known: Terms) -> str:
    if key == NONE:
        return _("не вказано")
    if name == "town":
        return _("онлайн") if key == ONLINE else key
    if name == "counted_as":
        return str(Counts(key).label)
    label = {"direction": known.direction_label, "form": known.form_label, "audience": known.audience_label}.get(name)
    return label(key) if label else key


# --- the file ---------------------------------------------------------------------------------------------------------


def _file(seen: Year, known: Terms) -> bytes:
    now, lines = timezone.now(), [_line(_("Разом"), seen.total)]
    lines.append(_strong(_("За місяцями")))
    lines += [_line(str(MONTHS[month]), seen.of_month(month), 1) for month in range(1, 13)]
    for name in BY:
        lines.append(_strong(str(HEADINGS[name])))
        lines += [_line(_label(name, key, known), figures, 1) for key, figures in seen.groups[name].items()]
    lines.append(_strong(_("За днями: подій"), *(str(MONTHS[month]) for month in range(1, 13))))
    for day in range(1, 32):
        found = (seen.days.get((month, day)) for month in range(1, 13))
        lines.append(Line(cells=[str(day), *(one.events if one else None for one in found)], indent=1))
    told = _("Складено %(day)s") % {"day": formats.date_format(timezone.localtime(now), "d.m.Y H:i")}
    sheet = Sheet(
        name=str(seen.year),
        title=[_("Події %(year)d року") % {"year": seen.year}, told],
        header=[_("Показники"), *(str(head) for head in HEADS)],
        lines=lines,
        notes=[_("Подія для двох аудиторій стоїть в обох рядках; подія на кілька днів — у першому з них.")],
        widths=(44, *[13] * 12),
        created=now,
    )
    return workbook(sheet)


def _line(label: str, one: Figures, indent: int = 0) -> Line:
    return Line(cells=[label, one.planned, one.held, one.people, one.here, one.online], indent=indent)


def _strong(label: str, *cells: str) -> Line:
    return Line(cells=[label, *cells], strong=True)
