"""The staff's screens of collections and of the guide."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from mandrivna.catalogue.actions.collections import add_collection, put_in_collection
from mandrivna.catalogue.actions.guide import add_resource
from mandrivna.catalogue.models import Collection, Link, Resource
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def url(name, *args):
    return reverse(f"workspace:{name}", args=args)


def made(world, *titles, **about):
    found = add_collection(world.lib.act(), unit=world.lib.root, title="До свята", **about)
    keys = [str(world.lib.record(title).pk) for title in titles]
    return put_in_collection(world.lib.act(), collection=found, records=keys) if keys else found


def order(found):
    return [one.record.title for one in found.items.order_by("place", "pk")]


def test_a_collection_is_made_and_filled_from_search_list_and_record(world):
    client, record = world.browser("cataloguer"), world.lib.record("Лісова пісня")
    sent = form(title="До свята", words="Про весну.", unit=world.lib.root, shown="on", since="2026-03-01")
    there = client.post(url("collection_add"), sent)["Location"]
    found = Collection.objects.get()
    assert (there, found.shown, found.since) == (url("collection", found.pk), True, dt.date(2026, 3, 1))
    assert "Стан на сайті" in text_of(client.get(there))
    assert "Лісова пісня Додати" in text_of(client.get(there, {"q": "пісня"})).replace(f", {record.year}", "")
    client.post(url("collection_put"), form(row=record.pk, collection=found))
    assert "Більше нічого такого" in text_of(client.get(there, {"q": "пісня"}))
    second, third = world.lib.record("Друга"), world.lib.record("Третя")
    asked = client.post(url("collection_put"), form(row=[second.pk, third.pk]))
    assert (asked.status_code, [one.title for one in asked.context["records"]]) == (200, ["Друга", "Третя"])
    client.post(url("collection_put"), form(row=[second.pk, third.pk], collection=found, note="Слово"))
    assert order(found) == ["Лісова пісня", "Друга", "Третя"]
    offered = client.get(url("collection_put"), {"row": record.pk})
    assert [one.title for one in offered.context["records"]] == ["Лісова пісня"]
    assert url("collection_put") in client.get(url("record", record.pk)).content.decode()
    wrong = client.post(url("collection_put"), form(row="x", collection=found))
    assert (wrong.status_code, "Жодного запису" in text_of(wrong)) == (422, True)


def test_order_notes_and_taking_out_are_buttons(world):
    client, found = world.browser("cataloguer"), made(world, "А", "Б", "В")

    def press(what, at, **more):
        item = list(found.items.order_by("place", "pk"))[at]
        return client.post(url("collection_change", item.pk), form(do=what, **more))

    for what, at, expected in (("up", 2, "АВБ"), ("down", 0, "ВАБ"), ("first", 2, "БВА"), ("last", 0, "ВАБ"), ("up", 0, "ВАБ")):
        assert press(what, at).status_code == 302
        assert "".join(order(found)) == expected
    press("note", 0, note="Про весну.")
    assert (press("note", 0, note="а" * 501).status_code, found.items.order_by("place").first().note) == (422, "Про весну.")
    assert (press("fly", 0).status_code, press("out", 0).status_code, "".join(order(found))) == (404, 302, "АБ")


def test_a_collection_is_changed_or_refused_with_a_word(world):
    client, found = world.browser("cataloguer"), made(world, "А")
    cover = found.items.get().record
    client.post(url("collection_edit", found.pk), form(title="Весна", cover=cover, local="on"))
    found.refresh_from_db()
    assert (found.title, found.cover, found.local, found.shown) == ("Весна", cover, True, False)
    wrong = client.post(url("collection_edit", found.pk), form(title="Весна", since="2026-03-02", until="2026-03-01"))
    assert (wrong.status_code, "не раніше за перший" in text_of(wrong)) == (422, True)
    assert client.post(url("collection_add"), form(title="")).status_code == 422


def test_a_stranger_sees_nothing_of_it_and_a_guardian_only_reads(world):
    found = made(world, "А")
    assert world.browser("stranger").get(url("collection", found.pk)).status_code == 404
    assert "До свята" not in text_of(world.browser("stranger").get(url("collections")))
    guardian = world.browser("guardian")
    page = guardian.get(url("collection", found.pk)).content.decode()
    assert ("А" in page, "Прибрати" in page, "Додати видання" in page) == (True, False, False)
    assert guardian.post(url("collection_change", found.items.get().pk), form(do="out")).status_code == 403


def test_a_whole_collection_is_cited(world):
    found = made(world, "Абетка", "Весна")
    world.lib.record("Інша")
    lines = world.browser("guardian").get(url("citations"), {"collection": found.pk}).context["lines"]
    assert [line[:6] for line in lines] == ["Абетка", "Весна."]
    assert world.browser("guardian").get(url("citations"), {"collection": "x"}).status_code == 404


# --- the guide ----------------------------------------------------------------------------------------------------------


def test_the_guide_is_kept_by_the_staff(world):
    client = world.browser("cataloguer")
    sent = form(
        theme="Право", title="Закони", url="zakon.rada.gov.ua", language="ukr", access="free", shown="on", unit=world.lib.root
    )
    assert client.post(url("resource_add"), sent)["Location"] == url("guide")
    found = Resource.objects.get()
    assert (found.url, found.shown) == ("https://zakon.rada.gov.ua", True)
    assert "Закони https://zakon.rada.gov.ua Право українська вільно для всіх ще не перевірено" in text_of(client.get(url("guide")))
    again = client.post(url("resource_add"), {**sent, **form(title="Ще раз")})
    assert (again.status_code, "вже є" in text_of(again)) == (422, True)
    client.post(
        url("resource_edit", found.pk), form(theme="Право", title="Закони України", url=found.url, language="ukr", access="free")
    )
    found.refresh_from_db()
    assert (found.title, found.shown) == ("Закони України", False)
    assert '<option value="Право">' in client.get(url("resource_add")).content.decode()
    for query, there in (({"q": "закони"}, True), ({"q": "казки"}, False), ({"state": "shown"}, False), ({"lang": "eng"}, False)):
        assert ("Закони України" in text_of(client.get(url("guide"), query))) is there


def test_addresses_that_do_not_answer_are_told_of_with_what_names_them(world):
    address = "https://gone.example/"
    add_resource(world.lib.act(), unit=world.lib.root, theme="Право", title="Закони", url=address)
    record = world.lib.record("Архів", kind="eresource", url=address)
    about = {"outcome": "status", "detail": "404", "failing_since": dt.date(2026, 1, 5)}
    link = Link.objects.create(address=address, failures=2, **about)
    Link.objects.create(address="https://once.example/", failures=1, **about)
    client = world.browser("cataloguer")
    page = client.get(url("links"))
    assert "відповідає помилкою (404)" in text_of(page)
    assert [url("record", record.pk) in page.content.decode(), "once.example" in text_of(page)] == [True, False]
    assert "не відкривається" in text_of(client.get(url("guide")))
    assert address in text_of(client.get(url("bell")))
    assert address not in text_of(world.browser("guardian").get(url("bell")))
    client.post(url("link_check", link.pk), form())
    link.refresh_from_db()
    assert (link.checked_at, link.failures) == (None, 2)


@pytest.mark.parametrize("name", ["collections", "collection", "guide", "links"])
def test_more_rows_ask_no_more_questions(world, name):
    def add(*numbers):
        for number in numbers:
            made(world, f"Книжка {number}")
            put_in_collection(world.lib.act(), collection=shared, records=[str(world.lib.record(f"Ще {number}").pk)])
            address = f"https://{number}.example/"
            add_resource(world.lib.act(), unit=world.lib.root, theme="Право", title=f"Сайт {number}", url=address)
            Link.objects.create(address=address, failures=2, outcome="no_answer", failing_since=dt.date(2026, 1, 5))

    shared = made(world)
    add(1)
    client = world.browser("cataloguer")
    path = url(name, shared.pk) if name == "collection" else url(name)
    few = queries(client, path)
    add(2, 3)
    assert (queries(client, path), few <= 12) == (few, True)
