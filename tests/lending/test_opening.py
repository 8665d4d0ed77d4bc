"""Books on loan of a former system: on request, as they stood, without a figure moving, twice without doubling, and taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from mandrivna.core.models import Operation
from mandrivna.faces.workspace.readers.files import parsed
from mandrivna.fund.actions.copies import withdraw_copy
from mandrivna.fund.models import Copy, State
from mandrivna.ledger.api import KINDS, check_facts, totals
from mandrivna.lending.actions.circulation import issue, renew, return_copy
from mandrivna.lending.actions.moves import lose
from mandrivna.lending.models import Event, Loan
from mandrivna.lending.notices import remind_all
from mandrivna.lending.preferences import issues_at
from mandrivna.readers.actions.arrivals import start_arrival, undo_arrival
from mandrivna.readers.arriving import forget_rejects, stage, take_in
from mandrivna.readers.models import Arrival, ArrivalRow, Reader
from mandrivna.shared.ids import new_uid
from tests.drills.test_whereabouts import problems
from tests.faces.screens import World, form, queries, text_of
from tests.factories.library import Library

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.fixture
def lib(world) -> Library:
    """At noon of this very day, so that its acts come after everything a former system told of."""
    world.lib.now = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time(12)))
    return world.lib


def rdr(*people: tuple[str, list[str]]) -> str:
    """(ticket, lines of field 40) as ІРБІС writes them out."""
    said = [[f"#10: Тестова{ticket}", f"#30: {ticket}", *(f"#40: {line}" for line in books), "*****"] for ticket, books in people]
    return "\n".join(line for lines in said for line in lines) + "\n"


def on_hand(inventory: object, lent: str = "20210301", due: str = "20210401", more: str = "") -> str:
    return f"^A84.Л68^B{inventory}^CЛісова пісня^D{lent}^E{due}^F******^GIBIS{more}"


def staged(lib: Library, text: str, name: str = "rdr.txt", *, loans: bool = True) -> Arrival:
    found = parsed(SimpleUploadedFile(name, text.encode()).file, name)
    return stage(new_uid(), found, institution=lib.root, by=None, loans=loans)


def taken(lib: Library, text: str, name: str = "rdr.txt", *, loans: bool = True) -> Arrival:
    arrival = staged(lib, text, name, loans=loans)
    start_arrival(lib.act(), arrival=arrival, place=lib.shelf)
    take_in.call(arrival=str(arrival.pk))
    arrival.refresh_from_db()
    return arrival


def figures() -> dict:
    return totals([kind for kind, _about in KINDS.items() if not kind.startswith("fund.")], None, dt.date(2100, 1, 1))


def foreseen(arrival: Arrival) -> dict:
    return {name.removeprefix("foreseen_"): number for name, number in arrival.counts.items() if number}


def test_an_open_loan_comes_with_its_old_days_and_no_figure_moves(lib):
    copy, before = lib.copy(), figures()
    arrival = taken(lib, rdr(("7", [on_hand(copy.inventory_number, more="^L20210315^415")])))
    loan, reader = Loan.objects.get(), Reader.objects.by_name("Тестова7").get()
    assert (arrival.counts["made"], arrival.counts["loans_made"], ArrivalRow.objects.get().told) == (1, 1, None)
    assert (loan.copy, loan.reader, loan.place, loan.issued_on, loan.due_on, loan.state) == (
        copy, reader, lib.shelf, dt.date(2021, 3, 1), dt.date(2021, 4, 1), "open",
    )  # fmt: skip
    assert Copy.objects.get(pk=copy.pk).state == State.ON_LOAN
    assert (figures(), problems(lib)) == (before, []), "a migration is not service"
    assert list(issues_at(lib.root, dt.date(2021, 1, 1), dt.date(2021, 12, 31))) == [], "nor a wish of readers here"
    remind_all.call()
    assert not Operation.objects.filter(verb="lending.remind").exists(), "years late: nobody is flooded on the first night"
    renew(lib.act(), loan=loan, place=lib.shelf)
    assert Loan.objects.get().due_on > timezone.localdate()
    return_copy(lib.act(), copy=copy, place=lib.other_shelf)
    told = {key[0] if isinstance(key, tuple) else key: number for key, number in figures().items()}
    assert (sum(told.values()) > sum(before.values()), problems(lib)) == (True, []), "what is done here counts"
    assert Copy.objects.get(pk=copy.pk).place == lib.other_shelf


def test_a_term_of_yesterday_is_reminded_of_once(lib):
    day = timezone.localdate() - dt.timedelta(days=1)
    taken(lib, rdr(("7", [on_hand(lib.copy().inventory_number, due=f"{day:%Y%m%d}")])))
    for _night in range(2):
        remind_all.call()
    assert Operation.objects.filter(verb="lending.remind").count() == 1


def test_unasked_nothing_of_it_is_kept_and_what_was_brought_back_never_comes(lib):
    first, second = lib.copy(), lib.copy()
    past = f"^A84^B{second.inventory_number}^CЛісова пісня^D20200101^E20200201^F20200115"
    text = rdr(("7", [on_hand(first.inventory_number), past, "^D20200303"]))
    assert staged(lib, text, loans=False).rows.get().told == {"ticket": "7", "name": "Тестова7", "on_hand": 1}
    assert (taken(lib, text, loans=False).counts, Loan.objects.count()) == ({"made": 1}, 0)
    arrival = staged(lib, text)
    assert (foreseen(arrival), len(arrival.rows.get().told["loans"])) == ({"ready": 1}, 1)
    taken(lib, text)
    assert list(Event.objects.values_list("copy", flat=True)) == [first.pk], "whoever was taken in without books may get them later"


def test_found_by_the_number_as_the_book_has_it_or_by_the_barcode_and_a_term_may_be_missing(lib):
    copies = [lib.copy() for _number in range(3)]
    Copy.objects.filter(pk=copies[0].pk).update(inventory_text="к-777", inventory_number=None)
    Copy.objects.filter(pk=copies[2].pk).update(state=State.CHECK)
    books = [on_hand("к-777"), f"^B^H{copies[1].barcode}^D20210301^F*", on_hand(f"000{copies[2].inventory_number}")]
    assert taken(lib, rdr(("7", books))).counts["loans_made"] == 3
    assert set(Loan.objects.values_list("copy", flat=True)) == {copy.pk for copy in copies}
    assert Loan.objects.get(copy=copies[1]).due_on > dt.date(2021, 3, 1), "by the rules of here"


def test_the_preview_says_beforehand_what_the_import_then_does(lib, world):
    good, lent, gone, lost, moved, foreign = [lib.copy() for _number in range(6)]
    issue(lib.act(), copy=lent, reader=lib.reader(), place=lib.shelf)
    withdraw_copy(lib.act(), copy=gone, why="зношено")
    lose(lib.act(), copy=lost, place=lib.shelf)
    issue(lib.act(), copy=moved, reader=lib.reader(), place=lib.shelf)
    return_copy(lib.act(), copy=moved, place=lib.shelf)
    unknown = "У фонді закладу немає примірника з таким номером чи штрихкодом."
    Copy.objects.filter(pk=foreign.pk).update(owner=world.elsewhere)
    tomorrow = timezone.localdate() + dt.timedelta(days=2)
    numbers = [one.inventory_number for one in (good, good, lent, gone, lost, moved, foreign)]
    books = [on_hand(number) for number in numbers]
    books += [
        on_hand(999_999), on_hand(""), on_hand(moved.inventory_number, more="^U1"), on_hand(good.inventory_number, lent="колись"),
        on_hand(good.inventory_number, lent=f"{tomorrow:%Y%m%d}", due=""), on_hand(good.inventory_number, due="20200101"),
        on_hand("9" * 40),
    ]  # fmt: skip
    text, before = rdr(("7", books)), figures()
    states = dict(Copy.objects.values_list("pk", "state"))
    assert foreseen(staged(lib, text)) == {"ready": 1, "lent": 2, "unavailable": 4, "not_found": 4, "wrong": 3}
    assert dict(Copy.objects.values_list("pk", "state")) == states, "looking changes nothing"
    arrival = taken(lib, text)
    assert (arrival.counts["loans_made"], arrival.counts["loans_refused"], figures()) == (1, 13, before)
    assert [book["why"] for book in arrival.rows.get().loans["books"]] == [
        "У цьому файлі той самий примірник видано двічі.",
        "Цей примірник тут уже видано іншому читачеві.",
        "Примірник вилучено з фонду.",
        "За записами примірник у дорозі або його не знайшли.",
        "Після цієї видачі з примірником тут уже щось робили.",
        unknown,
        unknown,
        unknown,
        "Попередня система вважає цю книжку втраченою.",
        "Не зрозуміло, коли видано.",
        "День видачі ще не настав.",
        "Не зрозуміло, до якого дня видано.",
        unknown,
    ]
    assert Copy.objects.get(pk=foreign.pk).state == State.AVAILABLE, "another institution's book is nobody's business here"


def test_the_same_file_twice_doubles_no_loan_also_when_the_book_is_back(lib):
    copies = [lib.copy(), lib.copy()]
    text = rdr(("7", [on_hand(copy.inventory_number) for copy in copies]), ("8", []))
    taken(lib, text)
    return_copy(lib.act(), copy=copies[0], place=lib.shelf)
    arrival = staged(lib, text)
    assert foreseen(arrival) == {"known": 2}
    assert taken(lib, text).counts["loans_known"] == 2
    assert (Loan.objects.count(), Loan.objects.open().count(), problems(lib)) == (2, 1, [])


def test_what_was_left_out_is_corrected_in_a_table_and_sent_again(lib, world):
    copy = lib.copy()
    arrival = taken(lib, rdr(("7", [on_hand("1-б")]), ("", [on_hand(5)])).replace("#10: Тестова\n", ""))
    assert (arrival.counts["made"], arrival.counts["refused"], arrival.counts["loans_refused"]) == (1, 1, 2)
    client = world.browser("director")
    file = client.get(reverse("workspace:reader_arrival_loans", args=[arrival.pk])).content.decode("utf-8-sig")
    lines = file.splitlines()
    why = "У фонді закладу немає примірника з таким номером чи штрихкодом."
    assert lines[1:] == [
        f"7;Тестова7;;;;1-б;;2021-03-01;2021-04-01;Лісова пісня;{why}",
        ";;;;;5;;2021-03-01;2021-04-01;Лісова пісня;Немає ні імені, ні псевдоніма, ні номера квитка.",
    ]
    corrected = "\n".join(lines[:2]).replace("1-б", str(copy.inventory_number)) + "\n"
    again = taken(lib, corrected, "books.csv")
    assert (again.counts["known"], again.counts["loans_made"], Loan.objects.get().copy) == (1, 1, copy)
    assert forget_rejects(timezone.now() + dt.timedelta(days=31)) == 2
    assert not ArrivalRow.objects.filter(loans__isnull=False).exists()


def test_taken_back_with_its_readers_unless_something_has_happened_since(lib):
    copies, before = [lib.copy() for _number in range(3)], figures()
    text = rdr(*[(str(number), [on_hand(copy.inventory_number)]) for number, copy in enumerate(copies)])
    arrival = taken(lib, text)
    renew(lib.act(), loan=Loan.objects.get(copy=copies[1]), place=lib.shelf)
    renewed = figures()
    undo_arrival(lib.act(), arrival=arrival, place=lib.shelf)
    arrival.refresh_from_db()
    told = {name: arrival.counts[name] for name in ("loans_undone", "loans_kept", "undone", "kept")}
    assert told == {"loans_undone": 2, "loans_kept": 1, "undone": 2, "kept": 1}
    assert list(Loan.objects.values_list("copy", flat=True)) == [copies[1].pk]
    assert {Copy.objects.get(pk=copy.pk).state for copy in (copies[0], copies[2])} == {State.AVAILABLE}
    assert (figures(), figures() != before, problems(lib)) == (renewed, True, [])
    assert taken(lib, text).counts["loans_made"] == 2, "and may come again"


def test_from_the_tick_to_the_loans_on_the_screen(lib, world):
    client, url = world.browser("director", place=lib.shelf), reverse("workspace:reader_arrivals")
    copies = [lib.copy() for _number in range(2)]
    text = rdr(("7", [on_hand(copies[0].inventory_number), on_hand(77_777)]), ("8", [on_hand(copies[1].inventory_number)]))

    def send(**more: str) -> object:
        file = SimpleUploadedFile("rdr.txt", text.encode())
        return client.post(url, {**form(place=lib.shelf), "file": file, **more}, follow=True)

    assert "книг на руках: 2, їх не переносимо" in text_of(send())
    said = text_of(send(loans="on"))
    assert ("книг на руках: 2, перенесемо: 1" in said, "77777 Лісова пісня: У фонді закладу немає" in said) == (True, True)
    assert ("перенесемо 2" in said, "примірника не знайдено 1" in said, "не переносимо" in said) == (True, True, True)
    arrival = Arrival.objects.get(loans=True)
    own = reverse("workspace:reader_arrival", args=[arrival.pk])
    assert queries(client, own) <= 12
    client.post(own, form(place=lib.shelf))
    take_in.call(arrival=str(arrival.pk))
    done = text_of(client.get(own))
    assert ("Видач перенесено 2" in done, "Видач не перенесено 1" in done, queries(client, own) <= 12) == (True, True, True)
    return_copy(lib.act(), copy=copies[1], place=lib.shelf)
    client.post(reverse("workspace:reader_arrival_undo", args=[arrival.pk]), form(place=lib.shelf))
    undone = text_of(client.get(own))
    assert ("Видач прибрано 1" in undone, "Ці видачі лишилися" in undone, f"({copies[1]})" in undone) == (True, True, True)
    assert check_facts().drift == []
