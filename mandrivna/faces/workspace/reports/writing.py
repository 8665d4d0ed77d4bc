"""The words of a report: one place at a time, with live numbers to put in, and with what a colleague wrote meanwhile beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mandrivna.faces.access import access
from mandrivna.faces.workspace.editing import CHANGED, Editing
from mandrivna.faces.workspace.reports.finding import report_or_404
from mandrivna.faces.workspace.reports.forms import TextForm, TitleForm
from mandrivna.faces.workspace.reports.photos import choice, merged
from mandrivna.planning import actions
from mandrivna.planning.board.rows import Tie, TieKind
from mandrivna.planning.board.sheet import figures_of
from mandrivna.planning.definitions import Definitions, load
from mandrivna.planning.figures import number
from mandrivna.planning.models import Report, ReportText, Section
from mandrivna.planning.reports.kinds import PLAN, Heading, kind_of
from mandrivna.planning.reports.tokens import filled, known
from mandrivna.planning.rules import EDIT

PLACES = {"title": gettext_lazy("Назва звіту"), "intro": gettext_lazy("Вступ"), "closing": gettext_lazy("Висновки")}


@dataclass(frozen=True)
class Figure:
    """A live number that may be put into the words."""

    code: str
    label: str
    value: str


@dataclass(frozen=True)
class Place:
    code: str
    name: str
    text: str
    section: Section | None = None
    heading: Heading | None = None


@require_http_methods(["GET", "POST"])
@access(EDIT)
def write(request: HttpRequest, uid: UUID, place: str) -> HttpResponse:
    report = report_or_404(request, uid, EDIT, _beside(place))
    here = _place(report, place)
    if report.signed:
        messages.info(request, _("Звіт підписано: його слова більше не змінюються."))
        return redirect("workspace:report", uid=report.pk)
    standing = {"text": here.text}
    definitions = load()
    form = (TitleForm if place == "title" else TextForm)(request.POST or None, initial=standing)
    editing, status = Editing(request, f"planning.Report:{report.pk}:{place}", form, standing), 200
    if request.method == "POST" and "put" in request.POST:
        status = CHANGED if editing.stale() else _put(form, request.POST["put"], definitions)
    elif request.method == "POST":
        status = editing.attempt(
            lambda act: actions.write_report_text(
                act,
                report=report,
                place=place,
                text=form.cleaned_data["text"],
                photos=None if place in PLACES else merged(request, report, place),
            )
        )
        if not status:
            messages.success(request, _("Записано."))
            return redirect(f"{_url(report)}#{_anchor(here)}")
    context = _context(report, here, form, editing, definitions) | ({} if place in PLACES else choice(request, report, place))
    return render(request, "workspace/reports/write.html", context, status=status)


def _url(report: Report) -> str:
    return reverse("workspace:report", args=[report.pk])


def _anchor(here: Place) -> str:
    return here.code if here.code in PLACES else f"part-{here.code}"


def _place(report: Report, code: str) -> Place:
    if code in PLACES:
        return Place(code, str(PLACES[code]), getattr(report, code))
    if report.kind != PLAN:
        return _under(report, code)
    if (key := _key(code)) is None or report.section_title is None:
        raise Http404
    section = Section(uid=key, number=report.section_number, title=report.section_title)
    return Place(code, str(section), report.section_said or "", section)


def _key(code: str) -> UUID | None:
    try:
        return UUID(code)
    except ValueError:
        return None


def _beside(place: str) -> QuerySet[Report]:
    """The report with the section of its plan of which something is said, and what is."""
    if (key := _key(place)) is None:
        return Report.objects.all()
    section = Section.objects.filter(plan=OuterRef("plan"), pk=key)
    said = ReportText.objects.filter(report=OuterRef("pk"), section=key)
    return Report.objects.annotate(
        section_number=Subquery(section.values("number")), section_title=Subquery(section.values("title")),
        section_said=Subquery(said.values("text")),
    )  # fmt: skip


def _under(report: Report, code: str) -> Place:
    """A heading of a document of the year."""
    kind = kind_of(report.kind)
    heading = kind.heading(code) if kind else None
    if heading is None:
        raise Http404
    text = report.texts.filter(heading=code).values_list("text", flat=True).first() or ""
    return Place(code, heading.title, text, heading=heading)


def _put(form: Any, code: str, definitions: Definitions) -> int:
    """Without a script a number goes to the end of the words; with one, to where the cursor stands."""
    if code in known(definitions):
        said = form.data.copy()
        said["text"] = f"{said.get('text', '').rstrip()} {{{code}}}".strip()
        form.data = said
    return 200


def _context(report: Report, here: Place, form: Any, editing: Editing, definitions: Definitions) -> dict[str, Any]:
    context = {"report": report, "here": here, "form": form, "editing": editing, "back": f"{_url(report)}#{_anchor(here)}"}
    if here.code == "title":
        return context
    labels = known(definitions)
    figures, day = figures_of(
        report.plan, list(labels), until=report.until, today=timezone.localdate(), definitions=definitions
    )  # fmt: skip
    near = [code for code in (here.heading.numbers if here.heading else _near(report, here.section)) if code in labels]
    told = {code: Figure(code, label, _said(figures[code])) for code, label in labels.items()}
    text = form["text"].value() or ""
    return {
        **context,
        "near": [told[code] for code in near],
        "others": [told[code] for code in labels if code not in near],
        "preview": filled(text, figures) if text.strip() else "",
        "day": day,
    }


def _said(value: int | None) -> str:
    return _("немає даних") if value is None else number(value)


def _near(report: Report, section: Section | None) -> list[str]:
    """What the rows of the section are measured by, in their order; of the introduction, what all rows are."""
    ties = Tie.objects.filter(item__plan=report.plan_id, item__part__isnull=False, kind=TieKind.INDICATOR)
    if section:
        ties = ties.filter(item__part=section)
    codes = ties.order_by("item__part__position", "item__position", "line", "made_at").values_list("indicator", flat=True)
    return list(dict.fromkeys(codes))
