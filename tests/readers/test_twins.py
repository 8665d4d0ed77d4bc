"""Written down twice: found whatever the endings and the alphabet, made one and two again, and what the figures say to it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from mandrivna.core.erasure import forget, is_erased
from mandrivna.core.erasure import kept as kept_erasures
from mandrivna.core.problems import Refused
from mandrivna.ledger.api import check_facts, totals
from mandrivna.lending.actions.circulation import issue, return_copy
from mandrivna.lending.actions.holds import hold
from mandrivna.lending.models import Event, Hold, Loan
from mandrivna.readers.actions.enrolment import enrol, reenrol
from mandrivna.readers.actions.merging import merge, part_twins, settle_merges, unmerge
from mandrivna.readers.actions.particulars import amend
from mandrivna.readers.likeness import alike, keys
from mandrivna.readers.merging import MOVERS
from mandrivna.readers.models import Card, Enrolment, Merge, Reader, Twins
from mandrivna.readers.twins import like
from tests.faces.screens import World, form, queries, text_of
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db
KINDS = ["readers.enrolment", "readers.served", "lending.issue", "lending.return", "lending.visit"]
FAR = dt.date(2030, 1, 1)


@pytest.fixture
def lib() -> Library:
    return library()


def figures() -> dict:
    return {key: number for key, number in totals(KINDS, None, FAR, by=("kind", "month", "audience", "age")).items() if number}


def by_kind() -> dict:
    return {key[0]: number for key, number in totals(KINDS, None, FAR, by=("kind",)).items()}


def refused(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


# --- likeness ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Тестова Олена Прикладівна", "Тестову Олену Прикладівну"), ("Тестова Олена", "Testova Olena"),
        ("Мар’яна Зразкова", "Зразкова Марʼяна"), ("Ґалаґан Юрій", "Галаган Ю."), ("Тестова О.П.", "Олена Тестова"),
        ("Вигаданий Андрій", "Vyhadanyi Andrii"), ("Зразковський Максим", "Зразковському Максимові"),
        ("Зоя Умовна", "Зої Умовної"), ("Щербань Юлія", "Shcherban Yuliia"), ("Їжакевич Леся", "Yizhakevych Lesia"),
    ],
)  # fmt: skip
def test_one_name_written_in_two_ways(one, other):
    assert (alike(one, other), bool(keys(one) & keys(other))) == (True, True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Тестова Олена", "Тестова Марія"),
        ("Тестова", "Тестова Олена"),
        ("Тестова О.", "Тестова Марія"),
        ("О. П.", "О. П."),
        ("", ""),
    ],
)
def test_two_names(one, other):
    assert alike(one, other) is False


def test_different_years_are_different_people_and_so_are_other_libraries(lib):
    lib.reader(name="Тестова Олена", birth_year=1990)
    assert [len(like(lib.root, "Тестову Олену", year)) for year in (1990, None, 1991)] == [1, 1, 0]
    assert like(lib.hub, "Тестову Олену", 1990) == []


def test_what_the_database_keeps_of_it_cannot_be_read(lib):
    lib.reader(name="Тестова Олена")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM readers_nameword")
        assert "olen|" not in repr(cursor.fetchall())


def test_pairs_come_and_go_with_the_names(lib):
    one, other = lib.reader(name="Тестова Олена"), lib.reader(name="Тестовій Олені")
    assert list(Twins.objects.values_list("state", flat=True)) == ["open"]
    amend(lib.act(), reader=other, place=lib.shelf, about={"name": "Вигадана Марія"})
    assert Twins.objects.count() == 0
    amend(lib.act(), reader=other, place=lib.shelf, about={"name": "Testova Olena"})
    part_twins(lib.act(), twins=Twins.objects.get(), place=lib.shelf)
    amend(lib.act(), reader=one, place=lib.shelf, about={"pseudonym": "Сойка"})
    assert Twins.objects.get().state == "different", "what was decided once is not asked again"


# --- merging -------------------------------------------------------------------------------------------------------------


def busy(lib: Library, reader: Reader, *, books: int = 2) -> None:
    """Something lent and brought back, something in hand, something waited for."""
    for number in range(books):
        copy = lib.copy()
        issue(lib.act(), copy=copy, reader=reader, place=lib.shelf)
        if number:
            return_copy(lib.act(), copy=copy, place=lib.shelf)
    hold(lib.act(), reader=reader, record=lib.copy(lib.record(f"Чекана {reader.pk}")).record, pickup=lib.shelf)


def last_year(lib: Library) -> None:
    lib.now = lib.now.replace(year=2025)


def test_everything_goes_to_the_kept_one_and_comes_back(lib):
    """In different years nothing was counted twice: not one figure changes, neither by the merge nor by undoing it."""
    last_year(lib)
    gone = lib.reader(name="Тестова Олена", phone="0501234567", consent="1", audience="student")
    busy(lib, gone)
    lib.now = lib.now.replace(year=2026)
    kept = lib.reader(name="Тестової Олени")
    busy(lib, kept)
    owned = {
        model: set(model.objects.filter(reader=gone).values_list("pk", flat=True)) for model in (Loan, Event, Hold, Card, Enrolment)
    }
    before = figures()
    made = merge(lib.act(), kept=kept, gone=gone, place=lib.shelf)
    assert (figures(), check_facts().drift) == (before, [])
    assert [model.objects.filter(reader=gone).count() for model in owned] == [0] * 5
    assert all(
        set(model.objects.filter(reader=kept, pk__in=pks).values_list("pk", flat=True)) == pks for model, pks in owned.items()
    )
    kept.refresh_from_db()
    assert (kept.phone, kept.name, kept.consent, kept.audience) == ("0501234567", "Тестової Олени", "given", "general")
    assert list(Reader.objects.by_phone("0501234567")) == [kept]
    assert Reader.resolve(str(gone.pk)) == kept, "a phone that was offline still speaks of the old number"
    unmerge(lib.act(), merge=made, place=lib.shelf)
    assert (figures(), check_facts().drift) == (before, [])
    assert {model: set(model.objects.filter(reader=gone).values_list("pk", flat=True)) for model in owned} == owned
    kept.refresh_from_db(), gone.refresh_from_db()
    assert (kept.phone, kept.consent, gone.phone, gone.merged_into, Reader.resolve(str(gone.pk))) == (
        None, "not_obtained", "0501234567", None, gone,
    )  # fmt: skip
    assert refused(unmerge, lib.act(), merge=made, place=lib.shelf) == ["cannot_unmerge"]


@pytest.mark.parametrize("earlier", ["kept", "gone"])
def test_registered_twice_in_a_year_is_one_user_and_one_served(lib, earlier):
    people = {
        name: lib.reader(name="Тестова Олена", place=lib.shelf if name == earlier else lib.other_shelf) for name in _order(earlier)
    }
    for reader in people.values():
        busy(lib, reader, books=1)
    before, counted = figures(), by_kind()
    made = merge(lib.act(), **people, place=lib.shelf)
    assert by_kind() == {**counted, "readers.enrolment": 1, "readers.served": 1}
    standing = Enrolment.objects.get(counted=True)
    assert (standing.reader, standing.place, Enrolment.objects.get(counted=False).reader) == (
        people["kept"],
        lib.shelf,
        people["gone"],
    )
    assert check_facts().drift == []
    again = lib.act(happened=True)
    reenrol(again, reader=people["kept"], place=lib.shelf)
    issue(lib.act(), copy=lib.copy(), reader=people["kept"], place=lib.shelf)
    assert (by_kind()["readers.enrolment"], by_kind()["readers.served"]) == (1, 1), "what comes later is the same person's"
    last = Event.objects.order_by("first").last()
    Event.objects.get(pk=last.pk)
    unmerge(lib.act(), merge=made, place=lib.shelf)
    after = figures()
    assert {key: number for key, number in after.items() if key[0] in KINDS[:2]} == {
        k: n for k, n in before.items() if k[0] in KINDS[:2]
    }
    assert check_facts().drift == []


def _order(earlier: str) -> list[str]:
    return ["kept", "gone"] if earlier == "kept" else ["gone", "kept"]


def test_served_under_the_gone_number_is_not_served_again(lib):
    """Only the gone one was served this year: the mark goes along, and after undoing each is counted by own acts."""
    last_year(lib)
    kept, gone = lib.reader(name="Тестова Олена"), lib.reader(name="Тестовій Олені")
    lib.now = lib.now.replace(year=2026)
    reenrol(lib.act(), reader=gone, place=lib.shelf)
    made = merge(lib.act(), kept=kept, gone=gone, place=lib.shelf)
    issue(lib.act(), copy=lib.copy(), reader=kept, place=lib.other_shelf)
    served = totals(["readers.served"], dt.date(2026, 1, 1), FAR)
    assert served == {("readers.served",): 1}
    unmerge(lib.act(), merge=made, place=lib.shelf)
    assert totals(["readers.served"], dt.date(2026, 1, 1), FAR) == {("readers.served",): 2}, (
        "a book was lent to the kept one meanwhile"
    )
    assert Loan.objects.get().reader == kept
    assert check_facts().drift == []


def test_what_cannot_be_made_one_is_refused(lib):
    one, other = lib.reader(name="Тестова Олена"), lib.reader(name="Тестова Олена")
    record = lib.copy(lib.record("Спільна")).record
    for reader in (one, other):
        hold(lib.act(), reader=reader, record=record, pickup=lib.shelf)
    assert refused(merge, lib.act(), kept=one, gone=one, place=lib.shelf) == ["same_reader"]
    assert refused(merge, lib.act(), kept=one, gone=other, place=lib.shelf) == ["both_wait"]
    organisation = lib.reader(kind="organisation", name="Гурток")
    assert refused(merge, lib.act(), kept=one, gone=organisation, place=lib.shelf) == ["other_kind"]
    child = lib.reader(family=one)
    assert refused(merge, lib.act(), kept=one, gone=child, place=lib.shelf) == ["one_family"]
    third = lib.reader()
    merge(lib.act(), kept=one, gone=third, place=lib.shelf)
    assert refused(merge, lib.act(), kept=other, gone=third, place=lib.shelf) == ["merged_already"]
    assert Merge.objects.count() == 1


def test_an_undone_merge_of_a_merged_one_waits(lib):
    one, other, third = (lib.reader(name="Тестова Олена") for _number in range(3))
    first = merge(lib.act(), kept=one, gone=other, place=lib.shelf)
    second = merge(lib.act(), kept=third, gone=one, place=lib.shelf)
    assert refused(unmerge, lib.act(), merge=first, place=lib.shelf) == ["merged_since"]
    unmerge(lib.act(), merge=second, place=lib.shelf)
    unmerge(lib.act(), merge=first, place=lib.shelf)
    assert Reader.objects.filter(merged_into=None).count() == 3


def test_after_its_days_the_empty_record_keeps_only_its_number(lib):
    kept, gone = lib.reader(name="Тестова Олена"), lib.reader(name="Тестовій Олені", pseudonym="Сойка")
    made = merge(lib.act(), kept=kept, gone=gone, place=lib.shelf)
    assert settle_merges(lib.now + dt.timedelta(days=30)) == 0
    assert settle_merges(lib.now + dt.timedelta(days=32)) == 1
    gone.refresh_from_db(), made.refresh_from_db()
    assert (gone.name, gone.pseudonym, made.was, made.settled, Reader.resolve(str(gone.pk))) == (None, "", None, True, kept)
    assert refused(unmerge, lib.act(), merge=made, place=lib.shelf) == ["cannot_unmerge"]


@pytest.mark.django_db(transaction=True)
def test_whoever_is_forgotten_is_forgotten_under_both_numbers(lib, settings, tmp_path):
    settings.MANDRIVNA_ERASURES_FILE = str(tmp_path / "erasures.jsonl")
    kept, gone = lib.reader(name="Тестова Олена"), lib.reader(name="Тестовій Олені")
    merge(lib.act(), kept=kept, gone=gone, place=lib.shelf)
    before = figures()
    forget(lib.act(), kept.pk)
    assert (Reader.objects.count(), Merge.objects.count(), Twins.objects.count(), is_erased(gone.pk)) == (0, 0, 0, True)
    assert [line["subject"] for line in kept_erasures().values()] == [str(gone.pk)]
    assert refused(enrol, lib.act(happened=True), place=lib.shelf, reader=gone.pk) == ["erased"]
    assert (figures(), check_facts().drift) == (before, [])


# --- on the screen -------------------------------------------------------------------------------------------------------


@pytest.fixture
def world():
    return World()


def test_while_enrolling_the_like_are_shown_and_a_person_decides(world):
    reader = world.lib.reader(name="Тестова Олена", birth_year=1990)
    client = world.browser("owner", place=world.lib.shelf)
    sent = form(place=world.lib.shelf, audience="general", name="Testova Olena", consent="on")
    answer = client.post("/work/readers/enrol/", sent)
    assert (answer.status_code, [one.reader for one in answer.context["similar"]]) == (422, [reader])
    assert "Можливо, вже записаний" in text_of(answer)
    assert Reader.objects.count() == 1
    assert [client.post("/work/readers/enrol/", {**sent, "other": "yes"}).status_code for _time in range(2)] == [302, 302]
    assert Reader.objects.count() == 2
    assert client.post("/work/readers/enrol/", sent).status_code == 302, "the same form again is the same reader"


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_of_pairs_and_one_of_them(world, many):
    for number in range(many):
        for name in ("Олена", "Олену"):
            world.lib.reader(name=f"Вигадана{'абв'[number] * 3} {name}")
    client, url = world.browser("owner", place=world.lib.shelf), reverse("workspace:reader_twins")
    assert len(client.get(url).context["rows"]) == many
    assert queries(client, url) <= 12
    row = Twins.objects.order_by("found_on", "uid").first()
    page = reverse("workspace:reader_pair", args=[row.pk])
    assert world.browser("stranger").get(page).status_code == 404
    assert "Який запис лишається" in text_of(client.get(page))
    assert client.post(page, form(place=world.lib.shelf, kept="")).status_code == 200
    assert client.post(page, form(place=world.lib.shelf, kept=row.second)).status_code == 302
    made = Merge.objects.get()
    assert (made.kept, len(client.get(url).context["made"])) == (row.second, 1)
    client.post(reverse("workspace:reader_unmerge", args=[made.pk]), form(place=world.lib.shelf))
    assert Merge.objects.get().undone_on is not None
    if many > 1:
        other = Twins.objects.filter(state="open").first()
        client.post(reverse("workspace:reader_pair", args=[other.pk]), form(place=world.lib.shelf, different="yes"))
        assert Twins.objects.filter(state="open").count() == many - 2


def test_whatever_points_to_a_reader_moves():
    """A room that holds something of readers and forgets to say how it moves would leave it with the empty record."""
    pointing = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Reader and not model.__module__.startswith("mandrivna.readers.")
    }
    assert pointing - set(MOVERS.keys()) == set()
