"""A cover of a title: photographed by somebody, made anew by us; without one the look draws its own."""

from __future__ import annotations

import base64
import binascii

from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue import rules
from mandrivna.catalogue.models import Cover, Record
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.problems import Blocker, Problem, Refused
from mandrivna.shared.pictures import NotTaken, Why, cover_of

NOT_TAKEN = {
    Why.EMPTY: _("Файл порожній."),
    Why.TOO_HEAVY: _("Файл завеликий: можна до 8 МБ."),
    Why.TOO_LARGE: _("Зображення завелике: можна до 25 мільйонів пікселів."),
    Why.VECTOR: _("Потрібна світлина обкладинки: JPEG, PNG або WebP."),
    Why.NOT_A_PICTURE: _("Це не схоже на зображення. Приймаємо PNG, JPEG або WebP."),
}


def cover_problem(why: Why) -> Problem:
    return Blocker(code=f"cover_{why}", text=NOT_TAKEN[why], field="cover")


@verb("catalogue.set_cover", may=rules.EDIT, at="record.created_by_unit")
def set_cover(act: Act, *, record: Record, picture: str) -> Record:
    """`picture` is a file in base64, best as small as `pictures.cover_of` makes it; empty takes the cover away. Pixels only."""
    record = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    old, new = record.cover, _kept(picture) if picture else ""
    if new != old:
        record.cover = new
        record.save(update_fields=["cover"])
        if old and not Record.objects.filter(cover=old).exists():
            Cover.objects.filter(pk=old).delete()
    return record


def _kept(picture: str) -> str:
    try:
        made = cover_of(base64.b64decode(picture, validate=True))
    except NotTaken as refusal:
        raise Refused([cover_problem(refusal.why)]) from None
    except (ValueError, binascii.Error):
        raise Refused([cover_problem(Why.NOT_A_PICTURE)]) from None
    about = {"large": made.large, "small": made.small, "width": made.width, "height": made.height}
    Cover.objects.get_or_create(digest=made.digest, defaults=about)
    return made.digest
