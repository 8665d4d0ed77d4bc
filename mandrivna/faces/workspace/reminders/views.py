"""Whom to call: readers with a term near or over whom no machine of ours can tell it, and a button for «told»."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.act import Act
from mandrivna.core.menu import MENU, Item
from mandrivna.faces.access import access
from mandrivna.faces.workspace.operate import act_of
from mandrivna.lending.actions.reminding import remind_in_person
from mandrivna.lending.models import Reminder
from mandrivna.lending.reminding import DONE, SHOWN, TODO, Line, due_for, left_alone, lines_of, to_remind
from mandrivna.lending.rules import ISSUE
from mandrivna.lending.terms import terms
from mandrivna.readers.actions.viewing import viewed_all
from mandrivna.readers.models import NoticesBy, Reader
from mandrivna.readers.queries import Shown, shown
from mandrivna.readers.rules import VIEW

PAGE, MOST_BOOKS = 20, 5
TABS = ((TODO, gettext_lazy("Нагадати")), (DONE, gettext_lazy("Уже нагадано")), ("chat", gettext_lazy("Нагадує програма")))


@dataclass(frozen=True)
class Contact:
    """How to reach them; `of` is whose card says it, `who` is empty for the reader's own telephone."""

    text: str
    of: Reader
    who: str = ""

    @property
    def dial(self) -> str:
        """Only digits and a plus: what a telephone dials; of an address nothing."""
        kept = "".join(sign for sign in self.text if sign.isdigit() or sign == "+")
        return kept if len(kept) >= 9 and not any(sign.isalpha() for sign in self.text) else ""

    @property
    def mail(self) -> bool:
        return "@" in self.text and " " not in self.text


@dataclass(frozen=True)
class Row:
    line: Line
    who: Shown
    contacts: list[Contact]

    @property
    def wish(self) -> str:
        """What they asked for, where that is no news to whoever calls: how they are reminded is not written without a choice."""
        chosen = self.who.reader.notices_by
        return str(NoticesBy(chosen).label) if chosen else ""

    @property
    def books(self) -> list[Any]:
        return self.line.loans[:MOST_BOOKS]

    @property
    def further(self) -> int:
        return max(self.line.number - MOST_BOOKS, 0)


@require_safe
@access(ISSUE)
def listed(request: HttpRequest) -> HttpResponse:
    on, show = timezone.localdate(), request.GET.get("show", TODO)
    show = show if show in SHOWN else TODO
    agreed, actor = terms(), request.actor
    page = Paginator(to_remind(actor, on, agreed, show), PAGE).get_page(request.GET.get("page"))
    named = actor.paths(VIEW) == actor.paths(ISSUE)  # then whoever is served here is seen by name: no need to ask for each
    lines = lines_of(actor, on, page.object_list, agreed, cards=not named)
    context = {
        "page": page,
        "rows": _rows(request, lines, named),
        "today": on,
        "show": show,
        "tabs": TABS,
        "ways": Reminder.How.choices,
        "alone": left_alone(actor, on, agreed) if show == TODO else 0,
        "query": f"&show={show}" if show else "",
    }
    response = render(request, "workspace/reminders/list.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _rows(request: HttpRequest, lines: list[Line], named: bool) -> list[Row]:
    """A name with a telephone beside what somebody has at home is a look at their card, and leaves its trace."""
    readers = [line.reader for line in lines]
    known = {reader.institution_id for reader in readers} if named else None
    people = {one.reader.pk: one for one in shown(request.actor, readers, named=known)}
    rows = [Row(line, who, _contacts(who)) for line in lines if (who := people.get(line.reader.pk))]
    looked: dict[Any, list[Reader]] = {}
    for row in rows:
        if row.who.named:
            opened = {one.pk: one for one in (row.who.reader, *(contact.of for contact in row.contacts))}
            looked.setdefault(row.who.reader.institution, []).extend(opened.values())
    for institution, readers in looked.items():
        viewed_all(Act(actor=request.actor), readers=readers, institution=institution)
    return rows


def _contacts(who: Shown) -> list[Contact]:
    """Only for whoever may see readers by name; a child's grown-up is called, not the child."""
    if not who.named:
        return []
    reader, found = who.reader, []
    responsible = getattr(reader, "responsible", None)
    if responsible is not None and responsible.contact:
        found.append(Contact(responsible.contact, reader, f"{responsible.name}, {responsible.get_relation_display()}"))
    if reader.phone:
        found.append(Contact(reader.phone, reader))
    if reader.email:
        found.append(Contact(reader.email, reader))
    if not found and reader.family is not None and reader.family.phone:
        found.append(Contact(reader.family.phone, reader.family, _("сімейний квиток")))
    return found


@require_POST
@access(ISSUE)
def reminded(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    mine = due_for(request.actor, timezone.localdate(), terms()).filter(reader=pk)
    loan = mine.select_related("reader__institution", "place").order_by("due_on", "pk").first()
    if loan is None or loan.reader is None:
        raise Http404
    how = request.POST.get("how", "")
    remind_in_person(act_of(request), reader=loan.reader, place=loan.place, how=how)
    missed = how == Reminder.How.MISSED
    messages.success(request, _("Записано: не відповідають. Читач лишається в переліку.") if missed else _("Записано: нагадано."))
    return redirect("workspace:reminders")


MENU.add(
    "reminders",
    Item(
        label=gettext_lazy("Кому нагадати"),
        url_name="workspace:reminders",
        permission=ISSUE,
        group="service",
        icon="phone",
        order=320,
    ),
)
