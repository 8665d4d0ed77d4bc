"""The catalogue: found, described, corrected; copies taken in, looked at, withdrawn."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from mandrivna.catalogue.models import Record
from mandrivna.fund.models import Copy, State
from mandrivna.ledger.api import PAGES, SOURCES
from mandrivna.lending.actions.visits import count_visits
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
LIST, ADD = "/work/catalogue/", "/work/catalogue/add/"
DESCRIBED = {"title": "Тигролови", "authors": "Іван Багряний", "language": "ukr", "material": "book"}


@pytest.fixture
def world():
    return World()


def page_of(record):
    return reverse("workspace:record", args=[record.pk])


def copy_page(copy):
    return reverse("workspace:copy", args=[copy.pk])


def test_titles_are_found_whatever_the_apostrophe_and_the_case(world):
    found, _other = world.lib.record("Кайдашева сім’я"), world.lib.record("Тигролови")
    response = world.browser("guardian").get(LIST, {"q": "КАЙДАШЕВА сім'я"})
    assert [line.row for line in response.context["table"].lines] == [found]
    assert world.browser("guardian").get(LIST, {"q": "\x00', page=казна-що", "page": "-1"}).status_code == 200


def test_a_record_is_added_with_its_particulars(world):
    sent = form(**DESCRIBED, unit=world.lib.root, isbn="978-0-306-40615-7", year="1944", udc="821.161.2", publisher="Прометей")
    response = world.browser("cataloguer").post(ADD, sent)
    record = Record.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, page_of(record))
    assert (record.isbn, record.year, record.udc, record.created_by_unit) == ("9780306406157", 1944, "821.161.2", world.lib.root)


def test_a_book_without_a_sign_gets_it_from_the_table(world):
    client = world.browser("cataloguer")
    for about in (
        {"authors": "Багряний Іван"},
        {"authors": "Багряний Іван", "author_sign": "Б99"},
        {"title": "Стаття", "kind": "article"},
    ):
        client.post(ADD, form(**{**DESCRIBED, **about}, unit=world.lib.root))
    assert list(Record.objects.order_by("created_at").values_list("author_sign", flat=True)) == ["Б 14", "Б99", ""]


def test_the_same_form_sent_twice_is_one_record(world):
    client, sent = world.browser("cataloguer"), form(**DESCRIBED, unit=world.lib.root)
    assert [client.post(ADD, sent).status_code for _time in range(2)] == [302, 302]
    assert Record.objects.count() == 1


def test_a_plain_form_is_six_fields_and_opens_the_rest_where_something_stands(world):
    client = world.browser("cataloguer")
    shown = client.get(ADD)
    names = [field.name for field in shown.context["form"].main if not field.is_hidden]
    assert names == ["title", "authors", "isbn", "year", "language", "publisher", "unit"]  # six of the book, and whose work it is
    record = world.lib.record("Тигролови")
    brochure = world.lib.record("Пам’ятка", material="brochure")
    edited = [client.get(reverse("workspace:record_edit", args=[one.pk])) for one in (record, brochure)]
    wrong = client.post(ADD, form(**{**DESCRIBED, "issn": "x" * 10}, unit=world.lib.root))
    isbn = client.post(ADD, form(**DESCRIBED, isbn="978-0-306-40615-8", unit=world.lib.root))
    asked = [shown, client.get(ADD, {"kind": "serial"}), *edited, wrong, isbn]
    assert ["<details open><summary>Докладніше" in one.content.decode() for one in asked] == [False, True, False, True, True, True]


def test_a_wrong_isbn_is_refused_beside_its_field_with_the_way_out(world):
    client = world.browser("cataloguer")
    sent = form(**DESCRIBED, unit=world.lib.root, isbn="9780306406158")
    response = client.post(ADD, sent)
    assert (response.status_code, list(response.context["form"].errors), Record.objects.count()) == (422, ["isbn"], 0)
    assert "ISBN, надрукований із помилкою" in response.context["form"].errors["isbn"][0]
    assert client.post(ADD, {**sent, "isbn": "", "isbn_wrong": "9780306406158"}).status_code == 302
    assert (Record.objects.get().isbn, Record.objects.get().isbn_wrong) == ("", "9780306406158")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "ж" * 401}, "title"),
        ({"title": "а\x00"}, "title"),
        ({"year": "1200"}, "year"),
        ({"year": "торік"}, "year"),
        ({"language": "клінгонська"}, "language"),
        ({"material": "камінь"}, "material"),
        ({"unit": "0"}, "unit"),
    ],
)
def test_a_refusal_stands_beside_its_field(world, sent, field):
    response = world.browser("cataloguer").post(ADD, form(**{**DESCRIBED, "unit": world.lib.root, **sent}))
    assert (response.status_code, list(response.context["form"].errors), Record.objects.count()) == (422, [field], 0)


def test_only_own_departments_are_offered(world):
    offered = world.browser("cataloguer").get(ADD).context["form"].fields["unit"].queryset
    assert world.elsewhere not in offered
    assert world.lib.root in offered


def test_a_record_is_corrected_and_an_old_form_cannot_overwrite_under_the_same_number(world):
    record, client = world.lib.record("Тигрлови"), world.browser("cataloguer")
    url, sent = reverse("workspace:record_edit", args=[record.pk]), form(**DESCRIBED)
    assert client.get(url).context["form"].initial["title"] == "Тигрлови"
    assert client.post(url, sent).status_code == 302
    record.refresh_from_db()
    assert record.title == "Тигролови"
    again = client.post(url, {**sent, "title": "Інше"})
    record.refresh_from_db()
    assert (again.status_code, record.title) == (409, "Тигролови")


def test_a_copy_is_taken_in_with_the_next_number(world):
    record, client = world.lib.record(), world.browser("cataloguer")
    url = reverse("workspace:copy_add", args=[record.pk])
    assert client.post(url, form(place=world.lib.shelf)).status_code == 302
    assert client.post(url, form(place=world.lib.shelf, inventory_number="7", barcode="ABC-7")).status_code == 302
    assert list(Copy.objects.order_by("inventory_number").values_list("inventory_number", "place")) == [
        (1, world.lib.shelf.pk),
        (7, world.lib.shelf.pk),
    ]
    page = text_of(client.get(page_of(record)))
    assert "ABC-7" in page
    assert "Примірники: 2" in page


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"inventory_number": "1"}, "inventory_number"),
        ({"inventory_number": "0"}, "inventory_number"),
        ({"inventory_number": "9" * 20}, "inventory_number"),
        ({"barcode": "TAKEN"}, "barcode"),
        ({"place": "казна-що"}, "place"),
    ],
)
def test_a_taken_or_impossible_number_is_refused(world, sent, field):
    first = world.lib.copy()
    Copy.objects.filter(pk=first.pk).update(barcode="TAKEN")
    url = reverse("workspace:copy_add", args=[first.record_id])
    response = world.browser("cataloguer").post(url, form(**{"place": world.lib.shelf, **sent}))
    assert (response.status_code, list(response.context["form"].errors), Copy.objects.count()) == (422, [field], 1)


def test_a_copy_tells_its_history_without_people(world):
    copy = world.lib.copy()
    world.lend(copy, world.lib.reader(name="Олена Вигадана"))
    page = text_of(world.browser("director").get(copy_page(copy)))
    assert ("видано (видача) , Полиця 1" in page, "Вигадана" in page) == (True, False)
    assert "Історія" not in text_of(world.browser("cataloguer").get(copy_page(copy)))


def test_a_copy_is_withdrawn_with_a_reason_once(world):
    copy, client = world.lib.copy(), world.browser("cataloguer")
    url = reverse("workspace:copy_withdraw", args=[copy.pk])
    empty = client.post(url, form(why=" "))
    assert (empty.status_code, list(empty.context["form"].errors)) == (422, ["why"])
    sent = form(why="зношений")
    assert [client.post(url, sent).status_code for _time in range(2)] == [302, 302]
    assert client.post(url, form(why="ще раз")).status_code == 422
    assert "зношений" in text_of(client.get(copy_page(copy)))


def test_a_copy_that_an_import_left_for_checking_is_looked_at(world):
    copy, client = world.lib.copy(), world.browser("cataloguer")
    Copy.objects.filter(pk=copy.pk).update(state=State.CHECK, extra={"status": "lost"})
    url, shelf = reverse("workspace:copy_confirm", args=[copy.pk]), reverse("workspace:shelf", args=[copy.place_id])
    page, listed = text_of(client.get(copy_page(copy))), text_of(world.browser("director").get(f"{shelf}?check=1"))
    assert ("потребує звірки У попередній системі втрачено" in page, "Потребують звірки: 1" in listed) == (True, True)
    assert world.browser("colleague").post(url, form()).status_code == 403
    answer = client.post(url, form(next="shelf"))
    assert (answer.status_code, answer.url) == (302, f"{shelf}?check=1")
    assert (Copy.objects.get().state, client.post(url, form()).status_code) == (State.AVAILABLE, 422)
    assert (
        "Оглянуто" in text_of(client.get(copy_page(copy))),
        "Усе звірено" in text_of(world.browser("director").get(f"{shelf}?check=1")),
    ) == (False, True)


def test_a_lent_copy_is_not_withdrawn(world):
    copy = world.lib.copy()
    world.lend(copy, world.lib.reader())
    response = world.browser("cataloguer").post(reverse("workspace:copy_withdraw", args=[copy.pk]), form(why="зношений"))
    assert (response.status_code, response.context["form"].non_field_errors()) == (
        422,
        ["Вилучити можна лише примірник, який на місці."],
    )


@pytest.mark.parametrize(
    ("who", "record", "copy", "add", "withdraw"),
    [
        ("director", 200, 200, 200, 200),
        ("cataloguer", 200, 200, 200, 200),
        ("owner", 200, 200, 403, 403),
        ("colleague", 200, 200, 403, 403),
        ("technician", 200, 403, 403, 403),
        ("stranger", 200, 404, 200, 404),
    ],
)
def test_who_sees_and_changes_what(world, who, record, copy, add, withdraw):
    """Records are common to all; copies are seen inside their institution."""
    found, client = world.lib.copy(), world.browser(who)
    urls = (page_of(found.record), copy_page(found), ADD, reverse("workspace:copy_withdraw", args=[found.pk]))
    assert [client.get(url).status_code for url in urls] == [record, copy, add, withdraw]


def test_copies_of_another_institution_are_not_listed(world):
    copy = world.lib.copy()
    assert world.browser("stranger").get(page_of(copy.record)).context["copies"] == []


def test_the_pages_cost_the_same_with_one_row_and_with_three(world):
    copy, client = world.lib.copy(), world.browser("director")
    world.lend(copy, world.lib.reader())
    urls = (LIST, page_of(copy.record), copy_page(copy))
    one = [queries(client, url) for url in urls]
    for _time in range(2):
        world.lib.copy(copy.record), world.lib.record("Ще одна")
    assert ([queries(client, url) for url in urls], max(one) <= 12) == (one, True)


def test_every_fact_opens_down_to_its_act(world):
    """Each source of facts that has a page leads to one that opens, for whoever may open it."""
    copy, reader = world.lib.copy(), world.lib.reader()
    world.lend(copy, reader)
    count_visits(world.lib.act(), place=world.lib.shelf, on=timezone.localdate(), number=3, distance=True)
    client, opened = world.browser("director"), {}
    for label in ("catalogue.Record", "fund.Copy", "lending.Event", "lending.VisitCount", "readers.Enrolment"):
        act = SOURCES[label].objects().get()
        opened[label] = (client.get(PAGES[label].url(act)).status_code, PAGES[label].permission.code)
    assert opened == {
        "catalogue.Record": (200, "catalogue.view"),
        "fund.Copy": (200, "fund.view"),
        "lending.Event": (200, "fund.view"),
        "lending.VisitCount": (200, "lending.view"),
        "readers.Enrolment": (200, "readers.view"),
    }


def test_a_registration_whose_reader_is_forgotten_has_no_page(world):
    enrolment = world.lib.reader().enrolments.get()
    enrolment.reader_id = None
    assert PAGES["readers.Enrolment"].url(enrolment) is None


def test_where_a_copy_stands_and_who_describes_are_chosen_by_a_person(world):
    record = world.lib.record()
    accept, describe = reverse("workspace:copy_add", args=[record.pk]), reverse("workspace:record_add")
    director = world.browser("director")
    assert director.get(accept).context["form"]["place"].value() is None
    assert director.get(describe).context["form"]["unit"].value() is None
    assert world.browser("director", place=world.lib.shelf).get(accept).context["form"]["place"].value() == world.lib.shelf.pk
    refused = director.post(accept, form(place=""))
    assert refused.context["form"].errors == {"place": ["Оберіть зі списку."]}
