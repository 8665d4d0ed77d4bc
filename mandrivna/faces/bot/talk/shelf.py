"""At a shelf: its code says that somebody stands there; then a tap takes a book, and a tap gives it back."""

from __future__ import annotations

import math

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandrivna.core.models import Unit
from mandrivna.core.places import Place
from mandrivna.core.problems import Refused
from mandrivna.faces.bot.saying import Button, shortened
from mandrivna.faces.bot.talk.kit import STEPS, TAPS, Talk, command, day, menu_button, own, step, tap, uid_in
from mandrivna.fund.models import Copy, State
from mandrivna.fund.queries import by_number
from mandrivna.lending.actions.self_service import borrow_own, return_own, undo_own
from mandrivna.lending.models import Loan, tidy_code
from mandrivna.lending.queries import loans_in_hand, own_loan, takeable_at
from mandrivna.lending.shelves import shelf_by_code
from mandrivna.readers.actions.own import reenrol_own

PAGE = 8
NEAR = 5
EARTH = 6371.0


@command("shelf")
@tap("at_shelf")
def at_shelf(talk: Talk, about: str) -> None:
    if about:
        open_shelf(talk, about)
        return
    talk.go("shelf_code")
    talk.say(_("Наведіть камеру телефона на код полиці. Або наберіть код, надрукований під ним."), menu_button())


@step("shelf_code")
def shelf_code(talk: Talk, said: str) -> None:
    open_shelf(talk, said)


def open_shelf(talk: Talk, code: str) -> None:
    """A wrong code, an old one and that of a closed shelf are answered alike."""
    place = shelf_by_code(code)
    if place is None:
        text = _("Такого коду полиці немає. Можливо, його щойно замінили: погляньте на полицю ще раз або спитайте бібліотекаря.")
        talk.say(text, menu_button())
        return
    talk.arrive(place)
    show(talk, place)


def show(talk: Talk, place: Unit, page: int = 0) -> None:
    """Of a large shelf only what is said is read."""
    copies = takeable_at(place, talk.reader)
    count = copies.count()
    ordered = copies.select_related("record").order_by("record__order", "inventory_number")
    shown = ordered[page * PAGE : (page + 1) * PAGE]
    head = ngettext("Тут стоїть %(count)d книжка.", "Тут стоїть книжок: %(count)d.", count) % {"count": count}
    buttons = [Button(_named(copy), f"take:{copy.pk.hex}") for copy in shown]
    if count > (page + 1) * PAGE:
        buttons.append(Button(_("Показати ще"), f"standing:{page + 1}"))
    held = len(loans_in_hand(talk.reader)) if talk.reader is not None else 0
    if held:
        buttons.append(Button(_("Повернути сюди (у вас: %d)") % held, "give"))
    lines = [_("Ви біля полиці: %s.") % place, head]
    if count:
        lines.append(_("Торкніться назви, щоб узяти, або наберіть номер, надрукований на книжці."))
    if talk.reader is None:
        lines.append(_("Щоб узяти книжку, спершу запишіться: це хвилина."))
        buttons.append(Button(_("Записатися"), "register"))
    talk.say("\n".join(lines), *buttons, menu_button())


def _named(copy: Copy) -> str:
    return shortened(f"{copy.record.title}, №\u00a0{copy.inventory}")  # a number is not torn from its sign


def _here(talk: Talk) -> Unit | None:
    """Nothing is taken or given without a shelf's code shown shortly before."""
    place = talk.shelf
    if place is None:
        at_shelf(talk, "")
    return place


@tap("standing")
def standing(talk: Talk, about: str) -> None:
    place = _here(talk)
    if place is not None:
        show(talk, place, int(about) if about.isascii() and about.isdigit() and len(about) < 4 else 0)


@step("shelf")
def numbered(talk: Talk, said: str) -> None:
    """The number on the book; else another shelf's code; else a book is looked for."""
    place = talk.shelf
    if place is None or tidy_code(said):
        STEPS[""](talk, said)
        return
    copies = Copy.objects.filter(owner__in=place.ancestor_ids).select_related("record")
    copy = copies.filter(barcode=said.replace(" ", "")).first() or by_number(copies, said)
    if copy is None:
        if any(sign.isalpha() for sign in said):
            STEPS[""](talk, said)
        else:
            talk.say(_("Такого номера тут немає. Перевірте, чи всі цифри на місці."), menu_button())
        return
    loan = own_loan(talk.reader).filter(copy=copy).first() if talk.reader is not None else None
    if loan is not None:
        talk.say(str(copy.record), Button(_("Повернути сюди"), f"give:{loan.pk.hex}"), menu_button())
    elif copy.state == State.AVAILABLE or takeable_at(place, talk.reader).filter(pk=copy.pk).exists():
        talk.say(f"{copy.record}, № {copy.inventory}", Button(_("Узяти"), f"take:{copy.pk.hex}"), menu_button())
    else:
        talk.say(_("За записами цю книжку видано або відкладено. Якщо вона перед вами, спитайте бібліотекаря."), menu_button())


