"""Readers: enrolled with as little as they wish to say, found by what they bring, opened with a trace."""

from __future__ import annotations

import pytest
from django.urls import reverse

from mandrivna.core.models import AuditEntry, Operation
from mandrivna.lending.actions.circulation import return_copy
from mandrivna.lending.models import Loan
from mandrivna.readers.models import Card, Enrolment, Reader, new_card_code
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
FIND, ENROL = "/work/readers/", "/work/readers/enrol/"


@pytest.fixture
def world():
    return World()


def page_of(reader):
    return reverse("workspace:reader", args=[reader.pk])


def filled(world, **about):
    return form(place=world.lib.shelf, audience="general", **about)


# --- enrolling -------------------------------------------------------------------------------------------------------


def test_a_pseudonym_is_enough(world):
    response = world.browser("owner").post(ENROL, filled(world, pseudonym="Журавлик"))
    reader = Reader.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, page_of(reader))
    assert (str(reader), reader.name, reader.phone, reader.birth_year, reader.consent_version) == ("Журавлик", None, None, None, "")
    assert (reader.cards.count(), reader.enrolments.get().place) == (1, world.lib.shelf)


def test_an_empty_form_makes_nobody(world):
    response = world.browser("owner").post(ENROL, filled(world))
    assert (response.status_code, Reader.objects.count()) == (422, 0)
    assert response.context["form"].errors == {
        "pseudonym": ["Запишіть псевдонім, ім’я або надрукований квиток чи позначте «Без псевдоніма: лише квиток»."]
    }


def test_nothing_but_a_card_is_enough_when_it_is_meant(world):
    world.browser("owner").post(ENROL, filled(world, nameless="on"))
    assert str(Reader.objects.get()) == "Читач без імені"


def test_the_place_is_chosen_by_a_person_unless_there_is_one(world):
    client = world.browser("owner")
    page = client.get(ENROL)
    assert (page.context["form"]["place"].value(), "— оберіть —" in text_of(page)) == (None, True)
    response = client.post(ENROL, {**filled(world, pseudonym="Журавлик"), "place": ""})
    assert (response.status_code, response.context["form"].errors) == (422, {"place": ["Оберіть зі списку."]})
    assert world.browser("owner", place=world.lib.hub).get(ENROL).context["form"]["place"].value() == world.lib.hub.pk


def test_a_reader_is_found_by_the_pseudonym_alone(world):
    reader = world.lib.reader(pseudonym="Журавлик")
    client = world.browser("owner")
    assert client.post(FIND, form(q="ЖУРАВЛИК")).context["people"] == [reader]
    assert world.browser("stranger").post(FIND, form(q="журавлик")).context["people"] == []


def test_a_printed_card_is_taken_and_the_consent_kept_with_its_version(world):
    code = new_card_code()
    response = world.browser("owner").post(
        ENROL, filled(world, name="Олена Вигадана", birth_year="1990", card=code, consent="on"), follow=True
    )
    reader = Reader.objects.get()
    assert (reader.cards.get().code, reader.name, reader.birth_year, reader.consent_version) == (
        code,
        "Олена Вигадана",
        "1990",
        "2026-04",
    )
    assert reader.cards.get().pretty in text_of(response)


def test_the_same_form_sent_twice_is_one_reader(world):
    client, sent = world.browser("owner"), filled(world, pseudonym="Журавлик")
    assert [client.post(ENROL, sent).status_code for _time in range(2)] == [302, 302]
    assert (Reader.objects.count(), Operation.objects.filter(verb="readers.enrol").count()) == (1, 1)


def test_without_consent_a_name_is_not_kept(world):
    response = world.browser("owner").post(ENROL, filled(world, name="Олена Вигадана"))
    assert (response.status_code, Reader.objects.count()) == (422, 0)
    assert response.context["form"].errors["consent"] == ["Без згоди запишіть читача лише за псевдонімом або квитком."]


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("phone", "123", "Номер телефону має містити від 9 до 15 цифр."),
        ("birth_year", "1700", "Перевірте рік народження."),
        ("card", "12345678901234", "Номер квитка має бути з 15 цифр."),
        ("card", "123456789012345", "Це не номер квитка: контрольна цифра не сходиться."),
    ],
)
def test_a_refusal_stands_beside_its_field(world, field, value, text):
    response = world.browser("owner").post(ENROL, filled(world, consent="on", pseudonym="Журавлик", **{field: value}))
    assert (response.status_code, response.context["form"].errors) == (422, {field: [text]})
    assert f'id="id_{field}_error"' in response.content.decode()
    assert Reader.objects.count() == 0


