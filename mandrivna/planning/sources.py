"""Hand-counted figures as acts behind facts."""

from django.utils.translation import gettext_lazy as _

from mandrivna.ledger.api import SOURCES, FactSource
from mandrivna.planning.facts import describe, lines
from mandrivna.planning.models import ManualFigure

SOURCES.add(
    "planning.ManualFigure", FactSource("planning.ManualFigure", _("Записано вручну"), ManualFigure.objects.all, lines, describe)
)