@tap("take")
@own
def take(talk: Talk, about: str) -> None:
    place, uid = _here(talk), uid_in(about)
    if place is None:
        return
    assert talk.reader is not None
    copy = Copy.objects.filter(pk=uid).select_related("record").first() if uid else None
    if copy is None:
        talk.say(_("Такої книжки тут уже немає."), menu_button())
        return
    loan = own_loan(talk.reader).filter(copy=copy).first()
    if loan is not None:  # pressed twice
        talk.say(_("Ця книжка вже у вас, до %s.") % day(loan.due_on), menu_button())
        return
    try:
        event = borrow_own(talk.act(), copy=copy, reader=talk.reader, place=place)
    except Refused as refusal:
        again = [Button(_("Перереєструватися на цей рік"), "reenrol")] if "not_enrolled" in refusal.codes else []
        talk.refused(refusal, *again, Button(_("Показати полицю"), "standing:0"))
        return
    loan = Loan.objects.get(pk=event.pk)
    text = _("Ви взяли: %(title)s. Поверніть до %(day)s на будь-яку нашу полицю.")
    said = text % {"title": copy.record.title, "day": day(loan.due_on)}
    talk.say(said, Button(_("Це помилка, скасувати"), f"untake:{loan.pk.hex}"), Button(_("Взяти ще"), "standing:0"), menu_button())


@tap("reenrol")
@own
def reenrol(talk: Talk, _about: str) -> None:
    assert talk.reader is not None
    reenrol_own(talk.act(), reader=talk.reader, place=talk.shelf or talk.reader.institution)
    talk.say(_("Готово: ви читач і цього року."), Button(_("Показати полицю"), "standing:0"), menu_button())


@tap("untake")
@own
def untake(talk: Talk, about: str) -> None:
    loan = _loan(talk, about)
    if loan is not None:
        undo_own(talk.act(), loan=loan)
        talk.say(
            _("Скасовано: %s лишається на полиці.") % loan.copy.record, Button(_("Показати полицю"), "standing:0"), menu_button()
        )


def _loan(talk: Talk, about: str) -> Loan | None:
    assert talk.reader is not None
    uid = uid_in(about)
    found = own_loan(talk.reader).filter(pk=uid).select_related("copy__record", "place").first() if uid else None
    if found is None:
        talk.say(_("Цієї книжки у вас уже немає."), menu_button())
    return found


@tap("give")
@own
def give(talk: Talk, about: str) -> None:
    """One book in hand is the book one has brought; of several it is asked which."""
    place = _here(talk)
    if place is None:
        return
    assert talk.reader is not None
    held = loans_in_hand(talk.reader)
    if not about and len(held) > 1:
        buttons = [Button(_named(loan.copy), f"give:{loan.pk.hex}") for loan in held[:12]]
        talk.say(_("Яку книжку ви повертаєте на полицю «%s»?") % place, *buttons, menu_button())
        return
    loan = _loan(talk, about or (held[0].pk.hex if held else ""))
    if loan is None:
        return
    return_own(talk.act(), loan=loan, place=place)
    more = [Button(_("Повернути ще"), "give")] if len(held) > 1 else []
    talk.say(
        _("Повернуто: %(title)s. Дякуємо! Поставте книжку на полицю.") % {"title": loan.copy.record.title}, *more, menu_button()
    )


# --- where shelves are -------------------------------------------------------------------------------------------------


@command("near")
@tap("near")
def near(talk: Talk, _about: str) -> None:
    places = talk.shown.places
    if not places:
        talk.say(_("Поки що жодної полиці не показано."), menu_button())
        return
    talk.go("near")
    talk.say("\n\n".join(_told(place) for place in places[:NEAR]), menu_button())
    if any(place.point for place in places):
        text = _("Можу почати з найближчих: поділіться місцем. Воно ніде не зберігається.")
        talk.say(text, Button(_("Поділитися місцем"), ask="location"), Button(_("Не треба"), ask="text"))


@step("near")
def near_here(talk: Talk, said: str) -> None:
    point = talk.heard.point
    if point is None:
        talk.go()
        if said and said != _("Не треба"):
            STEPS[""](talk, said)
        else:
            TAPS["menu"](talk, "")
        return
    placed = [(kilometres(point, place.point), place) for place in talk.shown.places if place.point and place.works]
    placed.sort(key=lambda one: one[0])
    told = [f"{_told(place)}\n{_('Звідси: близько %s км') % max(1, round(far))}" for far, place in placed[:NEAR]]
    talk.go()
    talk.say("\n\n".join(told) or _("Поруч нічого не працює."), menu_button(), clear=True)


def _told(place: Place) -> str:
    lines = [place.full_name, place.address, "; ".join(place.hours), place.words if not place.works else ""]
    return "\n".join(line for line in lines if line)


def kilometres(one: tuple[float, float], other: tuple[object, object]) -> float:
    """Along the globe; the places are rounded to a town already."""
    north, east, north2, east2 = (math.radians(float(str(value))) for value in (*one, *other))
    inside = math.sin((north2 - north) / 2) ** 2 + math.cos(north) * math.cos(north2) * math.sin((east2 - east) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(inside))
