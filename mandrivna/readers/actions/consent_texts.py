"""The institution's own words of consent, version by version."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Kind as UnitKind
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.rules import PROFILE_EDIT
from mandrivna.readers.models import ConsentText, Purpose


@verb("readers.adopt_consent", may=PROFILE_EDIT, at="unit")
def adopt_consent(act: Act, *, unit: Unit, purpose: str, text: str, since: dt.date) -> ConsentText:
    """A new version; whoever agreed to an earlier one stays with it. The same words again are the version that stands."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    last = ConsentText.objects.filter(unit=unit, purpose=purpose).order_by("-number").first()
    text = text.replace("\r\n", "\n").strip()
    refuse_if(_problems(unit, purpose, text, since, last))
    if last is not None and (last.text, last.since) == (text, since):
        return last
    made = ConsentText(
        unit=unit, purpose=purpose, number=last.number + 1 if last else 1, text=text, since=since, recorded_at=act.at, op=act.uid
    )
    made.full_clean(exclude=["unit"])
    made.save(force_insert=True)
    return made


def _problems(unit: Unit, purpose: str, text: str, since: dt.date, last: ConsentText | None) -> list[Problem]:
    found: list[Problem] = []
    if unit.kind != UnitKind.INSTITUTION:
        found.append(Blocker(code="not_institution", text=_("Текст згоди приймає заклад, а не його підрозділ.")))
    if purpose not in Purpose.values:
        found.append(Blocker(code="unknown_purpose", text=_("Невідомо, для чого ця згода."), field="purpose"))
    if not text:
        found.append(Blocker(code="no_text", text=_("Напишіть текст згоди."), field="text"))
    if last is not None and since < last.since:
        about = _("Нова версія не може діяти раніше за попередню (%s).") % last.since.strftime("%d.%m.%Y")
        found.append(Blocker(code="before_last", text=about, field="since"))
    return found
