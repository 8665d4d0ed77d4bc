"""Looking for a book by the catalogue's own search; a title, where it stands, the queue for it; a seat online."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandrivna.catalogue.models import Record
from mandrivna.catalogue.search.asking import Request
from mandrivna.catalogue.search.query import search
from mandrivna.faces.bot.saying import Button, shortened
from mandrivna.faces.bot.talk.kit import TAPS, Talk, command, day, menu_button, own, step, tap, uid_in
from mandrivna.faces.bot.talk.own import online_buttons
from mandrivna.faces.bot.talk.wishes import wish_buttons
from mandrivna.fund.queries import titles_of, where_standing
from mandrivna.lending.actions.eloans import borrow_online
from mandrivna.lending.actions.holds import hold
from mandrivna.lending.eloans import Offer, OwnELoan, licences_of, offers, own_eloans, token_of
from mandrivna.lending.models import Licence, tidy_code
from mandrivna.lending.problems import LENDS
from mandrivna.lending.queries import queue_length

PAGE = 5
LONGEST = 120


@command("find")
@tap("find")
def find(talk: Talk, about: str) -> None:
    if about:
        look(talk, about)
        return
    talk.go()
    talk.say(_("Напишіть назву, автора або тему."), menu_button())


@step("")
def said(talk: Talk, text: str) -> None:
    """Whatever is written with nothing asked before is looked for: a shelf's code, else a book."""
    if tidy_code(text):
        TAPS["at_shelf"](talk, text)
    elif text:
        look(talk, text)
    else:
        talk.say(_("Я розумію лише слова й кнопки."), menu_button())


def look(talk: Talk, text: str, page: int = 1) -> None:
    shown, text = talk.shown, " ".join(text.split())[:LONGEST]
    if shown.institution is None:
        talk.say(_("Каталог поки порожній."), menu_button())
        return
    found = search(
        Request(
            text=text, page=page, size=PAGE, owners=(shown.institution.pk,), facets=False,
            open_places=tuple(pk for pk, place in shown.by_pk.items() if place.works), within=titles_of(shown.institution),
        )
    )  # fmt: skip
    by_pk = Record.objects.in_bulk(found.uids)
    records = [by_pk[uid] for uid in found.uids if uid in by_pk]
    talk.go("", q=text, page=page)
    if not records:
        talk.say(_("За словами «%s» нічого не знайшлося.") % text, *wish_buttons(), menu_button())
        return
    standing = where_standing(records, shown.by_pk)
    lines = [_line(number, record, bool(standing[record.pk])) for number, record in enumerate(records, start=1 + (page - 1) * PAGE)]
    head = ngettext("Знайшлася %(count)d книжка.", "Знайшлося книжок: %(count)d.", found.count) % {"count": found.count}
    buttons = [Button(shortened(record.title), f"title:{record.pk.hex}") for record in records]
    if found.count > page * PAGE:
        buttons.append(Button(_("Показати ще"), "more"))
    talk.say("\n".join([head, *lines]), *buttons, Button(_("Немає потрібної"), "wish"), menu_button())


def _line(number: int, record: Record, here: bool) -> str:
    parts = [part for part in (record.authors, record.title, str(record.year or "")) if part]
    away = _("читають у мережі") if record.only_online else _("зараз немає на полицях")
    return f"{number}. {'. '.join(parts)}: {_('є на полиці') if here else away}"


@tap("more")
def more(talk: Talk, _about: str) -> None:
    memo = talk.memo
    if "q" not in memo:
        find(talk, "")
        return
    look(talk, memo["q"], memo.get("page", 1) + 1)


def _title(talk: Talk, about: str) -> Record | None:
    uid, institution = uid_in(about), talk.shown.institution
    found = titles_of(institution).filter(pk=uid).first() if uid and institution else None
    if found is None:
        talk.say(_("Такої книжки в каталозі вже немає."), menu_button())
    return found