def test_a_taken_phone_and_a_taken_card_are_refused(world):
    reader = world.lib.reader(phone="0501234567")
    response = world.browser("owner").post(ENROL, filled(world, consent="on", phone="+380501234567", card=reader.cards.get().code))
    assert (response.status_code, sorted(response.context["form"].errors), Reader.objects.count()) == (422, ["card", "phone"], 1)


def test_nonsense_is_refused_not_crashed(world):
    sent = {
        **filled(world),
        "place": "99999999999999999999",
        "audience": "ніхто",
        "birth_year": "торік",
        "name": "ж" * 500,
        "pseudonym": "\x00",
    }
    response = world.browser("owner").post(ENROL, sent)
    assert (response.status_code, set(response.context["form"].errors)) == (
        422,
        {"place", "audience", "birth_year", "name", "pseudonym"},
    )


def test_only_own_places_are_offered_and_taken(world):
    client = world.browser("owner")
    offered = list(client.get(ENROL).context["form"].fields["place"].queryset)
    assert offered == [world.lib.hub, world.lib.shelf]
    response = client.post(ENROL, {**filled(world, pseudonym="Журавлик"), "place": world.lib.other_shelf.pk})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["place"])


@pytest.mark.parametrize(("who", "status"), [("guardian", 403), ("cataloguer", 403), ("owner", 200), ("stranger", 200)])
def test_who_enrols(world, who, status):
    assert world.browser(who).get(ENROL).status_code == status


# --- finding ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["вигадана", "050 123 45 67", "CARD"])
def test_a_reader_is_found_by_name_phone_or_card(world, line):
    reader = world.lib.reader(name="Олена Вигадана", phone="+380501234567")
    world.lib.reader(name="Тарас Інший")
    line = reader.cards.get().pretty if line == "CARD" else line
    assert world.browser("owner").post(FIND, form(q=line)).context["people"] == [reader]


@pytest.mark.parametrize("line", ["вигадана", "0501234567", "CARD"])
def test_a_stranger_finds_nobody_of_ours(world, line):
    reader = world.lib.reader(name="Олена Вигадана", phone="0501234567")
    line = reader.cards.get().code if line == "CARD" else line
    assert world.browser("stranger").post(FIND, form(q=line)).context["people"] == []


def test_nobody_is_listed_without_being_asked_for(world):
    world.lib.reader(name="Олена Вигадана")
    client = world.browser("owner")
    assert "Вигадана" not in client.get(FIND).content.decode()
    assert [client.post(FIND, form(q=line)).context["people"] for line in ("-", "12", "'")] == [[], [], []]
    empty = client.post(FIND, form(q="  "))
    assert (empty.status_code, empty.context["people"]) == (422, None)


def test_what_was_searched_for_is_never_in_an_address(world):
    """GET does not search at all: a name in an address would stay in the browser's history and in logs of proxies."""
    world.lib.reader(name="Олена Вигадана")
    assert world.browser("owner").get(FIND, {"q": "вигадана"}).context["people"] is None


# --- one reader ------------------------------------------------------------------------------------------------------


def test_the_page_says_who_what_is_on_hand_and_since_when(world):
    reader, copy = world.lib.reader(name="Олена Вигадана", phone="0501234567", birth_year=1990), world.lib.copy()
    world.lend(copy, reader)
    page = text_of(world.browser("owner", place=world.lib.shelf).get(page_of(reader)))
    for words in ("Олена Вигадана", "0501234567", "36–59 років", "усі охочі", "записано вперше", "Лісова пісня № 1", "На руках: 1"):
        assert words in page, words


def test_overdue_is_said_in_words(world):
    reader = world.lib.reader()
    world.lend(world.lib.copy(), reader)
    Loan.objects.update(due_on="2026-01-01")
    assert "прострочено, днів:" in text_of(world.browser("owner").get(page_of(reader)))


