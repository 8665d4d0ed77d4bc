"""Gifts: donors who choose whether to be named, copies book by book, prices by a commission, one act that freezes it all."""

from __future__ import annotations

import base64
import datetime as dt
from decimal import Decimal

import pytest

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.codec import Withheld
from mandrivna.core.erasure import forget
from mandrivna.core.models import ErasureRequest, Operation
from mandrivna.core.problems import Refused
from mandrivna.fund.actions import donors, gifts, signing
from mandrivna.fund.intake import arrivals_of, book, last_commission, lots, spans
from mandrivna.fund.models import Copy, Donor, Gift, GiftPhoto, NumberSeries, State
from mandrivna.fund.problems import price_of
from mandrivna.ledger.api import check_facts, total
from mandrivna.lending.actions.circulation import issue
from tests.drills.verbs_of_gifts import COMMISSION
from tests.factories.library import Library, library
from tests.factories.pictures import picture

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 1, 12)


@pytest.fixture
def lib() -> Library:
    return library()


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def donor(lib: Library, kind: str = "person", **about) -> Donor:
    return donors.add_donor(lib.act(), unit=lib.root, kind=kind, **({"name": "Ганна Вигадана"} | about))


def gift(lib: Library, **about) -> Gift:
    return gifts.open_gift(lib.act(), **({"place": lib.shelf, "donor": donor(lib)} | about))


def accept(lib: Library, into: Gift, title: str = "Тигролови", **about) -> list[Copy]:
    act = lib.act()
    record = about.pop("record", None) or lib.record(title)
    gifts.accept_gifted(act, gift=into, record=record, **about)
    return [Copy.objects.get(pk=gifts.gifted_uid(act.uid, at)) for at in range(about.get("many", 1))]


def signed(lib: Library, **about) -> Gift:
    opened = gift(lib, **about)
    accept(lib, opened, many=2, price="100")
    return signing.sign_gift(lib.act(), gift=opened, commission=COMMISSION, signed_on=TODAY)


# --- donors ---


def test_a_donor_is_named_aloud_only_when_they_agreed(lib):
    quiet, loud = donor(lib), donor(lib, "publisher", name="Видавництво  «Ясен»", aloud=True)
    assert (str(quiet), quiet.shown) == ("приватна особа", "Ганна Вигадана")
    assert (str(loud), loud.shown) == ("Видавництво «Ясен»", "Видавництво «Ясен»")
    donors.edit_donor(lib.act(), donor=loud, unit=lib.hub, kind="publisher", name="Видавництво «Ясен»", aloud=False)
    assert str(Donor.objects.get(pk=loud.pk)) == "видавництво"


def test_every_refusal_about_a_donor(lib):
    say = {"unit": lib.root}
    assert codes(donors.add_donor, lib.act(), kind="nobody", name="х", **say) == ["unknown_kind"]
    assert codes(donors.add_donor, lib.act(), kind="person", name=" ", **say) == ["no_name"]
    assert codes(donors.add_donor, lib.act(), kind="anonymous", name="Ганна", **say) == ["anonymous_named"]
    assert codes(donors.add_donor, lib.act(), kind="person", name="х" * 201, contact="х" * 201, **say) == ["too_long", "too_long"]
    assert codes(donors.share_report, lib.act(), donor=donor(lib), unit=lib.root, link=Withheld("short")) == ["weak_link"]
    assert donor(lib, "anonymous", name="").shown == "анонімний дарувальник"


def test_a_donor_asks_to_be_forgotten_and_the_gift_stays(lib):
    given = gift(lib, note="Дякуємо")
    donors.share_report(lib.act(), donor=given.donor, unit=lib.root, link=Withheld("x" * 22))
    donors.open_donor_erasure(lib.act(), donor=given.donor, unit=lib.root)
    assert codes(donors.open_donor_erasure, lib.act(), donor=given.donor, unit=lib.root) == ["erasure_asked"]
    assert ErasureRequest.objects.get().subject == given.donor_id
    assert forget(Act(actor=SYSTEM), given.donor_id) > 0
    left = Donor.objects.get(pk=given.donor_id)
    assert (left.name, left.contact, left.called, left.link, left.link_hash) == (None, None, "", None, None)
    assert Gift.objects.get() == given
    assert [one.body for one in Operation.objects.filter(verb="fund.add_donor")] == [None]


def test_the_secret_of_a_link_is_kept_by_no_operation(lib):
    donors.share_report(lib.act(), donor=donor(lib), unit=lib.root, link=Withheld("s" * 24))
    assert Operation.objects.get(verb="fund.share_report").body["link"] is None
    assert Donor.objects.get().link_hash == donors.link_hash("s" * 24)


# --- book by book ---


