"""Who speaks in a document: the institution to which a unit belongs, with its names, addresses and contact."""

from __future__ import annotations

from django.utils.translation import gettext as _

from mandrivna.core.models import Kind, Unit
from mandrivna.shared.printing.document import Letterhead


def speaking_for(unit: Unit) -> Unit:
    """The nearest institution upwards; a network above all institutions speaks for itself."""
    above = Unit.objects.filter(pk__in=unit.ancestor_ids, kind=Kind.INSTITUTION).order_by("-path")
    return unit if unit.kind == Kind.INSTITUTION else above.first() or unit


def letterhead(institution: Unit) -> Letterhead:
    """A relocated library has two addresses; both are printed, each called what it is."""
    legal, actual = institution.legal_address.strip(), institution.actual_address.strip()
    if legal and actual and legal != actual:
        lines = [_("Юридична адреса: %s") % legal, _("Фактична адреса: %s") % actual]
    else:
        lines = [legal or actual]
    return Letterhead(name=institution.name, lines=[line for line in (*lines, institution.contact.strip()) if line])
