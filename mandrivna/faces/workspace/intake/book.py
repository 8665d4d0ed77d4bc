"""The summary book, a year at a time: each of its three parts is a page and three files of the same rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from mandrivna.core.models import Unit
from mandrivna.core.queries import institutions_for
from mandrivna.faces.access import access
from mandrivna.faces.look.exports import XLSX
from mandrivna.faces.workspace.intake.acts import WRITE, sent
from mandrivna.faces.workspace.intake.registry import crumbs
from mandrivna.fund.balance import balance
from mandrivna.fund.balance_papers import balance_book, balance_head, balance_rows
from mandrivna.fund.intake import book
from mandrivna.fund.models import Gift, Withdrawal
from mandrivna.fund.papers import summary, summary_head, summary_row
from mandrivna.fund.replacing import departures
from mandrivna.fund.replacing_papers import departures_book, departures_head, departures_row
from mandrivna.fund.rules import VIEW
from mandrivna.planning.queries import no_purchases
from mandrivna.shared.printing import xlsx
from mandrivna.shared.printing.document import Document

YEARS = 5


@dataclass(frozen=True, kw_only=True)
class Part:
    """`read` asks the database once; `links` are the pages of the acts, row by row. `figures` are the columns of numbers and
    `widths` those of the sheet."""

    number: int
    page: str
    name: Any
    read: Callable[[Unit, int], Sequence[Any]]
    head: Callable[[], list[str]]
    row: Callable[[Any], list[str]]
    link: Callable[[Any], str]
    document: Callable[[Unit, int, Sequence[Any]], Document]
    figures: range
    widths: tuple[int, ...]
    note: Any
    empty: tuple[Any, Any] = ("", "")


def _act_that_came(entry: Any) -> str:
    return reverse("workspace:gift" if isinstance(entry.act, Gift) else "workspace:replacement", args=[entry.act.pk])


def _act_that_left(row: Any) -> str:
    if row.act is None:
        return ""
    return reverse("workspace:withdrawal" if isinstance(row.act, Withdrawal) else "workspace:replacement", args=[row.act.pk])


def _nowhere(row: Any) -> str:
    return ""


CAME = Part(
    number=1, page="workspace:summary_book", name=gettext_lazy("Частина 1. Надходження"), read=book, head=summary_head,
    row=summary_row, link=_act_that_came, document=summary, figures=range(4, 7), widths=(10, 12, 30, 20, 8, 12, 14, 28, 28, 28),
    note=gettext_lazy(
        "Рядок з’являється з підписаним актом. Нумерація щороку починається з одиниці: потребує звірки з обліковою політикою "
        "закладу."
    ),
    empty=(
        gettext_lazy("Цього року ще жодного підписаного акта"), gettext_lazy("Рядок з’явиться тут, щойно підпишуть акт дарунка."),
    ),
)  # fmt: skip
LEFT = Part(
    number=2, page="workspace:departures", name=gettext_lazy("Частина 2. Вибуття"), read=departures, head=departures_head,
    row=departures_row, link=_act_that_left, document=departures_book, figures=range(3, 6),
    widths=(10, 12, 20, 8, 12, 14, 30, 28, 28),
    note=gettext_lazy(
        "Кожен акт має одну причину. Причини й нумерація записів: потребують звірки з обліковою політикою закладу."
    ),
    empty=(
        gettext_lazy("Цього року нічого не вибуло"), gettext_lazy("Рядок з’явиться, коли підпишуть акт або вилучать примірник."),
    ),
)  # fmt: skip
STANDS = Part(
    number=3, page="workspace:fund_balance", name=gettext_lazy("Частина 3. Підсумки"),
    read=lambda institution, year: balance_rows(balance(institution, year, timezone.localdate())),
    head=balance_head, row=list, link=_nowhere, document=balance_book, figures=range(1, 2), widths=(40, 14, 50, 50),
    note=gettext_lazy(
        "Надходження тут за днем приймання, у частині 1 за днем акта. Сум немає: ціну записано не в усіх примірників. Форма: "
        "потребує звірки з обліковою політикою закладу."
    ),
)  # fmt: skip
PARTS = (CAME, LEFT, STANDS)


@require_safe
@access(VIEW)
def came(request: HttpRequest) -> HttpResponse:
    return shown(request, CAME)


@require_safe
@access(VIEW)
def left(request: HttpRequest) -> HttpResponse:
    return shown(request, LEFT)


@require_safe
@access(VIEW)
def stands(request: HttpRequest) -> HttpResponse:
    return shown(request, STANDS)


def shown(request: HttpRequest, part: Part) -> HttpResponse:
    institution, year = own_institution(request), asked_year(request)
    rows = part.read(institution, year)
    form, name = request.GET.get("as", ""), f"kso-{part.number}-{year}"
    if form in WRITE:
        write, content_type = WRITE[form]
        return sent(write(part.document(institution, year, rows)), f"{name}.{form}", content_type)
    if form == "xlsx":
        return sent(_sheet(part, institution, year, rows), f"{name}.xlsx", XLSX)
    now = timezone.localdate().year
    context = {
        "institution": institution,
        "part": part,
        "parts": [(one.name, reverse(one.page), one is part) for one in PARTS],
        "year": year,
        "years": range(now, now - YEARS, -1),
        "purchases": no_purchases(institution, year) if part is CAME else "",
        "head": part.head(),
        "rows": [(part.link(row), part.row(row)) for row in rows],
        "crumbs": crumbs((_("Книга сумарного обліку"), "")),
    }
    return render(request, "workspace/intake/book.html", context)


def _sheet(part: Part, institution: Unit, year: int, rows: Sequence[Any]) -> bytes:
    lines = [xlsx.Line(cells=part.row(row)) for row in rows]
    title = [str(part.document(institution, year, ()).title), str(year)]
    return xlsx.workbook(xlsx.Sheet(name=str(year), title=title, header=part.head(), lines=lines, widths=part.widths))


def own_institution(request: HttpRequest, permission: Any = VIEW) -> Any:
    """Of several the one asked for, else the first."""
    found = institutions_for(request.actor, permission).order_by("path")
    wanted = request.GET.get("institution", "")
    return get_object_or_404(found, pk=wanted) if wanted.isascii() and wanted.isdigit() else found.first() or _nobody()


def _nobody() -> Any:
    raise Http404


def asked_year(request: HttpRequest) -> int:
    said = request.GET.get("year", "")
    now: int = timezone.localdate().year
    return int(said) if said.isascii() and said.isdigit() and 2000 <= int(said) <= now else now
