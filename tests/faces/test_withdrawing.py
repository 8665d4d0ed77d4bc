"""The screens of an act of withdrawal: from the scanner to the head's signature and part 2 of the summary book."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from mandrivna.fund.actions.withdrawing import list_withdrawn, open_withdrawal, step_withdrawal
from mandrivna.fund.models import Copy, Leaving, Withdrawal
from mandrivna.lending.actions.moves import lose
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
LIST = "/work/withdrawals/"
COMMITTEE = {"chair_post": "завідувачка", "chair_name": "О. Вигадана", "members": "бібліотекарка, М. Придумана"}


@pytest.fixture
def world() -> World:
    return World()


def at(one: Withdrawal, name: str, **about: str) -> str:
    return reverse(f"workspace:withdrawal_{name}" if name else "workspace:withdrawal", kwargs={"pk": one.pk, **about})


def drawn(world: World, many: int = 1, why: str = "worn") -> Withdrawal:
    lib = world.lib
    one = open_withdrawal(lib.act(), place=lib.hub, why=why)
    return list_withdrawn(lib.act(), withdrawal=one, copies=[str(lib.copy().pk) for _copy in range(many)])


def test_from_the_scanner_to_part_two(world):
    lib, editor, head = world.lib, world.browser("cataloguer"), world.browser("director")
    copies = [lib.copy(lib.record(title)) for title in ("Тигролови", "Місто", "Кайдашева сім’я")]
    assert editor.post(f"{LIST}add/", form(place=lib.hub, why="")).status_code == 422
    editor.post(f"{LIST}add/", form(place=lib.hub, why="worn", note="наказ № 7"))
    one = Withdrawal.objects.get()
    refused = editor.post(at(one, "scan"), form(codes="1, 99"))
    assert (refused.status_code, "немає: 99" in text_of(refused), Leaving.objects.count()) == (422, True, 0)
    sent = form(codes=copies[0].barcode)
    assert [editor.post(at(one, "scan"), sent).status_code for _twice in range(2)] == [302, 302]
    editor.post(at(one, "scan"), form(codes="2–3"))
    again = editor.post(at(one, "scan"), form(codes="2"))
    assert (again.status_code, "уже стоїть в акті" in text_of(again)) == (422, True)
    editor.post(at(one, "drop"), form(copy=copies[2]))
    assert "Місто" in text_of(editor.get(at(one, "")))
    key = f"price-{copies[0].pk}"
    assert editor.post(at(one, "value"), {**form(), key: "дорого"}).status_code == 422
    editor.post(at(one, "value"), {**form(factor="1,5"), key: "100"})
    assert head.get(at(one, "sign")).status_code == 302  # not on the desk yet
    editor.post(at(one, "step"), form(to="desk"))
    assert editor.get(at(one, "sign")).status_code == 403
    assert "на столі керівника" in text_of(head.get(LIST))
    day = timezone.localdate().isoformat()
    assert head.post(at(one, "sign"), form(signed_on=day)).status_code == 422
    head.post(at(one, "sign"), form(signed_on=day, **COMMITTEE))
    one.refresh_from_db()
    assert (one.state, one.number, Copy.objects.held().count()) == ("signed", 1, 1)
    words = zipfile.ZipFile(io.BytesIO(head.get(at(one, "file", form="docx")).content)).read("word/document.xml").decode()
    printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(head.get(at(one, "file", form="pdf")).content)).pages)
    for said in ("Тигролови", "зношеність", "ЗАТВЕРДЖУЮ", "М. Придумана"):
        assert (said in words, said in printed) == (True, True), said
    assert head.get(at(one, "file", form="odt")).status_code == 404
    departed = head.get(reverse("workspace:departures"))
    assert ("зношеність" in text_of(departed), at(one, "") in departed.content.decode()) == (True, True)
    shown = text_of(head.get(at(one, "")))
    assert ("Додати до акта" in shown, "Повернути на доопрацювання" in shown) == (False, False)


def test_what_was_not_found_is_ticked_and_an_act_is_called_off(world):
    lib, editor = world.lib, world.browser("cataloguer")
    lost = lib.copy()
    lose(lib.act(), copy=lost, place=lib.shelf)
    one = open_withdrawal(lib.act(), place=lib.hub, why="vanished")
    assert f"№ {lost.inventory}" in text_of(editor.get(at(one, "")))
    assert editor.post(at(one, "scan"), form(copy="казна-що")).status_code == 422
    editor.post(at(one, "scan"), form(copy=lost))
    assert Leaving.objects.get().copy == lost
    editor.post(at(one, "step"), form(to="cancelled"))
    assert (Withdrawal.objects.get().state, "зникли" in text_of(editor.get(LIST))) == ("cancelled", False)


@pytest.mark.parametrize(
    ("who", "sees", "changes"),
    [("director", 200, 302), ("cataloguer", 200, 302), ("owner", 200, 403), ("auditor", 200, 403), ("stranger", 404, 404)],
)
def test_who_sees_and_who_changes(world, who, sees, changes):
    one, client = drawn(world), world.browser(who)
    assert client.get(at(one, "")).status_code == sees
    assert client.post(at(one, "step"), form(to="desk")).status_code == changes


def test_one_copy_and_three_cost_the_same(world):
    head, counted = world.browser("director"), []
    for many in (1, 3):
        one = step_withdrawal(world.lib.act(), withdrawal=drawn(world, many), to="desk")
        counted.append([queries(head, url) for url in (at(one, ""), at(one, "sign"), LIST)])
    assert counted[0] == counted[1]
    assert max(counted[0]) <= 12
