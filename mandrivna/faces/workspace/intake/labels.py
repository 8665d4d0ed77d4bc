"""«Опрацювання»: what waits for a label or for a shelf, labels as PDF, and how many days each step takes."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Refused
from mandrivna.faces.access import access, unit_or_404
from mandrivna.faces.look.undo import undoable
from mandrivna.faces.workspace.indicators.paper import PDF
from mandrivna.faces.workspace.intake.acts import sent
from mandrivna.faces.workspace.intake.book import own_institution
from mandrivna.faces.workspace.intake.registry import crumbs
from mandrivna.faces.workspace.operate import UnitChoice, act_of, units_with
from mandrivna.fund.actions.arrivals import MOST, mark_labelled, mark_printed, shelve, step_back
from mandrivna.fund.intake import arrivals_for, oldest_waiting, paces
from mandrivna.fund.labelling import NAME, label_of, papers
from mandrivna.fund.models import Arrival, Way
from mandrivna.fund.rules import EDIT, VIEW
from mandrivna.lending.problems import LENDS
from mandrivna.shared.printing.labels import Layout, Mark, write

PAGE = 100
WAITING = (Way.ACCEPTED, Way.PRINTED, Way.LABELLED)
STEPS = {
    "label": gettext_lazy("Від приймання до наклейки"),
    "shelf": gettext_lazy("Від наклейки до полиці"),
    "whole": gettext_lazy("Увесь шлях: від коробки до полиці"),
}
LAYOUTS = [
    (Layout.COVER, gettext_lazy("на обкладинку: штрихкод, номер, шифр")),
    (Layout.SPINE, gettext_lazy("на корінець: шифр і номер")),
]
MARKS = [(Mark.BARS, gettext_lazy("штрихкод")), (Mark.QR, gettext_lazy("квадратний код")), (Mark.BOTH, gettext_lazy("обидва"))]
REMEMBERED = "intake_labels"
"""Session key: which paper one printed on last."""


class LabelForm(forms.Form):
    paper = forms.ChoiceField(label=gettext_lazy("Папір"))
    layout = forms.ChoiceField(label=gettext_lazy("Куди клеїти"), choices=LAYOUTS)
    mark = forms.ChoiceField(label=gettext_lazy("Який код"), choices=MARKS)
    first = forms.IntegerField(
        label=gettext_lazy("Перша вільна клітинка"),
        min_value=1,
        max_value=200,
        initial=1,
        required=False,
        help_text=gettext_lazy("Якщо аркуш уже почато. Рахують зліва направо, згори вниз."),
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"].choices = [(key, name) for key, (name, _paper) in papers().items()]


class ShelfForm(forms.Form):
    shelf = UnitChoice(label=gettext_lazy("На яку полицю"))

    def __init__(self, shelves: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shelf"].queryset = shelves


def _way(request: HttpRequest) -> Way:
    said = request.GET.get("way", "")
    return Way(said) if said in WAITING else Way.ACCEPTED


def _gift(request: HttpRequest, rows: Any) -> Any:
    try:
        return rows.filter(gift=uuid.UUID(request.GET.get("gift", "")))
    except ValueError:
        return rows


@require_safe
@access(VIEW)
def queue(request: HttpRequest) -> HttpResponse:
    way, waiting = _way(request), _gift(request, arrivals_for(request.actor).waiting())
    page = Paginator(waiting.at(way).order_by("accepted_on", "line", "pk"), PAGE).get_page(request.GET.get("page"))
    may_edit = request.actor.can(EDIT)
    gift = request.GET.get("gift", "")[:36]
    context = {
        "way": way,
        "gift": gift,
        "query": f"&{urlencode({'way': way, **({'gift': gift} if gift else {})})}",
        "tabs": [(one, one.label, _gift(request, arrivals_for(request.actor).waiting()).at(one).count()) for one in WAITING],
        "page": page,
        "rows": [(one, (timezone.localdate() - one.accepted_on).days) for one in page.object_list],
        "may_edit": may_edit,
        "label_form": LabelForm(initial=request.session.get(REMEMBERED, {})) if may_edit else None,
        "shelf_form": ShelfForm(_shelves(request)) if may_edit else None,
        "crumbs": crumbs((_("Опрацювання"), "")),
    }
    return render(request, "workspace/intake/queue.html", context)


def _shelves(request: HttpRequest) -> QuerySet[Unit]:
    found: QuerySet[Unit] = units_with(request, EDIT).filter(kind__in=LENDS)
    return found


def _chosen(request: HttpRequest) -> list[Arrival]:
    """As marked; with nothing marked, nothing: a slip of a finger must not move a whole box."""
    keys = []
    for said in request.POST.getlist("copy")[: MOST + 1]:
        try:
            keys.append(uuid.UUID(said))
        except ValueError:
            continue
    found = list(arrivals_for(request.actor, EDIT).standing().filter(pk__in=keys).order_by("accepted_on", "line", "pk"))
    if not found or len(keys) > MOST:
        raise Refused(
            [Blocker(code="nothing_chosen", text=_("Позначте книжки у списку: від однієї до %(most)d.") % {"most": MOST})]
        )
    return found


def _place(request: HttpRequest, found: list[Arrival]) -> Unit:
    """Whose work it is: where the person holds the right, nearest to where the copies stand."""
    own = units_with(request, EDIT)
    place: Unit | None = own.filter(pk__in=[one.copy.place_id for one in found]).order_by("-path").first() or own.first()
    if place is None:
        raise Refused([Blocker(code="nowhere", text=_("Немає підрозділу, у якому ви приймаєте книжки."))])
    return place


@require_POST
@access(EDIT)
def act(request: HttpRequest) -> HttpResponse:
    """One form, several buttons: print, stuck on, stands, one step back."""
    found = _chosen(request)
    copies = [str(one.pk) for one in found]
    match request.POST.get("do", ""):
        case "print":
            return _printed(request, found, copies)
        case "label":
            mark_labelled(act_of(request), unit=_place(request, found), copies=copies)
            return _done(request, copies, _("Наклеєно: %(many)d."))
        case "shelve":
            shelf = unit_or_404(request, request.POST.get("shelf", ""), EDIT) if request.POST.get("shelf") else None
            if shelf is None or shelf.kind not in LENDS:
                raise Refused([Blocker(code="no_shelf", text=_("Оберіть полицю, на яку поставили книжки."), field="shelf")])
            shelve(act_of(request), shelf=shelf, copies=copies)
            return _done(request, copies, _("На полиці: %(many)d."))
        case _:
            step_back(act_of(request), unit=_place(request, found), copies=copies)
            messages.success(request, _("Повернено на крок назад: %(many)d.") % {"many": len(copies)})
            return _back(request)


def _done(request: HttpRequest, copies: list[str], text: str) -> HttpResponse:
    keys = ",".join(copies)
    request.session["intake_undo"] = keys
    undoable(request, text % {"many": len(copies)}, reverse("workspace:intake_back"))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    way = request.POST.get("way", "")
    return redirect(
        f"{reverse('workspace:intake_queue')}?{urlencode({'way': way})}" if way in WAITING else "workspace:intake_queue"
    )


@require_POST
@access(EDIT)
def back(request: HttpRequest) -> HttpResponse:
    """Undo of what was marked last in this session."""
    keys = [key for key in request.session.pop("intake_undo", "").split(",") if key]
    found = list(arrivals_for(request.actor, EDIT).standing().filter(pk__in=keys)) if keys else []
    if not found:
        raise Refused([Blocker(code="nothing_to_undo", text=_("Немає чого скасовувати."))])
    step_back(act_of(request), unit=_place(request, found), copies=[str(one.pk) for one in found])
    messages.success(request, _("Скасовано."))
    return redirect("workspace:intake_queue")


def _printed(request: HttpRequest, found: list[Arrival], copies: list[str]) -> HttpResponse:
    form = LabelForm(request.POST)
    if not form.is_valid():
        raise Refused([Blocker(code="label_form", text=_("Перевірте, на якому папері друкувати й з якої клітинки."))])
    said = form.cleaned_data
    request.session[REMEMBERED] = {name: said[name] for name in ("paper", "layout", "mark")}
    data = _pdf(found, said)
    mark_printed(act_of(request), unit=_place(request, found), copies=copies)
    return sent(data, f"{NAME}-{timezone.localdate():%Y-%m-%d}.pdf", PDF, shown=True)


def _pdf(found: list[Arrival], said: dict[str, Any]) -> bytes:
    _name, paper = papers()[said["paper"]]
    labels = [label_of(one.copy) for one in found]
    return write(labels, paper, layout=Layout(said["layout"]), mark=Mark(said["mark"]), first=said["first"] or 1)


# --- the days each step takes -------------------------------------------------------------------------------------------


@require_safe
@access(VIEW)
def pace(request: HttpRequest) -> HttpResponse:
    """A year back, month by month: the middle copy and the slowest."""
    institution, today = own_institution(request), timezone.localdate()
    since = (today.replace(day=1) - dt.timedelta(days=330)).replace(day=1)
    context = {
        "institution": institution,
        "steps": [(title, paces(institution, step, since)) for step, title in STEPS.items()],
        "oldest": oldest_waiting(institution),
        "crumbs": crumbs((_("Скільки триває опрацювання"), "")),
    }
    return render(request, "workspace/intake/pace.html", context)
