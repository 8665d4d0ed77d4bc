"""Headings kept by people: their forms, their words, two made one and apart again. Descriptions stay as they are written."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue import rules
from mandrivna.catalogue.models import Authority, AuthorityName
from mandrivna.catalogue.models.authorities import Sort, folded_heading
from mandrivna.catalogue.tasks import retell
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.problems import Blocker, Refused, refuse_if

MOST_NAMES = 200


@verb("catalogue.add_heading", may=rules.EDIT)
def add_heading(act: Act, *, sort: str, heading: str, dates: str = "", note: str = "", names: str = "") -> Authority:
    """A heading that no description names yet: a class the library has decided to use, a form agreed beforehand. `names`: one a
    line."""
    if sort not in Sort.values:
        raise Refused([Blocker(code="unknown_sort", text=_("Невідомий вид заголовка."), field="sort")])
    made = Authority(sort=sort, heading=_line(heading), dates=_line(dates), note=note.strip())
    refuse_if(_heading_problems(made))
    made.full_clean(exclude=["folded"])
    made.save()
    for name in dict.fromkeys(filter(None, map(_line, names.splitlines()))):
        _put_name(made, name)
    return made


@verb("catalogue.edit_heading", may=rules.EDIT)
def edit_heading(act: Act, *, authority: Authority, heading: str, dates: str = "", note: str = "") -> Authority:
    """Another form becomes the chosen one. The old one stays among the variants: descriptions go on saying it, and what they say
    leads here. No description is rewritten."""
    found = _locked(authority)
    before, old = found.folded, ", ".join(filter(None, (found.heading, found.dates)))
    changed = (found.heading, found.dates) != (_line(heading), _line(dates))
    found.heading, found.dates, found.note = _line(heading), _line(dates), note.strip()
    refuse_if(_heading_problems(found))
    found.full_clean(exclude=["folded"])
    found.save()
    found.names.filter(folded=found.folded[:300]).delete()
    if found.folded != before:
        _put_name(found, old[:300])
    if changed:
        retell([found.pk])
    return found


@verb("catalogue.add_heading_name", may=rules.EDIT)
def add_heading_name(act: Act, *, authority: Authority, name: str) -> Authority:
    """One more form of the name; every record of the heading is found by it. Saying it twice adds nothing."""
    found, name = _locked(authority), _line(name)
    _put_name(found, name)
    retell([found.pk])
    return found


@verb("catalogue.remove_heading_name", may=rules.EDIT)
def remove_heading_name(act: Act, *, authority: Authority, name: str) -> Authority:
    found = _locked(authority)
    gone, _each = found.names.filter(folded=folded_heading(name)[:300]).delete()
    if not gone:
        raise Refused([Blocker(code="no_name", text=_("Такого варіанта вже немає."))])
    retell([found.pk])
    return found


@verb("catalogue.merge_headings", may=rules.EDIT)
def merge_headings(act: Act, *, kept: Authority, gone: Authority) -> Authority:
    """`gone` leads to `kept` from now on, with everything that led to it. Nothing moves, so taking it back leaves no trace."""
    if kept.pk == gone.pk:
        raise Refused([Blocker(code="same_heading", text=_("Це той самий заголовок."))])
    both = {one.pk: one for one in Authority.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk")}
    kept, gone = both[kept.pk], both[gone.pk]
    refuse_if(_merged_problems(kept) + _merged_problems(gone))
    if kept.sort != gone.sort:
        raise Refused([Blocker(code="other_sort", text=_("Об’єднати можна лише заголовки одного виду."))])
    gone.taken_in.update(merged_into=kept)
    gone.merged_into = kept
    gone.save()
    retell([kept.pk])
    return gone


@verb("catalogue.separate_heading", may=rules.EDIT)
def separate_heading(act: Act, *, authority: Authority) -> Authority:
    """What was merged stands by itself again, with the descriptions that say it."""
    found = Authority.objects.select_for_update(of=("self",)).get(pk=authority.pk)
    if found.merged_into_id is None:
        raise Refused([Blocker(code="not_merged", text=_("Цей заголовок уже стоїть окремо."))])
    kept = found.merged_into_id
    found.merged_into = None
    found.save()
    retell([kept, found.pk])
    return found


def _locked(authority: Authority) -> Authority:
    found = Authority.objects.select_for_update(of=("self",)).get(pk=authority.pk)
    refuse_if(_merged_problems(found))
    return found


def _merged_problems(found: Authority) -> list[Any]:
    if found.merged_into_id is None:
        return []
    return [Blocker(code="merged", text=_("Заголовок об’єднано з іншим: змінюйте той, що лишився."))]


def _heading_problems(one: Authority) -> list[Any]:
    folded = folded_heading(one.heading, one.dates)
    if not folded_heading(one.heading):
        return [Blocker(code="no_heading", text=_("Напишіть заголовок."), field="heading")]
    if Authority.objects.filter(sort=one.sort, folded=folded).exclude(pk=one.pk).exists():
        text = _("Такий заголовок уже є. Якщо це те саме, об’єднайте їх; якщо тезки, додайте роки життя.")
        return [Blocker(code="heading_exists", text=text, field="heading")]
    return []


def _put_name(found: Authority, name: str) -> None:
    folded = folded_heading(name)[:300]
    if not folded:
        raise Refused([Blocker(code="no_name", text=_("Напишіть варіант."), field="name")])
    if folded == found.folded[:300]:
        return
    if len(name) > 300:
        raise Refused([Blocker(code="too_long", text=_("Варіант має бути не довший за 300 знаків."), field="name")])
    other = Authority.objects.filter(sort=found.sort, folded=folded).exclude(pk=found.pk).exclude(merged_into=found)
    if other.exists():
        text = _("Це окремий заголовок. Якщо йдеться про те саме, об’єднайте їх.")
        raise Refused([Blocker(code="separate_heading", text=text, field="name")])
    if found.names.count() >= MOST_NAMES:
        raise Refused([Blocker(code="too_many", text=_("Варіантів уже %(most)s, більше не додати.") % {"most": MOST_NAMES})])
    AuthorityName.objects.get_or_create(authority=found, folded=folded, defaults={"name": name})


def _line(text: str) -> str:
    return " ".join(text.split())
