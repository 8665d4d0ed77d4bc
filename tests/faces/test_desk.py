"""The desk: what a librarian scans, sees and takes back."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from mandrivna.core.models import AuditEntry, Operation, Quarantined
from mandrivna.fund.actions.copies import withdraw_copy
from mandrivna.lending.actions.circulation import return_copy
from mandrivna.lending.models import Event, Loan
from mandrivna.lending.states import LoanState
from mandrivna.readers.models import Enrolment, Reader, is_card_code, new_card_code
from mandrivna.shared.ids import new_uid
from tests.faces.screens import World, form, queries, text_of, uids

pytestmark = pytest.mark.django_db
DESK = "/work/desk/"


@pytest.fixture
def world():
    return World()


def at(reader):
    return reverse("workspace:desk_reader", args=[reader.pk])


def of(copy):
    return reverse("workspace:desk_copy", args=[copy.pk])


def scan(client, url, q, world, **more):
    return client.post(url, form(q=q, place=world.lib.shelf, **more))


def focused(response):
    """Names of what would take the next scan."""
    return [re.search(r'name="([^"]*)"', tag)[1] for tag in re.findall(r"<[^>]+\bautofocus\b[^>]*>", response.content.decode())]


def pending(response):
    return re.findall(r'name="pending" value="([^"]+)"', response.content.decode())


def said(response):
    return [str(message) for message in response.context["messages"]]


def card_of(reader):
    return reader.cards.get().code


# --- one field -------------------------------------------------------------------------------------------------------


def test_a_card_opens_its_reader(world):
    reader = world.lib.reader()
    response = scan(world.browser("owner", place=world.lib.shelf), DESK, reader.cards.get().pretty, world)
    assert (response.status_code, response.headers["Location"]) == (302, at(reader))


@pytest.mark.parametrize("line", ["{0.barcode}", "№ {0.inventory_number}", "{0.inventory_number}", "інв. {0.inventory_number}"])
def test_a_barcode_or_an_inventory_number_opens_its_copy(world, line):
    copy = world.lib.copy()
    response = scan(world.browser("owner", place=world.lib.shelf), DESK, line.format(copy), world)
    assert (response.status_code, response.headers["Location"]) == (302, of(copy))


def test_a_phone_in_any_spelling_opens_its_reader(world):
    reader = world.lib.reader(phone="050 123-45-67")
    response = scan(world.browser("owner", place=world.lib.shelf), DESK, "+38 (050) 1234567", world)
    assert response.headers["Location"] == at(reader)


def test_a_word_of_the_name_finds_readers_of_the_own_institution_only(world):
    mine = [world.lib.reader(name="Олена Вигадана"), world.lib.reader(name="Петро Вигаданий-Олена Вигадана")]
    stranger = world.foreign_reader(name="Ганна Вигадана")
    response = scan(world.browser("owner", place=world.lib.shelf), DESK, "ВИГАДАНА", world)
    assert response.status_code == 200
    assert {found.reader.pk for found in response.context["people"]} == {reader.pk for reader in mine}
    assert str(stranger.pk) not in response.content.decode()


def test_a_title_is_found_with_its_copies(world):
    record = world.lib.record("Кайдашева сім’я")
    copy = world.lib.copy(record)
    response = scan(world.browser("owner", place=world.lib.shelf), DESK, "кайдашева сім'я", world)
    ((found, copies),) = response.context["found"].records
    assert (found, copies) == (record, [copy])
    assert "на місці, Полиця 1" in text_of(response)


def test_an_isbn_is_found_with_and_without_hyphens(world):
    record = world.lib.record("Тигролови", isbn="9780306406157")
    response = scan(world.browser("owner", place=world.lib.shelf), DESK, "978-0-306-40615-7", world)
    assert [found for found, _copies in response.context["found"].records] == [record]


def test_nothing_found_is_said(world):
    response = scan(world.browser("owner", place=world.lib.shelf), DESK, "ничогісінько", world)
    assert "Нічого не знайдено" in text_of(response)


def test_punctuation_does_not_list_everybody(world):
    world.lib.reader(name="Олена Вигадана"), world.lib.copy()
    response = scan(world.browser("owner", place=world.lib.shelf), DESK, "—!", world)
    assert response.context["found"].nothing


def test_an_unknown_card_offers_to_enrol(world):
    response = scan(world.browser("owner", place=world.lib.shelf), DESK, new_card_code(), world)
    assert "Такого квитка немає" in text_of(response)
    assert reverse("workspace:enrol") in response.content.decode()


def test_an_empty_line_is_refused_beside_the_field(world):
    response = scan(world.browser("owner", place=world.lib.shelf), DESK, "", world)
    assert (response.status_code, response.context["form"].errors["q"]) == (422, ["Введіть або зіскануйте щось."])


def test_the_field_has_the_focus(world):
    page = world.browser("owner", place=world.lib.shelf).get(DESK).content.decode()
    assert page.count("autofocus") == 1


@pytest.mark.parametrize("line", ["журавлик", "ЖУРАВЛИК", "жура", "синій журавлик"])
@pytest.mark.parametrize("who", ["owner", "guardian"])
def test_a_pseudonym_in_any_case_opens_its_reader(world, line, who):
    reader = world.lib.reader(pseudonym="Синій Журавлик" if " " in line else "Журавлик")
    world.lib.reader(pseudonym="Лелека"), world.foreign_reader(pseudonym="Журавлик")
    client = world.browser(who, place=world.lib.shelf)
    assert scan(client, DESK, line, world).headers["Location"] == at(reader)


@pytest.mark.parametrize("line", ["жу", "равлик", "-"])
def test_a_piece_of_a_pseudonym_lists_nobody(world, line):
    world.lib.reader(pseudonym="Журавлик")
    assert scan(world.browser("owner", place=world.lib.shelf), DESK, line, world).context["people"] == []


def test_a_guardian_sees_the_pseudonym_beside_the_card_and_no_name(world):
    reader = world.lib.reader(name="Олена Вигадана", pseudonym="Журавлик")
    page = text_of(world.browser("guardian", place=world.lib.shelf).get(at(reader)))
    assert f"Квиток {reader.cards.get().pretty}, Журавлик" in page
    assert "Вигадана" not in page


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("912345678901234", "контрольна цифра не сходиться"),
        ("91234567890123", "має бути 15 цифр"),
        ("9123456789012345", "має бути 15 цифр"),
        ("1234567", "Нічого не знайдено"),
    ],
)
def test_a_mistyped_card_is_told_from_an_unknown_one(world, digits, words):
    assert not is_card_code(digits)
    assert words in text_of(scan(world.browser("owner", place=world.lib.shelf), DESK, digits, world))


# --- lending ---------------------------------------------------------------------------------------------------------


def test_copies_scanned_one_after_another_are_lent_at_once(world):
    reader, copies, client = world.lib.reader(), [world.lib.copy(), world.lib.copy()], world.browser("owner", place=world.lib.shelf)
    for copy in copies:
        assert scan(client, at(reader), copy.barcode, world).headers["Location"] == at(reader)
    assert set(Loan.objects.open().filter(reader=reader, place=world.lib.shelf).values_list("copy_id", flat=True)) == {
        c.pk for c in copies
    }
    assert "На руках: 2" in text_of(client.get(at(reader)))


def test_the_same_form_sent_twice_is_one_loan(world):
    reader, copy, client = world.lib.reader(), world.lib.copy(), world.browser("owner", place=world.lib.shelf)
    sent = form(q=copy.barcode, place=world.lib.shelf)
    assert [client.post(at(reader), sent).status_code for _time in range(2)] == [302, 302]
    assert (Loan.objects.count(), Operation.objects.filter(verb="lending.issue").count()) == (1, 1)


def test_the_same_number_for_another_copy_is_a_conflict(world):
    reader, client = world.lib.reader(), world.browser("owner", place=world.lib.shelf)
    sent = form(q=world.lib.copy().barcode, place=world.lib.shelf)
    client.post(at(reader), sent)
    response = client.post(at(reader), {**sent, "q": world.lib.copy().barcode})
    assert (response.status_code, Loan.objects.count(), Quarantined.objects.get().reason) == (409, 1, "conflict")
    assert "з іншим змістом" in text_of(response)


def test_a_copy_from_another_place_is_lent_with_a_warning(world):
    reader, copy, client = (
        world.lib.reader(),
        world.lib.copy(place=world.lib.other_shelf),
        world.browser("owner", place=world.lib.shelf),
    )
    response = client.post(at(reader), form(q=copy.barcode, place=world.lib.shelf), follow=True)
    assert [str(m) for m in response.context["messages"]] == [
        "Видано: Лісова пісня.",
        "За записами книга стоїть в іншому місці: Полиця 2.",
    ]


def test_the_place_is_that_of_the_form_not_of_a_later_choice(world):
    reader, copy, client = world.lib.reader(), world.lib.copy(), world.browser("owner", place=world.lib.hub)
    scan(client, at(reader), copy.barcode, world)
    assert Loan.objects.get().place == world.lib.shelf


def test_a_reader_of_last_year_is_reregistered_and_lent_to_with_one_tap(world):
    reader, copy, client = world.lib.reader(), world.lib.copy(), world.browser("owner", place=world.lib.shelf)
    Enrolment.objects.filter(reader=reader).update(year=2001)
    response = scan(client, at(reader), copy.barcode, world)
    assert response.status_code == 422
    assert "Читача ще не перереєстровано" in text_of(response)
    assert "<button>Перереєструвати на" in response.content.decode()
    assert focused(response) == ["q"]
    done = client.post(reverse("workspace:desk_reenrol", args=[reader.pk]), form(place=world.lib.shelf, copy=copy))
    assert (done.status_code, Loan.objects.open().get().copy_id) == (302, copy.pk)
    assert Enrolment.objects.filter(reader=reader).count() == 2


def test_reregistering_twice_by_the_same_form_lends_once(world):
    reader, copy, client = world.lib.reader(), world.lib.copy(), world.browser("owner", place=world.lib.shelf)
    Enrolment.objects.filter(reader=reader).update(year=2001)
    sent, url = form(place=world.lib.shelf, copy=copy), reverse("workspace:desk_reenrol", args=[reader.pk])
    assert [client.post(url, sent).status_code for _time in range(2)] == [302, 302]
    assert (Loan.objects.count(), Enrolment.objects.filter(reader=reader).count()) == (1, 2)


def test_a_withdrawn_copy_is_refused(world):
    reader, copy = world.lib.reader(), world.lib.copy()
    withdraw_copy(world.lib.act(), copy=copy, why="зношеність")
    response = scan(world.browser("owner", place=world.lib.shelf), at(reader), copy.barcode, world)
    assert (response.status_code, [p.code for p in response.context["problems"]]) == (422, ["withdrawn"])


def test_a_copy_in_hand_waits_for_a_card(world):
    reader, copy, client = world.lib.reader(), world.lib.copy(), world.browser("owner", place=world.lib.shelf)
    response = scan(client, of(copy), card_of(reader), world)
    assert (response.headers["Location"], Loan.objects.open().get().reader) == (at(reader), reader)


def test_a_copy_in_hand_says_when_there_is_no_such_reader(world):
    response = scan(world.browser("owner", place=world.lib.shelf), of(world.lib.copy()), "незнайома", world)
    assert response.status_code == 422
    assert response.context["form"].errors["q"] == ["Потрібен читач: квиток, телефон або ім’я. Такого не знайдено."]


def test_a_copy_found_by_its_title_is_lent_from_the_list(world):
    reader, copy, client = world.lib.reader(), world.lib.copy(), world.browser("owner", place=world.lib.shelf)
    page = scan(client, at(reader), "лісова", world)
    url = reverse("workspace:desk_issue", args=[reader.pk])
    assert url in page.content.decode()
    assert client.post(url, form(place=world.lib.shelf, copy=copy)).status_code == 302
    assert Loan.objects.open().get().copy_id == copy.pk


# --- taking back, renewing, undoing ----------------------------------------------------------------------------------


def test_scanning_a_lent_copy_offers_the_return_and_the_focus_stays_in_the_field(world):
    reader, copy, client = world.lib.reader(), world.lib.copy(), world.browser("owner", place=world.lib.shelf)
    world.lend(copy, reader)
    page = client.get(of(copy))
    assert (focused(page), pending(page)) == (["q"], [str(copy.pk)])
    assert "Щоб прийняти повернення, зіскануйте книгу ще раз або натисніть кнопку." in text_of(page)
    assert reverse("workspace:desk_return", args=[copy.pk]) in page.content.decode()
    response = client.post(reverse("workspace:desk_return", args=[copy.pk]), form(place=world.lib.shelf))
    assert (response.headers["Location"], Loan.objects.get().state) == (DESK, LoanState.RETURNED)


def test_with_a_reader_open_a_lent_copy_is_offered_for_return_and_the_desk_stays(world):
    reader, copy, client = world.lib.reader(), world.lib.copy(), world.browser("owner", place=world.lib.shelf)
    world.lend(copy, reader)
    response = scan(client, at(reader), copy.barcode, world)
    assert "Цей примірник уже видано" in text_of(response)
    assert "цьому читачеві" in text_of(response)
    done = client.post(reverse("workspace:desk_return", args=[copy.pk]), form(place=world.lib.shelf, reader=reader))
    assert done.headers["Location"] == at(reader)


def test_the_second_scan_of_the_same_copy_takes_it_back_once(world):
    copy, client = world.lib.copy(), world.browser("owner", place=world.lib.shelf)
    world.lend(copy, world.lib.reader())
    sent = form(q=copy.barcode, place=world.lib.shelf, pending=copy)
    assert [client.post(of(copy), sent).headers["Location"] for _time in range(2)] == [DESK, DESK]
    assert Loan.objects.get().state == LoanState.RETURNED
    assert Operation.objects.filter(verb="lending.return").count() == 1


def test_without_having_been_shown_as_lent_a_scan_takes_nothing_back(world):
    copy, client = world.lib.copy(), world.browser("owner", place=world.lib.shelf)
    world.lend(copy, world.lib.reader())
    assert scan(client, of(copy), copy.barcode, world).headers["Location"] == of(copy)
    assert Loan.objects.get().state == LoanState.OPEN


def test_scanning_another_copy_leaves_the_first_lent_and_says_so(world):
    first, second, client = world.lib.copy(), world.lib.copy(), world.browser("owner", place=world.lib.shelf)
    for copy in (first, second):
        world.lend(copy, world.lib.reader())
    page = client.post(of(first), form(q=second.barcode, place=world.lib.shelf, pending=first), follow=True)
    assert page.redirect_chain == [(of(second), 302)]
    assert said(page) == [f"Повернення не прийнято: Лісова пісня, № {first.inventory_number}."]
    assert (pending(page), Loan.objects.open().count()) == ([str(second.pk)], 2)


def test_a_card_instead_of_the_second_scan_opens_its_reader_and_returns_nothing(world):
    copy, other, client = world.lib.copy(), world.lib.reader(), world.browser("owner", place=world.lib.shelf)
    world.lend(copy, world.lib.reader())
    page = client.post(of(copy), form(q=card_of(other), place=world.lib.shelf, pending=copy), follow=True)
    assert page.redirect_chain == [(at(other), 302)]
    assert said(page) == [f"Повернення не прийнято: Лісова пісня, № {copy.inventory_number}."]
    assert Loan.objects.get().state == LoanState.OPEN


def test_with_a_reader_open_the_second_scan_takes_back_and_a_third_book_is_lent(world):
    reader, copies, client = world.lib.reader(), [world.lib.copy(), world.lib.copy()], world.browser("owner", place=world.lib.shelf)
    world.lend(copies[0], reader)
    page = scan(client, at(reader), copies[0].barcode, world)
    assert (focused(page), pending(page)) == (["q"], [str(copies[0].pk)])
    lent = client.post(at(reader), form(q=copies[1].barcode, place=world.lib.shelf, pending=copies[0]), follow=True)
    number = copies[0].inventory_number
    assert said(lent) == [f"Повернення не прийнято: Лісова пісня, № {number}.", "Видано: Лісова пісня."]
    back = client.post(at(reader), form(q=copies[0].barcode, place=world.lib.shelf, pending=copies[0]))
    assert back.headers["Location"] == at(reader)
    assert list(Loan.objects.open().values_list("copy", flat=True)) == [copies[1].pk]


def test_a_guardian_of_another_place_cannot_return_by_a_forged_pending(world):
    copy = world.lib.copy()
    world.lend(copy, world.lib.reader())
    response = world.browser("stranger").post(of(copy), form(q=copy.barcode, place=world.far_hub, pending=copy))
    assert (response.status_code, Loan.objects.get().state) == (404, LoanState.OPEN)


def test_a_book_lent_to_somebody_else_leads_to_whoever_has_it(world):
    holder, other, copy = world.lib.reader(name="Олена Вигадана"), world.lib.reader(), world.lib.copy()
    world.lend(copy, holder)
    page = scan(world.browser("owner", place=world.lib.shelf), at(other), copy.barcode, world)
    assert f'<a href="{at(holder)}">Олена Вигадана</a>' in page.content.decode()


def test_returning_what_nobody_has_is_refused(world):
    copy = world.lib.copy()
    response = world.browser("owner").post(reverse("workspace:desk_return", args=[copy.pk]), form(place=world.lib.shelf))
    assert (response.status_code, [p.code for p in response.context["problems"]]) == (422, ["not_on_loan"])


def test_a_return_elsewhere_is_taken_with_a_warning(world):
    copy = world.lib.copy()
    world.lend(copy, world.lib.reader())
    client = world.browser("colleague", place=world.lib.other_shelf)
    response = client.post(reverse("workspace:desk_return", args=[copy.pk]), form(place=world.lib.other_shelf), follow=True)
    assert [str(m) for m in response.context["messages"]] == [
        "Повернено: Лісова пісня.",
        "Книгу брали в іншому місці; тепер вона стоятиме тут.",
    ]
    copy.refresh_from_db()
    assert copy.place == world.lib.other_shelf


def test_renewing_moves_the_due_day_until_the_rules_say_enough(world):
    reader, copy, client = world.lib.reader(), world.lib.copy(), world.browser("owner", place=world.lib.shelf)
    event = world.lend(copy, reader)
    url = reverse("workspace:desk_renew", args=[reader.pk, event.loan])
    codes = [client.post(url, form(place=world.lib.shelf)).status_code for _time in range(3)]
    assert (codes, Loan.objects.get().renewals) == ([302, 302, 422], 2)


def test_the_last_act_is_undone_with_one_button(world):
    reader, copy, client = world.lib.reader(), world.lib.copy(), world.browser("owner", place=world.lib.shelf)
    scan(client, at(reader), copy.barcode, world)
    event = Event.objects.get()
    page = client.get(at(reader))
    assert "Щойно зроблено" in text_of(page)
    response = client.post(reverse("workspace:desk_undo"), form(event=event, reader=reader))
    assert (response.headers["Location"], Loan.objects.count()) == (at(reader), 0)
    assert "Щойно зроблено" not in text_of(client.get(at(reader)))


def test_undoing_what_is_no_longer_the_last_is_refused(world):
    reader, copy, client = world.lib.reader(), world.lib.copy(), world.browser("owner", place=world.lib.shelf)
    scan(client, at(reader), copy.barcode, world)
    event = Event.objects.get()
    client.post(reverse("workspace:desk_return", args=[copy.pk]), form(place=world.lib.shelf))
    response = client.post(reverse("workspace:desk_undo"), form(event=event))
    assert (response.status_code, [p.code for p in response.context["problems"]]) == (422, ["not_the_last"])


def test_undoing_nonsense_is_a_page_not_a_crash(world):
    response = world.browser("owner", place=world.lib.shelf).post(reverse("workspace:desk_undo"), form(event="казна-що"))
    assert (response.status_code, "Такої дії немає." in text_of(response)) == (404, True)


def test_the_number_of_an_act_opens_nothing_in_another_institution(world):
    reader, copy = world.lib.reader(), world.lib.copy()
    scan(world.browser("owner", place=world.lib.shelf), at(reader), copy.barcode, world)
    event = Event.objects.get()
    response = world.browser("stranger").post(reverse("workspace:desk_undo"), form(event=event))
    assert (response.status_code, Loan.objects.open().count()) == (404, 1)


def test_another_institutions_barcode_is_no_copy_here(world):
    copy, client = world.lib.copy(), world.browser("stranger")
    response = client.post(reverse("workspace:desk"), {"q": copy.barcode, "uid": str(new_uid())})
    assert (response.status_code, response.context["found"].copies) == (200, [])


def test_a_form_without_identity_is_refused(world):
    copy = world.lib.copy()
    response = world.browser("owner").post(reverse("workspace:desk_return", args=[copy.pk]), {"place": world.lib.shelf.pk})
    assert (response.status_code, "Форма прийшла неповною" in text_of(response)) == (422, True)


def test_every_form_of_a_page_has_an_identity_of_its_own(world):
    reader = world.lib.reader()
    world.lend(world.lib.copy(), reader)
    found = uids(world.browser("owner", place=world.lib.shelf).get(at(reader)))
    assert (len(found), len(set(found))) == (3, 3)


# --- who sees whom ---------------------------------------------------------------------------------------------------


def test_a_guardian_serves_by_card_and_sees_no_name(world):
    reader, copy = world.lib.reader(name="Олена Вигадана", phone="0501234567"), world.lib.copy()
    client = world.browser("guardian")
    assert scan(client, DESK, card_of(reader), world).headers["Location"] == at(reader)
    assert scan(client, at(reader), copy.barcode, world).status_code == 302
    for url in (at(reader), of(copy)):
        page = client.get(url).content.decode()
        assert ("Вигадана" in page, reader.cards.get().pretty in page) == (False, True)
    assert scan(client, DESK, "Вигадана", world).context["people"] == []
    assert scan(client, DESK, "0501234567", world).context["people"] == []
    assert AuditEntry.objects.filter(action="readers.viewed").count() == 0


def test_opening_a_reader_leaves_one_trace_for_one_visit(world):
    reader, client = world.lib.reader(), world.browser("owner", place=world.lib.shelf)
    for copy in (world.lib.copy(), world.lib.copy()):
        client.get(at(reader))
        scan(client, at(reader), copy.barcode, world)
    entry = AuditEntry.objects.get(action="readers.viewed")
    assert (entry.object_pk, entry.staff_id, entry.unit_id) == (str(reader.pk), world.staff["owner"].pk, world.lib.root.pk)


@pytest.mark.parametrize(
    ("who", "status"), [("owner", 200), ("colleague", 200), ("guardian", 200), ("stranger", 404), ("cataloguer", 403)]
)
def test_who_may_open_a_reader_or_a_copy_at_the_desk(world, who, status):
    reader, copy, client = world.lib.reader(), world.lib.copy(), world.browser(who)
    assert [client.get(url).status_code for url in (at(reader), of(copy))] == [status, status]


def test_a_stranger_finds_neither_our_readers_nor_our_copies(world):
    reader, copy = world.lib.reader(name="Олена Вигадана", phone="0501234567"), world.lib.copy()
    client = world.browser("stranger")
    for line in (card_of(reader), "Вигадана", "0501234567", copy.barcode, f"№ {copy.inventory_number}"):
        found = client.post(DESK, form(q=line, place=world.far_hub)).context["found"]
        assert (found.readers, found.copies) == ([], []), line


def test_nobody_lends_at_a_place_that_is_not_theirs(world):
    reader, copy = world.lib.reader(), world.lib.copy()
    response = world.browser("colleague").post(at(reader), form(q=copy.barcode, place=world.lib.shelf))
    assert (response.status_code, Loan.objects.count()) == (404, 0)


@pytest.mark.parametrize("place", ["", "казна-що", "999999999999999999999999", "-1"])
def test_a_nonsense_place_is_not_found(world, place):
    reader, copy = world.lib.reader(), world.lib.copy()
    assert world.browser("owner").post(at(reader), form(q=copy.barcode, place=place)).status_code == 404


def test_without_a_place_the_desk_asks_for_one(world):
    response = world.browser("director").get(DESK)
    assert "Де ви сьогодні працюєте?" in text_of(response)
    assert 'name="q"' not in response.content.decode().partition("<main")[2]


def test_signed_out_is_led_to_the_sign_in(client, world):
    assert client.get(DESK).headers["Location"].startswith("/accounts/login/")


# --- cost ------------------------------------------------------------------------------------------------------------


def test_an_open_reader_costs_the_same_with_one_book_and_with_three(world):
    reader, client = world.lib.reader(), world.browser("owner", place=world.lib.shelf)
    world.lend(world.lib.copy(), reader)
    client.get(at(reader))
    one = queries(client, at(reader))
    for _book in range(2):
        world.lend(world.lib.copy(), reader)
    assert (queries(client, at(reader)), one <= 12) == (one, True)


def test_a_returned_book_leaves_the_readers_hand(world):
    reader, copy = world.lib.reader(), world.lib.copy()
    world.lend(copy, reader)
    return_copy(world.lib.act(), copy=copy, place=world.lib.shelf)
    assert Reader.objects.get(pk=reader.pk) == reader
    assert "Жодної книги." in text_of(world.browser("owner", place=world.lib.shelf).get(at(reader)))
