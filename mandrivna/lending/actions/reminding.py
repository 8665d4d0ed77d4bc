"""A colleague told a reader that a term is near or over: by telephone, in person, or through somebody."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.lending import rules
from mandrivna.lending.models import Loan, Reminder
from mandrivna.lending.reminding import due_soon, reminded_since
from mandrivna.lending.terms import terms
from mandrivna.readers.models import Reader
from mandrivna.readers.problems import not_in_institution


@verb("lending.remind_in_person", may=rules.ISSUE, at="place")
def remind_in_person(act: Act, *, reader: Reader, place: Unit, how: str) -> Reminder:
    """Recorded, so that nobody calls the same reader again the next day. «Nobody answered» is recorded too, and hides nobody."""
    reader = Reader.objects.select_for_update().get(pk=reader.pk)  # of two who have just put the receiver down, one is first
    refuse_if(reminder_problems(act, reader, place, how))
    return Reminder.objects.create(uid=act.uid, reader=reader, place=place, at=act.at, on=act.on, how=how, by_id=act.actor.staff_id)


def reminder_problems(act: Act, reader: Reader, place: Unit, how: str) -> list[Problem]:
    agreed = terms()
    problems = not_in_institution(reader, institution_of(place).pk)
    if how not in Reminder.How.values:
        problems.append(Blocker(code="unknown_how", text=_("Оберіть, як ви нагадали."), field="how"))
    mine = Loan.objects.open().filter(reader=reader, place=place)
    if not (mine.overdue(act.on) | mine.filter(due_soon(act.on, agreed.remind_days))).exists():
        problems.append(Blocker(code="nothing_due", text=_("Нагадувати вже нема про що: книжки повернено або продовжено.")))
    last = reminded_since(act.on, agreed).filter(reader=reader).order_by("-on").first()
    if last is not None:
        text = _("Цьому читачеві вже нагадали %s: невдовзі вдруге не турбуємо.")
        problems.append(Blocker(code="reminded_already", text=text % date_format(last.on, "j E")))
    return problems
