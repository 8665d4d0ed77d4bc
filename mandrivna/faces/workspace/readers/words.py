"""The words a reader agrees to today, as the forms show them: rules of use, two consents, what may be told of oneself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from mandrivna.core.models import Unit, UseRules
from mandrivna.core.profile import rules_on
from mandrivna.readers import consents
from mandrivna.readers.models import Purpose
from mandrivna.readers.terms import terms


@dataclass(frozen=True)
class Words:
    data: consents.Words
    more: consents.Words
    rules: UseRules | None
    circumstances: dict[str, str] = field(default_factory=dict)


def words_for(institution: Unit, day: dt.date | None = None) -> Words:
    on = day or timezone.localdate()
    agreed = terms()
    found = consents.words_on(institution, on, agreed)
    return Words(found[Purpose.DATA], found[Purpose.CIRCUMSTANCES], rules_on(institution, on), agreed.asked)
