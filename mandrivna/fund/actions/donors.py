"""Donors: written down, corrected, given a page of their own, and told nothing more by it when they wish."""

from __future__ import annotations

import hashlib

from django.utils.translation import gettext_lazy as _

from mandrivna.core import erasure_requests
from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.core.door import verb
from mandrivna.core.models import ErasureRecord, ErasureRequest, Unit
from mandrivna.core.problems import Blocker, refuse_if
from mandrivna.core.rules import ERASURES_OPEN
from mandrivna.core.service import institution_of
from mandrivna.fund import rules
from mandrivna.fund.models import Donor
from mandrivna.fund.problems import donor_problems

SHORTEST_LINK = 22
"""Signs of base64: 128 bits that nobody guesses."""


@verb("fund.add_donor", may=rules.EDIT, at="unit")
def add_donor(act: Act, *, unit: Unit, kind: str, name: str = "", aloud: bool = False, contact: str = "") -> Donor:
    """`aloud`: the donor agreed to be named to others."""
    name, contact = _tidy(name), _tidy(contact)
    refuse_if(donor_problems(kind, name, contact))
    donor = Donor(uid=act.uid, institution=institution_of(unit), kind=kind, added_on=act.on)
    _say(donor, name, aloud, contact)
    donor.save(force_insert=True)
    return donor


@verb("fund.edit_donor", may=rules.DONORS, at="unit")
def edit_donor(act: Act, *, donor: Donor, unit: Unit, kind: str, name: str = "", aloud: bool = False, contact: str = "") -> Donor:
    name, contact = _tidy(name), _tidy(contact)
    donor = own_donor(donor, unit)
    refuse_if(donor_problems(kind, name, contact))
    donor.kind = kind
    _say(donor, name, aloud, contact)
    donor.save()
    return donor


@verb("fund.share_report", may=rules.DONORS, at="unit")
def share_report(act: Act, *, donor: Donor, unit: Unit, link: Withheld) -> Donor:
    """Whoever has the link sees what became of the gifts. A new link makes the former one worthless."""
    donor = own_donor(donor, unit)
    if len(link) < SHORTEST_LINK:
        refuse_if([Blocker(code="weak_link", text=_("Посилання закоротке, його можна вгадати."))])
    donor.link, donor.link_hash, donor.link_on = str(link), link_hash(link), act.on
    donor.save(update_fields=["link", "link_hash", "link_on"])
    return donor


@verb("fund.revoke_report", may=rules.DONORS, at="unit")
def revoke_report(act: Act, *, donor: Donor, unit: Unit) -> Donor:
    donor = own_donor(donor, unit)
    donor.link = donor.link_hash = donor.link_on = None
    donor.save(update_fields=["link", "link_hash", "link_on"])
    return donor


@verb("fund.open_donor_erasure", may=ERASURES_OPEN, at="unit")
def open_donor_erasure(act: Act, *, donor: Donor, unit: Unit) -> ErasureRequest:
    """The donor asked to be forgotten: from here it goes as with a reader, thirty days and two people."""
    donor = own_donor(donor, unit)
    return erasure_requests.register(act, subject=donor.pk, unit=donor.institution, reason=ErasureRecord.Reason.REQUEST)


def link_hash(link: str) -> str:
    return hashlib.sha256(link.encode()).hexdigest()


def own_donor(donor: Donor, unit: Unit) -> Donor:
    found = Donor.objects.select_for_update(of=("self",)).select_related("institution").get(pk=donor.pk)
    if found.institution_id != institution_of(unit).pk:
        refuse_if([Blocker(code="foreign_donor", text=_("Цей дарувальник записаний в іншому закладі."), field="donor")])
    return found


def _say(donor: Donor, name: str, aloud: bool, contact: str) -> None:
    donor.name, donor.contact = name or None, contact or None
    donor.called = name if aloud else ""


def _tidy(text: str) -> str:
    return " ".join(text.split())
