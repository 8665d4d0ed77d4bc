"""A gift: opened with its first box, filled book by book, cancelled while it is empty."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import uuid

from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models import Record
from mandrivna.catalogue.tasks import count_holdings
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.outbox import enqueue
from mandrivna.core.problems import Blocker, Refused, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.fund import facts, rules
from mandrivna.fund.actions.copies import copy_of, take_numbers, taken_in
from mandrivna.fund.intake import arrivals_of
from mandrivna.fund.models import VOID, Arrival, Copy, Donor, Gift, GiftPhoto, GiftState, State
from mandrivna.fund.problems import gift_problems, many_problems, not_open, price_of, take_back_problems
from mandrivna.ledger.api import Line, settle_all
from mandrivna.shared.pictures import NotTaken, Why, cover_of

BY_MISTAKE = "записано помилково"
NOT_TAKEN = {
    Why.EMPTY: _("Файл порожній."),
    Why.TOO_HEAVY: _("Файл завеликий: можна до 8 МБ."),
    Why.TOO_LARGE: _("Зображення завелике: можна до 25 мільйонів пікселів."),
    Why.VECTOR: _("Потрібна світлина: JPEG, PNG або WebP."),
    Why.NOT_A_PICTURE: _("Це не схоже на зображення. Приймаємо PNG, JPEG або WebP."),
}


@verb("fund.open_gift", may=rules.EDIT, at="place")
def open_gift(act: Act, *, place: Unit, donor: Donor, on: dt.date | None = None, paper: str = "", note: str = "") -> Gift:
    """`place` is where its copies stand until they go to a shelf."""
    institution, on = institution_of(place), on or act.on
    refuse_if(gift_problems(donor, institution.pk, on, act.on, paper, note))
    gift = Gift(
        uid=act.uid, institution=institution, place=place, donor=donor, on=on, paper=paper.strip(), note=note.strip(),
        opened_at=act.at,
    )  # fmt: skip
    gift.save(force_insert=True)
    return gift


@verb("fund.edit_gift", may=rules.EDIT, at="gift.place")
def edit_gift(act: Act, *, gift: Gift, donor: Donor, on: dt.date, paper: str = "", note: str = "") -> Gift:
    gift = locked_gift(gift)
    refuse_if([*not_open(gift), *gift_problems(donor, gift.institution_id, on, act.on, paper, note)])
    gift.donor, gift.on, gift.paper, gift.note = donor, on, paper.strip(), note.strip()
    gift.save(update_fields=["donor", "on", "paper", "note"])
    return gift


@verb("fund.set_gift_photo", may=rules.EDIT, at="gift.place")
def set_gift_photo(act: Act, *, gift: Gift, picture: str) -> Gift:
    """A file in base64, made anew by us; empty takes the photograph away. It may come after the act: it is no part of it."""
    gift = locked_gift(gift)
    old, gift.photo = gift.photo, _kept(picture) if picture else None
    gift.save(update_fields=["photo"])
    if old and old != gift.photo and not Gift.objects.filter(photo=old).exists():
        old.delete()
    return gift


@verb("fund.cancel_gift", may=rules.EDIT, at="gift.place")
def cancel_gift(act: Act, *, gift: Gift) -> Gift:
    """Opened by mistake. It has no number yet, so no act is missing."""
    gift = locked_gift(gift)
    refuse_if(not_open(gift))
    if arrivals_of(gift).exists():
        text = _("У дарунку вже є книжки. Скасувати можна лише порожній.")
        refuse_if([Blocker(code="not_empty", text=text)])
    gift.state = GiftState.CANCELLED
    gift.save(update_fields=["state"])
    return gift


@verb("fund.restore_gift", may=rules.EDIT, at="gift.place")
def restore_gift(act: Act, *, gift: Gift) -> Gift:
    gift = locked_gift(gift)
    if gift.state != GiftState.CANCELLED:
        refuse_if([Blocker(code="not_cancelled", text=_("Цей дарунок не скасовано."))])
    gift.state = GiftState.OPEN
    gift.save(update_fields=["state"])
    return gift


@verb("fund.accept_gifted", may=rules.EDIT, at="gift.place")
def accept_gifted(act: Act, *, gift: Gift, record: Record, many: int = 1, price: str = "") -> Gift:
    """So many copies of one title into the fund, with the next inventory numbers. Without a price they wait for the commission."""
    gift = locked_gift(gift)
    worth, problems = price_of(price)
    refuse_if([*not_open(gift), *many_problems(many), *problems])
    numbers = take_numbers(gift.institution, many)
    begin = Arrival.objects.filter(gift=gift).count() + 1
    pairs = []
    for at, number in enumerate(numbers):
        copy = copy_of(act, record, gift.place, gift.institution, number, uid=gifted_uid(act.uid, at))
        pairs.append((copy, Arrival(copy=copy, gift=gift, line=begin + at, unit=gift.place, price=worth, accepted_on=act.on)))
    taken = set(Copy.objects.filter(barcode__in=[copy.barcode for copy, _arrival in pairs]).values_list("barcode", flat=True))
    for copy, _arrival in pairs:
        if copy.barcode in taken:  # somebody has typed this very code as another copy's
            copy.barcode = f"{copy.barcode}-{copy.pk.hex[-8:]}"
    taken_in(act, pairs)
    return gift


def gifted_uid(act: uuid.UUID, at: int) -> uuid.UUID:
    """Of the copy with this place in an acceptance: who sends again meets the same copies."""
    return uuid.uuid5(act, f"copy {at}")


@verb("fund.take_back_gifted", may=rules.EDIT, at="gift.place")
def take_back_gifted(act: Act, *, gift: Gift, copies: list[str]) -> Gift:
    """Written down by mistake: crossed out, as in a book on paper. The numbers stay taken and lead to nothing."""
    gift = locked_gift(gift)
    refuse_if(not_open(gift))
    found = list(Copy.objects.select_for_update(of=("self",)).filter(pk__in=copies, arrival__gift=gift).select_related("arrival"))
    found = [copy for copy in found if not copy.void]
    if not found:
        refuse_if([Blocker(code="nothing", text=_("У цьому дарунку таких примірників немає."))])
    cross_out(act, found)
    return gift


def cross_out(act: Act, found: list[Copy]) -> None:
    """Copies that should not have been written down, each with its arrival."""
    refuse_if(take_back_problems(found))
    told: dict[str, list[Line]] = {}
    for copy in found:
        copy.state, copy.withdrawn_on, copy.withdrawn_why = State.WITHDRAWN, act.on, BY_MISTAKE
        copy.extra = {**copy.extra, VOID: "1"}
        copy.save(update_fields=["state", "withdrawn_on", "withdrawn_why", "extra"])
        told |= {f"fund.Copy:{copy.pk}": facts.lines(copy), f"fund.Arrival:{copy.pk}": facts.arrival_lines(copy.arrival)}
    settle_all(act, told, reason="taken back")
    for record in {copy.record_id for copy in found}:
        enqueue(count_holdings, record=str(record))


def locked_gift(gift: Gift) -> Gift:
    return Gift.objects.select_for_update(of=("self",)).select_related("institution", "place", "donor", "photo").get(pk=gift.pk)


def _kept(picture: str) -> GiftPhoto:
    try:
        made = cover_of(base64.b64decode(picture, validate=True))
    except NotTaken as refusal:
        raise Refused([photo_problem(refusal.why)]) from None
    except (ValueError, binascii.Error):
        raise Refused([photo_problem(Why.NOT_A_PICTURE)]) from None
    about = {"large": made.large, "small": made.small, "width": made.width, "height": made.height}
    return GiftPhoto.objects.get_or_create(digest=made.digest, defaults=about)[0]


def photo_problem(why: Why) -> Blocker:
    return Blocker(code=f"photo_{why}", text=NOT_TAKEN[why], field="photo")
