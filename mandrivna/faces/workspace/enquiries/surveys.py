"""Questionnaires in the workspace: made, opened to everybody, read as bars; nobody's sheet is ever shown by itself."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.act import Act
from mandrivna.core.problems import Refused
from mandrivna.enquiries.actions.surveys import drop_survey_words, edit_survey, make_survey, step_survey
from mandrivna.enquiries.models import Survey, SurveyWords
from mandrivna.enquiries.models.surveys import STEPS, Asked, SurveyState
from mandrivna.enquiries.rules import SURVEY_WORDS, SURVEYS
from mandrivna.enquiries.surveys import Answered, answered, results, surveys_for
from mandrivna.faces.access import access, add_problems, read_or_send, status_of
from mandrivna.faces.look.charts import ChartKind, ChartSpec, Series
from mandrivna.faces.look.site import site
from mandrivna.faces.workspace.enquiries import survey_forms
from mandrivna.faces.workspace.enquiries.survey_forms import MORE, QuestionForm, SurveyForm
from mandrivna.faces.workspace.intake.acts import sent
from mandrivna.faces.workspace.operate import act_of, default_place, units_with
from mandrivna.shared import qr
from mandrivna.shared.printing import poster
from mandrivna.shared.printing.xlsx import Line, Sheet, workbook

PAGE, WORDS = 30, 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OF_QUESTION = re.compile(r"(text|kind|options)([0-9]+)")


@require_safe
@access(SURVEYS)
def listed(request: HttpRequest) -> HttpResponse:
    rows = surveys_for(request.actor).select_related("unit").annotate(many=Count("sheets")).order_by("-opens_on", "-made_at", "pk")
    page, today = Paginator(rows, PAGE).get_page(request.GET.get("page")), timezone.localdate()
    context = {"page": page, "rows": [(row, row.asks(today)) for row in page.object_list], "query": ""}
    return render(request, "workspace/enquiries/surveys.html", context)


# --- made and changed ---------------------------------------------------------------------------------------------------


@read_or_send
@access(SURVEYS)
def add(request: HttpRequest) -> HttpResponse:
    """`?from=` takes an earlier one for a pattern: next quarter's, or the same question a year later."""
    units = units_with(request, SURVEYS)
    form, questions = SurveyForm(units, initial={"unit": default_place(request, units)}), survey_forms.written(None)
    if request.method == "POST":
        form = SurveyForm(units, request.POST)
        run = lambda act, told: make_survey(act, unit=form.cleaned_data["unit"], **told)  # noqa: E731
        return _written(request, form, run, _("Анкету складено. Перегляньте її й почніть питати."))
    if pattern := _pattern(request):
        about = {name: getattr(pattern, name) for name in ("occasion", "title", "intro", "shown")}
        form, questions = SurveyForm(units, initial={**about, "unit": pattern.unit_id}), survey_forms.written(pattern)
    return _page(request, form, questions, None)


def _pattern(request: HttpRequest) -> Survey | None:
    try:
        return surveys_for(request.actor).filter(pk=uuid.UUID(request.GET.get("from", ""))).first()
    except ValueError:
        return None


@read_or_send
@access(SURVEYS)
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = _found(request, pk)
    if request.method != "POST":
        names = ("occasion", "title", "intro", "opens_on", "closes_on", "shown")
        form = SurveyForm(None, initial={name: getattr(one, name) for name in names})
        return _page(request, form, survey_forms.written(one), one)
    form = SurveyForm(None, request.POST)
    return _written(request, form, lambda act, told: edit_survey(act, survey=one, **told), _("Записано."), one)


