"""Who speaks in a document: the institution to which a unit belongs, with its names, addresses and contact."""

from __future__ import annotations

from django.utils.translation import gettext as _

from mandrivna.core.models import Kind, Profile, Unit
from mandrivna.shared.printing.document import Letterhead, Logo


def speaking_for(unit: Unit) -> Unit:
    """The nearest institution upwards, with its profile; a network above all institutions speaks for itself."""
    above = Unit.objects.filter(pk__in=unit.ancestor_ids, kind=Kind.INSTITUTION).order_by("-path")
    return above.select_related("profile__logo").defer("profile__logo__web").first() or unit


def letterhead(institution: Unit) -> Letterhead:
    """A relocated library has two addresses; both are printed, each called what it is. The name is the official one."""
    profile = _profile(institution)
    legal, actual = institution.legal_address.strip(), institution.actual_address.strip()
    if legal and actual and legal != actual:
        lines = [_("Юридична адреса: %s") % legal, _("Фактична адреса: %s") % actual]
    else:
        lines = [legal or actual]
    if profile.address.strip() not in ("", legal, actual):
        lines.append(_("Адреса для листів: %s") % profile.address.strip())
    reached = [said for said in (profile.phone.strip(), profile.email.strip()) if said]
    lines.append(", ".join(reached) or institution.contact.strip())
    return Letterhead(name=institution.name, lines=[line for line in lines if line], logo=_logo(institution, profile))


def _profile(institution: Unit) -> Profile:
    try:
        return institution.profile
    except Profile.DoesNotExist:
        return Profile(unit=institution)


def _logo(institution: Unit, profile: Profile) -> Logo | None:
    if profile.logo is None:
        return None
    alt = _("Логотип: %s") % institution
    return Logo(data=bytes(profile.logo.document), kind="png", alt=alt, digest=profile.logo.digest)