def test_copies_get_numbers_in_a_row_and_a_line_each(lib):
    into = gift(lib)
    first, more = accept(lib, into, price="120,50"), accept(lib, into, "Кобзар", many=3)
    assert [copy.inventory_number for copy in (*first, *more)] == [1, 2, 3, 4]
    assert [copy.barcode[-7:] for copy in more] == ["0000002", "0000003", "0000004"]
    assert [(lot.record.title, lot.many, lot.price, lot.numbers) for lot in lots(into)] == [
        ("Тигролови", 1, Decimal("120.50"), "1"),
        ("Кобзар", 3, None, "2–4"),
    ]
    assert [total([kind], None, TODAY) for kind in ("fund.holding", "fund.accepted")] == [4, 4]


def test_the_same_acceptance_sent_twice_is_one(lib):
    into, record, act = gift(lib), lib.record("Тигролови"), lib.act()
    for _time in range(2):
        gifts.accept_gifted(act, gift=into, record=record, many=2, price="")
    assert (Copy.objects.count(), NumberSeries.objects.get().next) == (2, 3)


def test_every_refusal_of_accepting(lib):
    into, record = gift(lib), lib.record()
    for many in (0, -1, 101):
        assert codes(gifts.accept_gifted, lib.act(), gift=into, record=record, many=many) == ["how_many"]
    for price in ("дорого", "-5", "1,234", "NaN", "99999999999", "Infinity"):
        assert codes(gifts.accept_gifted, lib.act(), gift=into, record=record, price=price) == ["wrong_price"]
    assert (Copy.objects.count(), NumberSeries.objects.count()) == (0, 0)
    assert codes(gifts.open_gift, lib.act(), place=lib.shelf, donor=donor(lib), on=TODAY + dt.timedelta(days=1)) == ["in_future"]
    assert codes(gifts.open_gift, lib.act(), place=lib.shelf, donor=donor(lib), note="х" * 501) == ["too_long"]


@pytest.mark.parametrize(("said", "price"), [("120", "120.00"), (" 1 200,5 грн", "1200.50"), ("0", "0.00"), ("", None)])
def test_a_price_is_written_as_people_write_it(said, price):
    assert price_of(said) == (price and Decimal(price), [])


def test_a_barcode_that_somebody_typed_before_hinders_nobody(lib):
    into = gift(lib)
    taken = f"2{lib.root.pk:04d}0000002"
    from mandrivna.fund.actions.copies import accept_copy  # noqa: PLC0415 - only here

    accept_copy(lib.act(), record=lib.record(), place=lib.shelf, barcode=taken)
    assert accept(lib, into)[0].barcode == f"{taken}-{Copy.objects.get(inventory_number=2).pk.hex[-8:]}"


def test_what_was_written_by_mistake_is_crossed_out_and_its_number_stays_taken(lib):
    into = gift(lib)
    wrong, right = accept(lib, into)[0], accept(lib, into, "Кобзар")[0]
    gifts.take_back_gifted(lib.act(), gift=into, copies=[str(wrong.pk)])
    wrong.refresh_from_db()
    assert (wrong.state, wrong.void, wrong.withdrawn_why) == (State.WITHDRAWN, True, "записано помилково")
    assert [one.pk for one in arrivals_of(into)] == [right.pk]
    assert accept(lib, into, "Місто")[0].inventory_number == 3
    assert [total([kind], None, TODAY) for kind in ("fund.holding", "fund.accepted")] == [2, 2]
    assert check_facts().drift == []
    assert codes(gifts.take_back_gifted, lib.act(), gift=into, copies=[str(wrong.pk)]) == ["nothing"]


def test_a_book_in_somebodys_hands_was_no_mistake(lib):
    into = gift(lib)
    lent = accept(lib, into)[0]
    issue(lib.act(), copy=lent, reader=lib.reader(), place=lib.shelf)
    assert codes(gifts.take_back_gifted, lib.act(), gift=into, copies=[str(lent.pk)]) == ["used"]


def test_an_empty_gift_is_cancelled_and_comes_back(lib):
    into = gift(lib)
    gifts.cancel_gift(lib.act(), gift=into)
    assert codes(gifts.accept_gifted, lib.act(), gift=into, record=lib.record()) == ["cancelled"]
    gifts.restore_gift(lib.act(), gift=into)
    assert codes(gifts.restore_gift, lib.act(), gift=into) == ["not_cancelled"]
    accept(lib, into)
    assert codes(gifts.cancel_gift, lib.act(), gift=into) == ["not_empty"]


def test_a_photograph_is_made_anew_and_goes_with_its_last_gift(lib):
    into = gift(lib)
    sent = base64.b64encode(picture()).decode()
    assert gifts.set_gift_photo(lib.act(), gift=into, picture=sent).photo == GiftPhoto.objects.get()
    assert codes(gifts.set_gift_photo, lib.act(), gift=into, picture="!") == ["photo_not_a_picture"]
    assert codes(gifts.set_gift_photo, lib.act(), gift=into, picture=base64.b64encode(b"<svg/>").decode())[0].startswith("photo_")
    gifts.set_gift_photo(lib.act(), gift=into, picture="")
    assert GiftPhoto.objects.count() == 0


