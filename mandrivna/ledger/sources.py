"""The ledger's own source: marks of people counted once."""

from django.utils.translation import gettext_lazy as _

from mandrivna.ledger.kinds import SOURCES, FactSource
from mandrivna.ledger.models import Mark
from mandrivna.ledger.unique import describe, lines_of

SOURCES.add("ledger.Mark", FactSource("ledger.Mark", _("Позначка унікальності"), Mark.objects.all, lines_of, describe))
