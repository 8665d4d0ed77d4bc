"""What we know about readers and for how long. The page follows from what the program does: from the classes of the fields
and from `policy/retention.yaml` as it is executed, so it cannot promise what is not kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mandrivna.core import retention
from mandrivna.core.erasure import withheld
from mandrivna.core.places import shown_on
from mandrivna.core.profile import profile_of
from mandrivna.core.telling import TOLD, told_fields
from mandrivna.faces.access import public
from mandrivna.faces.public.pages import briefly
from mandrivna.lending.terms import terms

YEAR = 365


@dataclass(frozen=True)
class Kept:
    """One table in words: what it holds, what for, and until when."""

    title: Any
    why: Any
    fields: list[Any]
    term: str


def kept(forgotten_after: int) -> list[Kept]:
    rules = retention.rules()
    found = []
    for label, told in sorted(TOLD.items(), key=_first_the_person):
        model = apps.get_model(label)
        fields = [told.words[field.name] for field in told_fields(model) if field.name not in withheld(model)]
        found.append(Kept(told.title, told.why, fields, _term(rules[label], forgotten_after)))
    return found


def _first_the_person(item: tuple[str, Any]) -> tuple[bool, bool, str]:
    label = item[0]
    return label != "readers.Reader", not label.startswith("readers."), label


def _term(rule: retention.Rule, forgotten_after: int) -> str:
    if rule.until:
        said = ngettext("%(days)d день після повернення", "%(days)d днів після повернення", forgotten_after)
        return said % {"days": forgotten_after}
    if rule.days is None:
        return _("доки ви користуєтеся бібліотекою або доки не попросите знищити")
    years, rest = divmod(rule.days, YEAR)
    if years and not rest:
        return ngettext("%(years)d рік", "%(years)d років", years) % {"years": years}
    return ngettext("%(days)d день", "%(days)d днів", rule.days) % {"days": rule.days}


@public("what is known about a reader is no secret from readers")
@require_safe
@briefly
def privacy(request: HttpRequest) -> HttpResponse:
    institution = shown_on(timezone.localdate()).institution
    days = terms().forget_after_days
    context = {"kept": kept(days), "profile": profile_of(institution) if institution else None, "forget_days": days}
    return render(request, "public/privacy.html", context)
