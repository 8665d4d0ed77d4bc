"""Who waits for an answer of ours: groups that asked for an excursion, works that were sent. Names stand one step further."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.core.actor import Actor
from mandrivna.core.attention import ATTENTION, Attention, Waiting
from mandrivna.core.models import Unit
from mandrivna.programme import rules
from mandrivna.programme.call_queries import undecided_for
from mandrivna.programme.excursion_queries import unanswered_for
from mandrivna.programme.models import Application, GroupRequest


def groups(actor: Actor, _place: Unit | None) -> QuerySet[GroupRequest]:
    return unanswered_for(actor)


def groups_told(_actor: Actor, rows: Sequence[GroupRequest]) -> list[Waiting]:
    return [
        Waiting(
            (_("%(route)s: зателефонуйте групі, %(day)s") if row.to_call else _("%(route)s: просять на %(day)s"))
            % {"route": row.route, "day": date_format(row.wished_on, "j E")},
            reverse("workspace:group_request", args=[row.pk]),
            f"{row.route.place} · {_('людей: %(number)s') % {'number': row.people}}",
        )
        for row in rows
    ]


def works(actor: Actor, _place: Unit | None) -> QuerySet[Application]:
    return undecided_for(actor)


def works_told(_actor: Actor, rows: Sequence[Application]) -> list[Waiting]:
    return [
        Waiting(
            _("%s: зателефонуйте") % row if row.to_call else str(row),
            reverse("workspace:application", args=[row.pk]),
            f"{row.call} · {date_format(row.sent_at, 'j E')}",
        )
        for row in rows
    ]


ATTENTION.add(
    "programme_groups",
    Attention(
        label=gettext_lazy("Групи, які просять екскурсію"),
        permission=rules.PEOPLE,
        icon="message-circle",
        url_name="workspace:routes",
        act=gettext_lazy("Відповісти"),
        rows=groups,
        told=groups_told,
        order=38,
    ),
)
ATTENTION.add(
    "programme_works",
    Attention(
        label=gettext_lazy("Заявки на конкурси й конференції"),
        permission=rules.PEOPLE,
        icon="inbox",
        url_name="workspace:calls",
        act=gettext_lazy("Розглянути"),
        rows=works,
        told=works_told,
        counted=False,  # a contest takes works for weeks before its jury decides
        order=43,
    ),
)
