"""Badges of those whose application to a conference was accepted."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from mandrivna.core.letterhead import speaking_for
from mandrivna.core.profile import profile_of
from mandrivna.programme.models import Application, Call
from mandrivna.shared.printing import badges


def sheet(call: Call, accepted: Sequence[Application]) -> bytes:
    """In the language of the institution."""
    with override("uk"):
        speaks = speaking_for(call.institution)
        speaks_as = _("учасник") if call.is_contest else _("доповідач")
        listed = [badges.Badge(one.name or "", one.org or "", _("слухач") if one.listener else speaks_as) for one in accepted]
        day = date_format(call.event.on, "j E Y") if call.event else ""
        library = profile_of(speaks).public_name or speaks.name
        return badges.write(listed, language="uk", title=call.title, library=library, day=day)