def _written(
    request: HttpRequest, form: SurveyForm, run: Callable[[Act, dict[str, Any]], Survey], done: str, one: Survey | None = None
) -> HttpResponse:  # fmt: skip
    """Once the form is whole the verb is asked; «ще питання» only gives more room, and nothing is written."""
    questions = survey_forms.sent(request.POST)
    if request.POST.get("more"):
        whole = all([form.is_valid(), *(question.is_valid() for question in questions)])
        more = [QuestionForm(at) for at in range(len(questions), min(len(questions) + MORE, survey_forms.MOST_QUESTIONS))]
        return _page(request, form, [*questions, *more], one, 200 if whole else 422)
    if not all([form.is_valid(), *(question.is_valid() for question in questions)]):
        return _page(request, form, questions, one, 422)
    told, places = survey_forms.gathered(questions)
    try:
        made = run(act_of(request), {**form.told(), "questions": told})
    except Refused as refusal:
        _refused(form, places, refusal)
        return _page(request, form, questions, one, status_of(refusal))
    messages.success(request, done)
    return redirect("workspace:survey", pk=made.pk)


def _refused(form: SurveyForm, places: dict[int, QuestionForm], refusal: Refused) -> None:
    """What is wrong with a question stands beside that question, wherever among the empty ones it was written."""
    for problem in refusal.problems:
        named = OF_QUESTION.fullmatch(problem.field or "")
        if named and int(named[2]) in places:
            question = places[int(named[2])]
            question.add_error(f"{named[1]}{question.at}", str(problem))
    rest = [problem for problem in refusal.problems if not OF_QUESTION.fullmatch(problem.field or "")]
    if rest:
        add_problems(form, Refused(rest))


def _page(
    request: HttpRequest, form: SurveyForm, questions: list[QuestionForm], one: Survey | None, status: int = 200
) -> HttpResponse:  # fmt: skip
    title = _("Змінити анкету") if one else _("Нова анкета")
    crumbs = [(_("Анкети"), reverse("workspace:surveys"))]
    crumbs += [(str(one), reverse("workspace:survey", args=[one.pk]))] if one else []
    context = {
        "form": form, "questions": questions, "many": len(questions), "title": title, "crumbs": [*crumbs, (title, "")],
        "full": len(questions) >= survey_forms.MOST_QUESTIONS, "fixed": one is not None and answered(one),
        "back": reverse("workspace:survey", args=[one.pk]) if one else reverse("workspace:surveys"),
    }  # fmt: skip
    return render(request, "workspace/enquiries/survey_form.html", context, status=status)


# --- one: its state, its answers ----------------------------------------------------------------------------------------


@require_safe
@access(SURVEYS)
def one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = _found(request, pk)
    many, told = results(found)
    context = {
        "survey": found, "many": many, "asks": found.asks(timezone.localdate()),
        "told": [(row, _chart(row)) for row in told],
        "asked_words": any(question["kind"] == Asked.TEXT for question in found.questions),
        "may_read": request.actor.can(SURVEY_WORDS, found.unit.path),
        "address": request.build_absolute_uri(reverse("public:survey", args=[found.pk])),
        "steps": STEPS[SurveyState(found.state)], "answered": many or answered(found),
        "crumbs": [(_("Анкети"), reverse("workspace:surveys")), (str(found), "")],
    }  # fmt: skip
    return render(request, "workspace/enquiries/survey.html", context)


def _chart(row: Answered) -> ChartSpec | None:
    if not row.many:
        return None
    series = [Series(_("Відповідей"), [many for _label, many in row.bars])]
    labels = [label for label, _many in row.bars]
    return ChartSpec(
        kind=ChartKind.ACROSS, title=row.text, labels=labels, series=series, unit=_("відповідей"), head=_("Відповідь"),
        additive=row.kind != Asked.MANY,
    )  # fmt: skip