def test_returned_books_show_while_they_are_remembered(world):
    reader, copy, client = world.lib.reader(), world.lib.copy(), world.browser("owner")
    world.lend(copy, reader)
    return_copy(world.lib.act(), copy=copy, place=world.lib.shelf)
    assert "Нещодавно повернуто" in text_of(client.get(page_of(reader)))
    Loan.objects.update(reader=None)
    assert "Нещодавно повернуто" not in text_of(client.get(page_of(reader)))


def test_every_opening_leaves_a_trace(world):
    reader, client = world.lib.reader(), world.browser("owner")
    for _time in range(2):
        client.get(page_of(reader))
    rows = AuditEntry.objects.filter(action="readers.viewed").values_list("object_pk", "staff_id", "before", "after")
    assert list(rows) == [(str(reader.pk), world.staff["owner"].pk, None, None)] * 2


@pytest.mark.parametrize(
    ("who", "status"),
    [("owner", 200), ("colleague", 200), ("director", 200), ("stranger", 404), ("guardian", 403), ("cataloguer", 403)],
)
def test_who_opens_a_reader(world, who, status):
    reader = world.lib.reader(name="Олена Вигадана")
    assert world.browser(who).get(page_of(reader)).status_code == status
    assert AuditEntry.objects.filter(action="readers.viewed").exists() == (status == 200)


def test_reregistering_for_the_year(world):
    reader, client = world.lib.reader(), world.browser("owner", place=world.lib.shelf)
    Enrolment.objects.update(year=2001)
    url = reverse("workspace:reader_reenrol", args=[reader.pk])
    assert url in client.get(page_of(reader)).content.decode()
    assert client.post(url, form(place=world.lib.shelf)).status_code == 302
    assert sorted(reader.enrolments.values_list("how", flat=True)) == ["again", "new"]
    assert url not in client.get(page_of(reader)).content.decode()


def test_a_stranger_cannot_reregister_or_renew(world):
    reader, client = world.lib.reader(), world.browser("stranger")
    event = world.lend(world.lib.copy(), reader)
    urls = [reverse("workspace:reader_reenrol", args=[reader.pk]), reverse("workspace:reader_renew", args=[reader.pk, event.loan])]
    assert [client.post(url, form(place=world.far_hub)).status_code for url in urls] == [404, 404]


def test_renewing_until_the_rules_say_enough(world):
    reader, client = world.lib.reader(), world.browser("owner", place=world.lib.shelf)
    event = world.lend(world.lib.copy(), reader)
    url = reverse("workspace:reader_renew", args=[reader.pk, event.loan])
    answers = [client.post(url, form(place=world.lib.shelf)) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 422]
    assert "скільки дозволяють правила" in text_of(answers[2])


def test_somebody_elses_loan_is_not_renewed_through_this_reader(world):
    reader, other = world.lib.reader(), world.lib.reader()
    event = world.lend(world.lib.copy(), other)
    url = reverse("workspace:reader_renew", args=[reader.pk, event.loan])
    assert world.browser("owner").post(url, form(place=world.lib.shelf)).status_code == 404


# --- cost ------------------------------------------------------------------------------------------------------------


def test_a_reader_costs_the_same_with_one_book_and_with_three(world):
    reader, client = world.lib.reader(), world.browser("owner", place=world.lib.shelf)
    world.lend(world.lib.copy(), reader)
    one = queries(client, page_of(reader))
    for _book in range(2):
        world.lend(world.lib.copy(), reader)
    Card.objects.create(code=new_card_code(), reader=reader)
    assert (queries(client, page_of(reader)), one <= 13) == (one, True)  # the last one writes the trace


def test_who_has_not_said_where_they_are_chooses_it_on_the_page_that_needs_it(world):
    reader = world.lib.reader()
    Enrolment.objects.filter(reader=reader).update(year=2025)
    browser = world.browser("owner")
    before = browser.get(page_of(reader)).content.decode()
    assert ("place-choice" in before, "Перереєструвати</button>" in before) == (True, False)
    browser.post(reverse("workspace:choose_place"), {"place": world.lib.shelf.pk, "next": page_of(reader)})
    after = browser.get(page_of(reader)).content.decode()
    assert ("place-choice" in after, "Перереєструвати</button>" in after) == (False, True)
    answer = browser.post(reverse("workspace:reader_reenrol", args=[reader.pk]), form(place=world.lib.shelf))
    assert (answer.status_code, Enrolment.objects.filter(reader=reader).count()) == (302, 2), "one tap"
