"""What rings the bell: disagreements, what could not be applied, what the outbox gave up on; and what is overdue here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandrivna.catalogue import rules as catalogue_rules
from mandrivna.catalogue.links import failing
from mandrivna.core import rules
from mandrivna.core.actor import Actor
from mandrivna.core.attention import ATTENTION, Attention, Waiting
from mandrivna.core.discrepancies import DISCREPANCIES, explain
from mandrivna.core.models import Staff, Unit
from mandrivna.core.notify import deliver
from mandrivna.core.outbox.queries import parked
from mandrivna.core.queries import discrepancies_for, quarantined_for
from mandrivna.faces.workspace.system.words import task_word, verb_word
from mandrivna.lending import rules as lending_rules
from mandrivna.lending.queries import overdue_at
from mandrivna.readers.looks import LOOKED, many_looks

DELIVER = deliver.module_path


def _moment(when: Any) -> str:
    return date_format(timezone.localtime(when), "SHORT_DATETIME_FORMAT")


def discrepancies(actor: Actor, _place: Unit | None) -> QuerySet[Any]:
    return discrepancies_for(actor).filter(closed_at=None).select_related("unit").order_by("opened_at", "pk")


def discrepancies_told(_actor: Actor, rows: Sequence[Any]) -> list[Waiting]:
    found = []
    for row in rows:
        kind = DISCREPANCIES.get(row.kind)
        where = f" · {row.unit}" if row.unit else ""
        found.append(
            Waiting(explain(row), f"{reverse('workspace:discrepancies')}#{row.pk}", f"{kind.label if kind else row.kind}{where}")
        )
    return found


def quarantine(actor: Actor, _place: Unit | None) -> QuerySet[Any]:
    return quarantined_for(actor).filter(solved_at=None).order_by("received_at", "pk")


def quarantine_told(_actor: Actor, rows: Sequence[Any]) -> list[Waiting]:
    return [
        Waiting(
            f"{verb_word(row.verb) if row.verb else _('невідома дія')}: {row.get_reason_display()}",
            reverse("workspace:quarantined", args=[row.pk]),
            _moment(row.received_at),
        )
        for row in rows
    ]


def tasks(_actor: Actor, _place: Unit | None) -> QuerySet[Any]:
    return parked().exclude(task_path=DELIVER).defer("args_kwargs", "return_value")


def tasks_told(_actor: Actor, rows: Sequence[Any]) -> list[Waiting]:
    return [Waiting(task_word(row.task_path), note=_moment(row.finished_at) if row.finished_at else "") for row in rows]


def undelivered(_actor: Actor, _place: Unit | None) -> QuerySet[Any]:
    person = Staff.objects.filter(pk=Cast(OuterRef("args_kwargs__kwargs__staff"), IntegerField()))
    return parked().filter(task_path=DELIVER).defer("return_value").annotate(addressee=Subquery(person.values("name")[:1]))


def undelivered_told(_actor: Actor, rows: Sequence[Any]) -> list[Waiting]:
    """To whom and since when; what the letter says stays sealed."""
    found = []
    for row in rows:
        text = _("Не надіслано: %s") % row.addressee if row.addressee else _("Не надіслано: адресат більше не працює тут")
        found.append(Waiting(text, note=_moment(row.finished_at) if row.finished_at else ""))
    return found


def overdue(actor: Actor, place: Unit | None) -> QuerySet[Any] | None:
    if place is None or not actor.can(lending_rules.VIEW, place.path):
        return None
    return overdue_at(place, timezone.localdate())


def overdue_told(_actor: Actor, rows: Sequence[Any]) -> list[Waiting]:
    """The book, never with whom: whoever may know finds it behind the link."""
    today, found = timezone.localdate(), []
    for loan in rows:
        days = (today - loan.due_on).days
        late = ngettext("прострочено на %d день", "прострочено на %d днів", days) % days
        found.append(
            Waiting(str(loan.copy.record), reverse("workspace:copy", args=[loan.copy_id]), f"{loan.copy} · {loan.place} · {late}")
        )
    return found


def broken_links(_actor: Actor, _place: Unit | None) -> QuerySet[Any]:
    return failing()


def broken_links_told(_actor: Actor, rows: Sequence[Any]) -> list[Waiting]:
    """The address and since when: what it belongs to stands behind the link."""
    return [
        Waiting(
            row.address,
            reverse("workspace:links"),
            _("не відкривається з %s") % date_format(row.failing_since, "SHORT_DATE_FORMAT"),
        )
        for row in rows
    ]


def looks(actor: Actor, _place: Unit | None) -> QuerySet[Any]:
    return many_looks(actor)


def looks_told(_actor: Actor, rows: Sequence[Any]) -> list[Waiting]:
    """Who, how many and in which hour; whose cards they were only the journal knows."""
    found = []
    for row in rows:
        told = ngettext("%(count)d формуляр за годину", "%(count)d формулярів за годину", row.after["cards"])
        hour = dt.datetime.fromisoformat(row.after["hour"])
        day = timezone.localdate(hour)
        journal = f"{reverse('workspace:audit')}?action={LOOKED}&since={day}&until={day}"
        who = row.name or _("працівник, якого вже немає")
        found.append(Waiting(f"{who}: {told % {'count': row.after['cards']}}", journal, _moment(hour)))
    return found


ATTENTION.add(
    "discrepancies",
    Attention(
        label=gettext_lazy("Розбіжності"),
        permission=rules.DISCREPANCIES_SOLVE,
        icon="alert-triangle",
        url_name="workspace:discrepancies",
        act=gettext_lazy("Розібратися"),
        rows=discrepancies,
        told=discrepancies_told,
        order=10,
    ),
)
ATTENTION.add(
    "quarantine",
    Attention(
        label=gettext_lazy("Операції в карантині"),
        permission=rules.DISCREPANCIES_SOLVE,
        icon="inbox",
        url_name="workspace:quarantine",
        act=gettext_lazy("Переглянути"),
        rows=quarantine,
        told=quarantine_told,
        order=20,
    ),
)
ATTENTION.add(
    "undelivered",
    Attention(
        label=gettext_lazy("Недоставлені повідомлення"),
        permission=rules.OUTBOX_MANAGE,
        icon="mail",
        url_name="workspace:outbox",
        act=gettext_lazy("Надіслати ще раз"),
        rows=undelivered,
        told=undelivered_told,
        order=30,
    ),
)
ATTENTION.add(
    "tasks",
    Attention(
        label=gettext_lazy("Відкладені завдання"),
        permission=rules.OUTBOX_MANAGE,
        icon="clipboard",
        url_name="workspace:outbox",
        act=gettext_lazy("Переглянути"),
        rows=tasks,
        told=tasks_told,
        order=40,
    ),
)
ATTENTION.add(
    "overdue",
    Attention(
        label=gettext_lazy("Прострочене на моєму місці"),
        permission=lending_rules.VIEW,
        icon="clock",
        url_name="workspace:shelves",
        act=gettext_lazy("Полиці"),
        rows=overdue,
        told=overdue_told,
        counted=False,
        order=50,
    ),
)
ATTENTION.add(
    "looks",
    Attention(
        label=gettext_lazy("Багато відкритих формулярів"),
        permission=rules.AUDIT_VIEW,
        icon="shield",
        url_name="workspace:audit",
        act=gettext_lazy("Журнал змін"),
        rows=looks,
        told=looks_told,
        order=25,
    ),
)
ATTENTION.add(
    "broken_links",
    Attention(
        label=gettext_lazy("Адреси, що не відкриваються"),
        permission=catalogue_rules.EDIT,
        icon="link",
        url_name="workspace:links",
        act=gettext_lazy("Переглянути"),
        rows=broken_links,
        told=broken_links_told,
        counted=False,
        order=60,
    ),
)
