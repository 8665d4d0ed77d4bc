"""Verbs of the personal calendar: an address is made by its owner, and taken back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.core.door import verb
from mandrivna.core.models import Staff
from mandrivna.core.problems import Blocker, Forbidden
from mandrivna.planning import rules
from mandrivna.planning.agenda.links import token_of
from mandrivna.planning.agenda.rows import AgendaLink
from mandrivna.planning.forms.returns import hash_of


@verb("planning.open_agenda", may=rules.VIEW)
def open_agenda(act: Act, *, staff: Staff, who: Withheld | None = None) -> AgendaLink:
    """A new address; the former one, which may be known to somebody else by now, says nothing more. An executor may be a person, so
    nothing of `who` stays in the operation."""
    _own(act, staff)
    Staff.objects.select_for_update().get(pk=staff.pk)
    AgendaLink.objects.filter(staff=staff).delete()
    made = AgendaLink(uid=act.uid, staff=staff, token_hash=hash_of(token_of(act.uid)), who=str(who or "").strip()[:300])
    made.save(force_insert=True)
    return made


@verb("planning.close_agenda", may=rules.VIEW)
def close_agenda(act: Act, *, staff: Staff) -> bool:
    """Whoever asks under the address from now on gets nothing. False when there was none."""
    _own(act, staff)
    gone, _by_model = AgendaLink.objects.filter(staff=staff).delete()
    return bool(gone)


def _own(act: Act, staff: Staff) -> None:
    """A calendar shows what its owner may see, so nobody makes it for another."""
    if not act.actor.system and act.actor.staff_id != staff.pk:
        raise Forbidden([Blocker(code="not_own", text=_("Адресу свого календаря робить і забирає сам працівник."))])
