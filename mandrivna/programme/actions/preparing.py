"""What is made ready for an event: work ticked off, things named, guests as they are announced."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.programme import rules
from mandrivna.programme.checklist import items
from mandrivna.programme.models import Check, Event, Guest, Part, Sort
from mandrivna.programme.states import State

LONGEST_TEXT, LONGEST_NAME, MOST_LINES = 120, 160, 60


def _text_problems(text: str, most: int, field: str) -> list[Problem]:
    if not text.strip():
        return [Blocker(code="no_text", text=_("Напишіть, що саме."), field=field)]
    if len(text) > most:
        return [Blocker(code="too_long", text=_("Задовго: можна до %(most)d знаків.") % {"most": most}, field=field)]
    return []


@verb("programme.tick", may=rules.PLAN, at="event.unit")
def tick(act: Act, *, event: Event, code: str, done: bool = True) -> Event:
    """A line of the list of its form is done, or after all is not."""
    locked = Event.objects.select_for_update().get(pk=event.pk)
    item = items().get(code)
    known = item is not None and item.concerns(locked.form)
    refuse_if([] if known else [Blocker(code="unknown_item", text=_("Такої справи в переліку цієї форми немає."))])
    if done:
        Check.objects.get_or_create(event=locked, code=code, defaults={"done_at": act.at, "made_at": act.at})
    else:
        Check.objects.filter(event=locked, code=code).delete()
    return locked


@verb("programme.add_check", may=rules.PLAN, at="event.unit")
def add_check(act: Act, *, event: Event, sort: str, text: str, due: dt.date | None = None) -> Check:
    """Work of one's own, with a day or without; or a thing that has to be there."""
    problems = _line_problems(sort, text)
    if Check.objects.filter(event=event).count() >= MOST_LINES:
        problems.append(Blocker(code="too_many_lines", text=_("Забагато рядків: складіть однакові разом.")))
    refuse_if(problems)
    return Check.objects.create(event=event, sort=sort, text=" ".join(text.split()), due=due, made_at=act.at)


def _line_problems(sort: str, text: str) -> list[Problem]:
    problems = _text_problems(text, LONGEST_TEXT, "text")
    if sort not in Sort.values:
        problems.append(Blocker(code="unknown_sort", text=_("Це або справа, або обладнання."), field="sort"))
    return problems


def _listed_problems(check: Check) -> list[Problem]:
    """What the list of the form asks for is changed there, for all events."""
    if not check.code:
        return []
    return [Blocker(code="of_the_list", text=_("Ця справа з переліку форми роботи: її змінюють у правилах закладу."))]


@verb("programme.edit_check", may=rules.PLAN, at="check.event.unit")
def edit_check(act: Act, *, check: Check, sort: str, text: str, due: dt.date | None = None) -> Check:
    """One's own line in other words, for another day; done it stays done."""
    locked = Check.objects.select_for_update().get(pk=check.pk)
    refuse_if([*_listed_problems(locked), *_line_problems(sort, text)])
    locked.sort, locked.text, locked.due = sort, " ".join(text.split()), due
    locked.save(update_fields=["sort", "text", "due"])
    return locked


@verb("programme.remove_check", may=rules.PLAN, at="check.event.unit")
def remove_check(act: Act, *, check: Check) -> Event:
    """One's own line that should not stand there. What was done for an event that has been is part of what was."""
    locked = Check.objects.select_for_update(of=("self",)).select_related("event").filter(pk=check.pk).first()
    if locked is not None:
        refuse_if([*_listed_problems(locked), *_used_problems(locked)])
        locked.delete()
    return check.event


def _used_problems(check: Check) -> list[Problem]:
    if check.done_at is None or check.event.state != State.HELD:
        return []
    return [Blocker(code="line_used", text=_("Подія вже відбулася, і це для неї зробили: рядок лишається. Слова можна виправити."))]


@verb("programme.set_check", may=rules.PLAN, at="check.event.unit")
def set_check(act: Act, *, check: Check, done: bool) -> Check:
    """One's own line is done, or not after all."""
    locked = Check.objects.select_for_update().get(pk=check.pk)
    locked.done_at = (locked.done_at or act.at) if done else None
    locked.save(update_fields=["done_at"])
    return locked


@verb("programme.announce_guest", may=rules.PLAN, at="event.unit")
def announce_guest(act: Act, *, event: Event, part: str, announced: str, agreed: bool) -> Guest:
    """From now on everybody may read it, so it is written only when they have agreed to these very words."""
    problems = _text_problems(announced, LONGEST_NAME, "announced")
    if part not in Part.values:
        problems.append(Blocker(code="unknown_part", text=_("Оберіть роль зі списку."), field="part"))
    if not agreed:
        text = _("Спершу узгодьте ці слова з людиною чи організацією: їх побачать усі.")
        problems.append(Blocker(code="not_agreed", text=text, field="agreed"))
    if Guest.objects.filter(event=event).count() >= MOST_LINES:
        problems.append(Blocker(code="too_many_lines", text=_("Забагато рядків: складіть однакові разом.")))
    refuse_if(problems)
    words = " ".join(announced.split())
    return Guest.objects.get_or_create(event=event, announced=words, defaults={"part": part, "made_at": act.at})[0]


@verb("programme.withdraw_guest", may=rules.PLAN, at="event.unit")
def withdraw_guest(act: Act, *, event: Event, announced: str) -> Event:
    """They do not come, or no longer agree: the words are gone from everywhere. Said twice, they are gone all the same."""
    Guest.objects.filter(event=event, announced=announced).delete()
    return event