@require_POST
@access(SURVEYS)
def stepped(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = _found(request, pk)
    made = step_survey(act_of(request), survey=found, to=request.POST.get("to", ""))
    messages.success(request, _("Анкету відкрито.") if made.state == SurveyState.OPEN else _("Анкету завершено."))
    return redirect("workspace:survey", pk=found.pk)


@require_safe
@access(SURVEYS)
def code(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A sheet for the shelf or the table: a code, and that nobody is asked who they are."""
    found = _found(request, pk)
    if found.state == SurveyState.DRAFT:
        raise Http404
    with override(settings.LANGUAGE_CODE):
        made = poster.write(_sheet(request, found))
    return sent(made, f"anketa-{found.opens_on:%Y-%m-%d}.pdf", "application/pdf", shown=True)


def _sheet(request: HttpRequest, found: Survey) -> poster.Poster:
    address = request.build_absolute_uri(reverse("public:survey", args=[found.pk]))
    about = _("Наведіть камеру телефона: кілька хвилин, і ми знатимемо, що поліпшити.")
    until = _("Питаємо до %(day)s.") % {"day": f"{found.closes_on:%d.%m.%Y}"}
    return poster.Poster(
        language=settings.LANGUAGE_CODE,
        library=site().name,
        title=found.title,
        place="",
        codes=[poster.Code(qr.svg(address), _("Код, який відкриває анкету"), _("Скажіть нам"), about, size=70)],
        how=_("Як це буде"),
        steps=[_("Питань: %(many)d.") % {"many": len(found.questions)}, until, _("Надсилаєте один раз.")],
        foot=_("Хто ви, не питаємо й не дізнаємося."),
    )


@require_safe
@access(SURVEYS)
def table(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Sums only: what people wrote in words stays where only those who may read it look."""
    found = _found(request, pk)
    many, told = results(found)
    lines = []
    for row in told:
        lines.append(Line(cells=[row.text, row.many, None], strong=True))
        lines += [Line(cells=[label, number, _share(number, row.many)], indent=1) for label, number in row.bars]
        if row.share is not None:
            lines.append(Line(cells=[_("Оцінили на 4 і 5, %"), None, row.share], indent=1))
    days = f"{found.opens_on:%d.%m.%Y} – {found.closes_on:%d.%m.%Y}"
    title = [found.title, str(found.unit), days, _("Заповнених анкет: %(many)d") % {"many": many}]
    head = [_("Питання й відповіді"), _("Відповідей"), _("% від тих, хто відповів")]
    made = workbook(Sheet(name=_("Анкета"), title=title, header=head, lines=lines, widths=(70, 14, 14), created=timezone.now()))
    return sent(made, f"anketa-{found.opens_on:%Y-%m-%d}.xlsx", XLSX)


def _share(number: int, many: int) -> int | None:
    return round(100 * number / many) if many else None


# --- words --------------------------------------------------------------------------------------------------------------


@require_safe
@access(SURVEY_WORDS)
def words(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """In the order of chance, as their numbers are: neither who nor when."""
    found = _read(request, pk)
    page = Paginator(SurveyWords.objects.filter(survey=found).order_by("question", "pk"), WORDS).get_page(request.GET.get("page"))
    rows = [(row, found.questions[row.question]["text"]) for row in page.object_list]
    seen = [(_("Анкети"), reverse("workspace:surveys")), (str(found), reverse("workspace:survey", args=[found.pk]))]
    crumbs = seen if request.actor.can(SURVEYS, found.unit.path) else [(_("Анкети"), ""), (str(found), "")]
    context = {"survey": found, "page": page, "rows": rows, "query": "", "crumbs": [*crumbs, (_("Слова"), "")]}
    return render(request, "workspace/enquiries/survey_words.html", context)


@require_POST
@access(SURVEY_WORDS)
def words_dropped(request: HttpRequest, pk: uuid.UUID, words: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(SurveyWords.objects.select_related("survey__unit"), pk=words, survey=_read(request, pk))
    drop_survey_words(act_of(request), words=row)
    messages.success(request, _("Прибрано назовсім."))
    return redirect("workspace:survey_words", pk=pk)


def _found(request: HttpRequest, pk: uuid.UUID) -> Survey:
    return get_object_or_404(surveys_for(request.actor).select_related("unit"), pk=pk)


def _read(request: HttpRequest, pk: uuid.UUID) -> Survey:
    """For those who may read words, who need not be those who make questionnaires."""
    found = Survey.objects.select_related("unit").filter(pk=pk).first()
    if found is None or not request.actor.can(SURVEY_WORDS, found.unit.path):
        raise Http404
    return found
