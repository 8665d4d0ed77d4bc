"""Books are brought home to this reader: where, and by which words they agreed to its being written down."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.readers import rules
from mandrivna.readers.models import Agreement, Doorstep, Kind, Purpose, Reader
from mandrivna.readers.problems import not_in_institution
from mandrivna.readers.terms import terms
from mandrivna.readers.told import told_of

NOTHING = Withheld("")
LONGEST = {"address": 200, "directions": 300, "ask_for": 60}


@verb("readers.set_doorstep", may=rules.ENROL, at="place")
def set_doorstep(
    act: Act,
    *,
    reader: Reader,
    place: Unit,
    address: Withheld,
    directions: Withheld = NOTHING,
    ask_for: Withheld = NOTHING,
    agreed: str = "",
) -> Doorstep:
    """No operation ever holds what was said: taken back, it is nowhere. `agreed`: the version of the words the reader agreed to
    now; not asked again while an earlier consent stands. `readers.withdraw_consent` is how the address goes."""
    told = {"address": address, "directions": directions, "ask_for": ask_for}
    said = {name: " ".join(text.split()) for name, text in told.items()}
    standing = Reader.objects.select_for_update().get(pk=reader.pk)
    agreements = Agreement.objects.filter(reader=standing, withdrawn_on=None)
    has = {row.version for row in agreements if row.purpose == Purpose.DELIVERY}
    refuse_if(_problems(standing, institution_of(place).pk, said, agreed=bool(agreed or has)))
    row = Doorstep.objects.filter(reader=standing).first() or Doorstep(reader=standing, since=act.on)
    row.address, row.directions, row.ask_for = said["address"], said["directions"] or None, said["ask_for"] or None
    row.save()
    if agreed and agreed[:20] not in has:
        young = told_of(standing).young(act.on.year, terms().guardian_under)
        giver = Agreement.Giver.GUARDIAN if young else Agreement.Giver.SELF
        Agreement.objects.create(
            reader=standing, purpose=Purpose.DELIVERY, version=agreed[:20], given_on=act.on, given_by=giver
        )  # fmt: skip
    return row


def _problems(reader: Reader, institution: int, said: dict[str, str], *, agreed: bool) -> list[Problem]:
    if found := not_in_institution(reader, institution):
        return found
    if reader.kind != Kind.PERSON:
        text = _("Додому возимо книжки людям; організація має власний простір.")
        return [Blocker(code="not_a_person", text=text, field="address")]
    if not said["address"]:
        found.append(Blocker(code="no_address", text=_("Запишіть, куди везти."), field="address"))
    for name, most in LONGEST.items():
        if len(said[name]) > most:
            found.append(Blocker(code="too_long", text=_("Задовго: можна до %(most)d знаків.") % {"most": most}, field=name))
    if not agreed:
        text = _("Адресу записуємо лише за окремою згодою читача.")
        found.append(Blocker(code="no_explicit_consent", text=text, field="agreed"))
    return found