@tap("title")
def title(talk: Talk, about: str) -> None:
    if (record := _title(talk, about)) is None:
        return
    shown, waiting = talk.shown, queue_length(record)
    standing = where_standing([record], shown.by_pk)[record.pk]
    facts = [record.title, record.authors, ", ".join(str(part) for part in (record.publisher, record.year) if part)]
    lines = [part for part in facts if part]
    if record.annotation:
        lines += ["", shortened(record.annotation, 600)]
    lines += ["", *([f"{shown.by_pk[pk].full_name}: {number}" for pk, number in standing.items()] or _nowhere(record))]
    if waiting:
        lines.append(ngettext("У черзі %(count)d читач.", "У черзі читачів: %(count)d.", waiting) % {"count": waiting})
    buttons = [] if record.only_online else [Button(_("Замовити: відкладіть для мене"), f"hold:{record.pk.hex}")]
    mine = [one for one in own_eloans(talk.reader, talk.today) if one.loan.licence.record_id == record.pk] if talk.reader else []
    for one in mine:
        lines.append(_("Відкрито для вас до %s включно.") % day(one.loan.until))
        buttons += online_buttons(one)
    for offer in () if mine else _offers(talk, record):
        lines.append(_seats(offer))
        if offer.free:
            buttons.append(Button(_("Узяти в мережі: %s") % _days(offer), f"online:{offer.licence.pk.hex}"))
    talk.say("\n".join(lines), *buttons, menu_button())


def _nowhere(record: Record) -> list[str]:
    if not record.only_online:
        return [_("Зараз усі примірники зайняті.")]
    return [record.url] if record.url else []


# --- online ------------------------------------------------------------------------------------------------------------


def _offers(talk: Talk, record: Record) -> list[Offer]:
    """Of the library whose reader one is; whoever is none sees those of the library that is shown."""
    institution = talk.reader.institution if talk.reader is not None else talk.shown.institution
    return offers(licences_of(record, institution, talk.today), talk.today) if institution is not None else []


def _days(offer: Offer) -> str:
    return ngettext("до %(count)d дня", "до %(count)d днів", offer.licence.days) % {"count": offer.licence.days}


def _seats(offer: Offer) -> str:
    if offer.free:
        return _("В мережі вільних місць: %(free)d з %(seats)d.") % {"free": offer.free, "seats": offer.licence.seats}
    about = {"day": day(offer.next_on)} if offer.next_on else {"day": ""}
    return _("У мережі всі місця зайнято. Найближче звільниться %(day)s, а може, й раніше.") % about


@tap("online")
@own
def take_online(talk: Talk, about: str) -> None:
    assert talk.reader is not None
    valid, uid = Licence.objects.valid(talk.today).filter(institution=talk.reader.institution), uid_in(about)
    found = valid.select_related("record", "institution").filter(pk=uid).first() if uid else None
    if found is None:
        talk.say(_("Це видання в мережі вже не видають."), menu_button())
        return
    loan = borrow_online(talk.act(), licence=found, reader=talk.reader)
    text = _("Відкрито для вас: %(title)s. Читайте до %(day)s включно.") % {"title": found.record.title, "day": day(loan.until)}
    text += " " + _("Щоб відкрити видання, увійдіть на сайт із номером квитка й PIN; його дає бібліотекар.")
    loan.licence = found
    talk.say(text, *online_buttons(OwnELoan(loan, token_of(loan))), menu_button())


@tap("hold")
@own
def reserve(talk: Talk, about: str) -> None:
    """Where to collect is asked only when there is a choice."""
    uid, _colon, chosen = about.partition(":")
    assert talk.reader is not None
    if (record := _title(talk, uid)) is None:
        return
    places = [place for place in talk.shown.by_pk.values() if place.works and place.unit.kind in LENDS]
    if chosen == "" and len(places) > 1:
        buttons = [Button(place.full_name, f"hold:{record.pk.hex}:{place.pk}") for place in places[:12]]
        talk.say(_("Де вам зручно забрати?"), *buttons, menu_button())
        return
    place = next((one for one in places if str(one.pk) == chosen), places[0] if len(places) == 1 else None)
    if place is None:
        talk.say(_("Зараз немає місця, де можна забрати замовлене."), menu_button())
        return
    made = hold(talk.act(), reader=talk.reader, record=record, pickup=place.unit)
    before = queue_length(record) - 1
    text = _("Замовлено: %(title)s. Заберете тут: %(place)s.") % {"title": record.title, "place": place.full_name}
    if before > 0:
        text += " " + ngettext("Перед вами %(count)d читач.", "Перед вами читачів: %(count)d.", before) % {"count": before}
    talk.say(text, Button(_("Скасувати замовлення"), f"unhold:{made.pk.hex}"), menu_button())