# --- the commission and the act ---


def test_the_commission_values_what_came_without_a_price_and_nothing_else(lib):
    into = gift(lib)
    priced, unpriced = accept(lib, into, price="100")[0], accept(lib, into, "Кобзар", many=2)
    about = {"gift": into, "commission": COMMISSION, "decided_on": TODAY}
    assert codes(signing.value_gift, lib.act(), prices={str(priced.pk): "5"}, **about) == ["not_to_value"]
    assert codes(signing.value_gift, lib.act(), prices={str(unpriced[0].pk): "багато"}, **about) == ["wrong_price"]
    late = {**about, "decided_on": TODAY + dt.timedelta(days=1)}
    assert codes(signing.value_gift, lib.act(), prices={}, **late) == ["wrong_day"]
    signing.value_gift(lib.act(), prices={str(copy.pk): "85,50" for copy in unpriced}, **about)
    assert [(lot.price, lot.valued, lot.sum) for lot in lots(into)] == [
        (Decimal("100.00"), False, Decimal("100.00")),
        (Decimal("85.50"), True, Decimal("171.00")),
    ]
    assert last_commission(lib.root)["chair"]["name"] == "О. Вигадана"


def test_every_refusal_of_signing(lib):
    into = gift(lib)
    nobody = {"chair": {}, "members": []}
    say = {"gift": into, "signed_on": TODAY}
    assert codes(signing.sign_gift, lib.act(), commission=nobody, **say) == ["no_chair", "no_members", "empty"]
    accept(lib, into)
    assert codes(signing.sign_gift, lib.act(), commission=COMMISSION, **say) == ["unpriced"]
    early = {**say, "signed_on": TODAY - dt.timedelta(days=1)}
    assert codes(signing.sign_gift, lib.act(), commission=COMMISSION, **early) == ["unpriced", "wrong_day"]
    assert codes(signing.reopen_gift, lib.act(), gift=into, why="так") == ["not_signed"]


def test_a_signed_act_has_the_next_number_of_its_year_and_freezes_the_gift(lib):
    first, second = signed(lib), signed(lib)
    assert [(one.year, one.number, one.entry) for one in (first, second)] == [(2026, 1, 1), (2026, 2, 2)]
    copies = [str(one.pk) for one in arrivals_of(first)]
    for refused in (
        lambda: gifts.accept_gifted(lib.act(), gift=first, record=lib.record()),
        lambda: gifts.take_back_gifted(lib.act(), gift=first, copies=copies),
        lambda: gifts.edit_gift(lib.act(), gift=first, donor=first.donor, on=TODAY),
        lambda: gifts.cancel_gift(lib.act(), gift=first),
        lambda: signing.value_gift(lib.act(), gift=first, prices={}, commission=COMMISSION, decided_on=TODAY),
    ):
        assert codes(refused) == ["signed"]


def test_opened_again_it_keeps_its_number_and_the_reason(lib):
    act = signed(lib)
    assert codes(signing.reopen_gift, lib.act(), gift=act, why=" ") == ["no_reason"]
    opened = signing.reopen_gift(lib.act(), gift=act, why="пропущено примірник")
    assert opened.commission["reopened"] == [{"on": "2026-01-12", "why": "пропущено примірник"}]
    accept(lib, opened, "Місто", price="50")
    again = signing.sign_gift(lib.act(), gift=opened, commission=COMMISSION, signed_on=TODAY)
    assert (again.number, signed(lib).number) == (1, 2)


def test_the_summary_book_has_a_row_an_act(lib):
    into = gift(lib)
    accept(lib, into, record=lib.record("Кобзар", udc="821.161.2-1"), many=2, price="100")
    accept(lib, into, record=lib.record("Atlas", language="eng", udc="91"), price="50,50")
    wrong = accept(lib, into, "Зайва", price="7")[0]
    gifts.take_back_gifted(lib.act(), gift=into, copies=[str(wrong.pk)])
    signing.sign_gift(lib.act(), gift=into, commission=COMMISSION, signed_on=TODAY)
    (row,) = book(lib.root, 2026)
    assert (row.copies, row.titles, row.sum) == (3, 2, Decimal("250.50"))
    assert (dict(row.languages), dict(row.classes)) == ({"ukr": 2, "eng": 1}, {"8": 2, "9": 1})
    assert book(lib.root, 2025) == []


def test_numbers_in_a_row_are_said_briefly():
    assert spans([17, 12, 13, 14, 20, 21]) == "12–14, 17, 20–21"
