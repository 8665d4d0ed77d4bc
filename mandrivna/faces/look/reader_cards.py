"""A reader's card as paper and as a picture: what stands on it, for the desk and for the reader's own account alike."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mandrivna.core.letterhead import speaking_for
from mandrivna.core.models import Unit
from mandrivna.core.profile import profile_of
from mandrivna.readers.models import Card
from mandrivna.shared.printing import cards


def drawn(institution: Unit, codes: Sequence[tuple[str, str]]) -> list[cards.Card]:
    """Codes with the words to call their readers by: a pseudonym or nothing. A name is no word for a card that may be lost."""
    speaks = speaking_for(institution)
    profile = profile_of(speaks)
    title = profile.public_name or speaks.name
    reach = ", ".join(said for said in (profile.phone, profile.email) if said) or speaks.contact
    foot = _("Знайшли квиток? Сповістіть бібліотеку: %s") % reach if reach else _("Знайшли квиток? Поверніть його до бібліотеки.")
    kind = _("читацький квиток")
    return [
        cards.Card(code=code, pretty=Card(code=code).pretty, title=title, kind=kind, name=name, foot=foot) for code, name in codes
    ]


def sheet(institution: Unit, codes: Sequence[tuple[str, str]]) -> bytes:
    return cards.write(drawn(institution, codes), language=get_language() or "uk", title=_("Читацькі квитки"))


def picture(card: Card) -> bytes:
    (one,) = drawn(card.reader.institution, [(card.code, card.reader.pseudonym)])
    return cards.picture(one, language=get_language() or "uk")
